/** A judged text: what it is, what the model says of it. */
export interface Judged {
  /** 1 positive, 0 negative. */
  label: 0 | 1;
  /** The model's probability of the positive class, 0–1. */
  positive: number;
}

/** Rows are the truth, columns the answer. */
export interface ConfusionMatrix {
  truePositive: number;
  falseNegative: number;
  falsePositive: number;
  trueNegative: number;
}

export interface CalibrationBin {
  /** Confidence range, 0–1: `from` ≤ c < `to`, the last bin with its end. */
  from: number;
  to: number;
  count: number;
  /** Mean probability of the answer given; null when the bin is empty. */
  confidence: number | null;
  /** Share of right answers; null when the bin is empty. */
  accuracy: number | null;
}

export interface Evaluation {
  count: number;
  accuracy: number;
  /** Of the positive class. 0 where a figure has no denominator. */
  precision: number;
  recall: number;
  f1: number;
  /** Mean of both classes' F1. */
  macroF1: number;
  /** Expected calibration error, 0–1: |confidence − accuracy| averaged over the texts of 15 equal bins (Guo et al. 2017). */
  ece: number;
  confusion: ConfusionMatrix;
  bins: CalibrationBin[];
}

const binCount = 15;

/** Takes judged texts one by one and tells the figures at any time. */
export class Evaluator {
  private readonly confusion: ConfusionMatrix = {
    truePositive: 0,
    falseNegative: 0,
    falsePositive: 0,
    trueNegative: 0,
  };
  private readonly counts = new Array<number>(binCount).fill(0);
  private readonly confidences = new Array<number>(binCount).fill(0);
  private readonly hits = new Array<number>(binCount).fill(0);

  add({ label, positive }: Judged): void {
    const guess = positive >= 0.5 ? 1 : 0;
    if (label === 1) this.confusion[guess === 1 ? "truePositive" : "falseNegative"]++;
    else this.confusion[guess === 1 ? "falsePositive" : "trueNegative"]++;
    const confidence = guess === 1 ? positive : 1 - positive;
    const bin = Math.min(binCount - 1, Math.floor(confidence * binCount));
    this.counts[bin] = (this.counts[bin] ?? 0) + 1;
    this.confidences[bin] = (this.confidences[bin] ?? 0) + confidence;
    if (guess === label) this.hits[bin] = (this.hits[bin] ?? 0) + 1;
  }

  result(): Evaluation {
    const { truePositive, falseNegative, falsePositive, trueNegative } = this.confusion;
    const count = truePositive + falseNegative + falsePositive + trueNegative;
    const f1 = ratio(2 * truePositive, 2 * truePositive + falsePositive + falseNegative);
    const negativeF1 = ratio(2 * trueNegative, 2 * trueNegative + falsePositive + falseNegative);
    let gap = 0;
    const bins = this.counts.map((size, i): CalibrationBin => {
      const confidence = this.confidences[i] ?? 0;
      const hits = this.hits[i] ?? 0;
      gap += Math.abs(confidence - hits);
      return {
        from: i / binCount,
        to: (i + 1) / binCount,
        count: size,
        confidence: size === 0 ? null : confidence / size,
        accuracy: size === 0 ? null : hits / size,
      };
    });
    return {
      count,
      accuracy: ratio(truePositive + trueNegative, count),
      precision: ratio(truePositive, truePositive + falsePositive),
      recall: ratio(truePositive, truePositive + falseNegative),
      f1,
      macroF1: (f1 + negativeF1) / 2,
      ece: ratio(gap, count),
      confusion: { ...this.confusion },
      bins,
    };
  }
}

export function evaluate(judged: Iterable<Judged>): Evaluation {
  const evaluator = new Evaluator();
  for (const one of judged) evaluator.add(one);
  return evaluator.result();
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
