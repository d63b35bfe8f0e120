/** A text that the model got wrong. */
export interface ErrorSample {
  text: string;
  label: 0 | 1;
  positive: number;
}

/** Keeps the `size` wrong answers that were surest of themselves: the ones that teach most. Texts are cut to 300 characters. */
export class ErrorSamples {
  private readonly size: number;
  private kept: ErrorSample[] = [];

  constructor(size = 100) {
    this.size = size;
  }

  add(sample: ErrorSample): void {
    if (sample.positive >= 0.5 === (sample.label === 1)) return;
    this.kept.push({ ...sample, text: sample.text.slice(0, 300) });
    if (this.kept.length >= this.size * 20) this.kept = this.list();
  }

  /** Surest first. */
  list(): ErrorSample[] {
    const sureness = (sample: ErrorSample) => Math.abs(sample.positive - 0.5);
    return [...this.kept].sort((a, b) => sureness(b) - sureness(a)).slice(0, this.size);
  }
}
