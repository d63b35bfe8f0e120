const chunkLength = 1 << 22;

/** Growing table of id lists, one a row, in chunks of 16 MB: no doubling copies, no object a row. */
export class IdRows {
  private readonly chunks: Uint32Array[] = [];
  private used = chunkLength;
  private starts = new Uint32Array(1 << 14);
  private lengths = new Uint32Array(1 << 14);
  private homes = new Uint16Array(1 << 14);
  /** Rows so far. */
  count = 0;

  append(ids: Uint32Array): void {
    if (ids.length > chunkLength) throw new Error("a row is longer than a chunk");
    if (this.used + ids.length > chunkLength) {
      this.chunks.push(new Uint32Array(chunkLength));
      this.used = 0;
    }
    if (this.count === this.starts.length) this.grow();
    const home = this.chunks.length - 1;
    (this.chunks[home] as Uint32Array).set(ids, this.used);
    this.homes[this.count] = home;
    this.starts[this.count] = this.used;
    this.lengths[this.count] = ids.length;
    this.used += ids.length;
    this.count++;
  }

  /** Chunk that holds row `row`; read it from `start(row)` on, `length(row)` entries. */
  chunk(row: number): Uint32Array {
    return this.chunks[this.homes[row] as number] as Uint32Array;
  }

  start(row: number): number {
    return this.starts[row] as number;
  }

  length(row: number): number {
    return this.lengths[row] as number;
  }

  private grow(): void {
    const starts = new Uint32Array(this.starts.length * 2);
    starts.set(this.starts);
    const lengths = new Uint32Array(starts.length);
    lengths.set(this.lengths);
    const homes = new Uint16Array(starts.length);
    homes.set(this.homes);
    this.starts = starts;
    this.lengths = lengths;
    this.homes = homes;
  }
}
