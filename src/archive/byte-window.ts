import type { FileHandle } from "node:fs/promises";

const chunkBytes = 256 * 1024;

/** A stretch of a file that slides forward: as much of what lies ahead as the reader asks for, and nothing of what is behind. */
export class ByteWindow {
  readonly #handle: FileHandle;
  readonly #end: number;
  #start: number;
  #bytes: Buffer = Buffer.alloc(0);

  constructor(handle: FileHandle, start: number, end: number) {
    this.#handle = handle;
    this.#start = start;
    this.#end = end;
  }

  /** Offset in the file of the window's first byte. */
  get position(): number {
    return this.#start;
  }

  /** What is loaded, from `position` on. Valid until the next `ensure`. */
  get bytes(): Buffer {
    return this.#bytes;
  }

  /** Loads at least `count` bytes; false when the file ends before. */
  async ensure(count: number): Promise<boolean> {
    if (this.#bytes.length >= count) return true;
    const from = this.#start + this.#bytes.length;
    const wanted = Math.min(Math.max(count - this.#bytes.length, chunkBytes), this.#end - from);
    if (wanted > 0) {
      const grown = Buffer.allocUnsafe(this.#bytes.length + wanted);
      this.#bytes.copy(grown);
      let filled = this.#bytes.length;
      while (filled < grown.length) {
        const { bytesRead } = await this.#handle.read(grown, filled, grown.length - filled, this.#start + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      this.#bytes = grown.subarray(0, filled);
    }
    return this.#bytes.length >= count;
  }

  /** Moves past `count` bytes. */
  skip(count: number): void {
    this.#bytes = this.#bytes.subarray(count);
    this.#start += count;
  }
}
