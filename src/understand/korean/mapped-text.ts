/** A rewritten text that knows where each of its UTF-16 units came from. */
export interface MappedText {
  text: string;
  /** Start in the original of unit i; one entry more than the text has units, the last one the original's length. */
  starts: Int32Array;
  /** End in the original (exclusive) of unit i. */
  ends: Int32Array;
}

/** Builds a rewritten text piece by piece, left to right. */
export class MappedTextBuilder {
  private readonly parts: string[] = [];
  private starts: Int32Array;
  private ends: Int32Array;
  private length = 0;

  constructor(originalLength: number) {
    this.starts = new Int32Array(originalLength + 16);
    this.ends = new Int32Array(originalLength + 16);
  }

  /** Adds `piece` as what stands at `start` to `end` of the original. The same length maps unit by unit. */
  add(piece: string, start: number, end: number): void {
    this.reserve(piece.length);
    const aligned = piece.length === end - start;
    for (let i = 0; i < piece.length; i++) {
      this.starts[this.length] = aligned ? start + i : start;
      this.ends[this.length] = aligned ? start + i + 1 : end;
      this.length++;
    }
    this.parts.push(piece);
  }

  build(originalLength: number): MappedText {
    this.reserve(1);
    this.starts[this.length] = originalLength;
    return {
      text: this.parts.join(""),
      starts: this.starts.slice(0, this.length + 1),
      ends: this.ends.slice(0, this.length),
    };
  }

  private reserve(more: number): void {
    if (this.length + more < this.starts.length) return;
    const size = (this.length + more) * 2;
    const starts = new Int32Array(size);
    starts.set(this.starts);
    const ends = new Int32Array(size);
    ends.set(this.ends);
    this.starts = starts;
    this.ends = ends;
  }
}

/** Where units `start` to `end` (exclusive, not empty) of the rewritten text stand in the original. */
export function originalSpan(mapped: MappedText, start: number, end: number): { start: number; end: number } {
  return { start: mapped.starts[start] ?? 0, end: mapped.ends[end - 1] ?? mapped.starts[start] ?? 0 };
}
