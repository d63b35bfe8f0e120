import { once } from "node:events";
import { crc32, createDeflateRaw, type DeflateRaw } from "node:zlib";
import type { GrowingFile } from "./growing-file.ts";

/** Sizes and places of a plain zip file are numbers of 32 bits; not every program reads the larger kind. */
export const maxZipBytes = 2 ** 32 - 1;

/** What is packed at a time, in characters. */
const pieceChars = 128 * 1024;
/** Sizes follow behind the bytes, and names are UTF-8. */
const flags = 0x0808;
const deflated = 8;
/** 1980-01-01, the first day there is: what is written does not depend on when. */
const firstDay = 0x21;

interface Entry {
  name: Buffer;
  offset: number;
  crc: number;
  packed: number;
  size: number;
}

/**
 * A zip file written from front to back, one entry after the other, so that it takes the memory of one piece. Entries are deflated. Whoever writes sees
 * to it that no entry and not the whole grows past `maxZipBytes`.
 */
export class ZipWriter {
  readonly #file: GrowingFile;
  readonly #entries: Entry[] = [];
  #length = 0;
  #waiting = "";
  #deflate: DeflateRaw | null = null;
  #packed: Buffer[] = [];

  constructor(file: GrowingFile) {
    this.#file = file;
  }

  /** Bytes of the file so far. */
  get length(): number {
    return this.#length;
  }

  /** Bytes of the entry in hand before they are packed, but for the last piece. */
  get entryLength(): number {
    return this.#entries.at(-1)?.size ?? 0;
  }

  /** Begins an entry; the one before it has to have ended. */
  async begin(name: string): Promise<void> {
    const entry: Entry = { name: Buffer.from(name), offset: this.#length, crc: 0, packed: 0, size: 0 };
    this.#entries.push(entry);
    const head = Buffer.alloc(30);
    head.write("PK\u0003\u0004", "latin1");
    writeFacts(head, 4, { ...entry, crc: 0, packed: 0, size: 0 });
    await this.#put(Buffer.concat([head, entry.name]));
    this.#deflate = createDeflateRaw({ level: 6 });
    this.#deflate.on("data", (piece: Buffer) => this.#packed.push(piece));
    // Told to whoever waits for the piece in hand.
    this.#deflate.on("error", () => {});
  }

  async write(text: string): Promise<void> {
    this.#waiting += text;
    if (this.#waiting.length >= pieceChars) await this.#pack();
  }

  /** Ends the entry in hand. */
  async end(): Promise<void> {
    await this.#pack();
    const deflate = this.#deflate;
    const entry = this.#entries.at(-1);
    if (deflate === null || entry === undefined) return;
    const ended = once(deflate, "end");
    deflate.end();
    await ended;
    await this.#flush(entry);
    this.#deflate = null;
    const tail = Buffer.alloc(16);
    tail.write("PK\u0007\u0008", "latin1");
    writeSizes(tail, 4, entry);
    await this.#put(tail);
  }

  /** Writes the list of entries, with which the file is whole. */
  async finish(): Promise<void> {
    const from = this.#length;
    const list = Buffer.concat(this.#entries.map(listed));
    await this.#put(list);
    const end = Buffer.alloc(22);
    end.write("PK\u0005\u0006", "latin1");
    end.writeUInt16LE(this.#entries.length, 8);
    end.writeUInt16LE(this.#entries.length, 10);
    end.writeUInt32LE(list.length, 12);
    end.writeUInt32LE(from, 16);
    await this.#put(end);
  }

  /** Lets go of what an entry in hand holds. */
  abandon(): void {
    this.#deflate?.destroy();
    this.#deflate = null;
    [this.#waiting, this.#packed] = ["", []];
  }

  async #pack(): Promise<void> {
    const entry = this.#entries.at(-1);
    const deflate = this.#deflate;
    if (entry === undefined || deflate === null) throw new Error("No entry of the zip file has begun.");
    const bytes = Buffer.from(this.#waiting);
    this.#waiting = "";
    if (bytes.length === 0) return;
    entry.crc = crc32(bytes, entry.crc);
    entry.size += bytes.length;
    await new Promise<void>((resolve, reject) => {
      deflate.write(bytes, (error) => (error ? reject(error) : resolve()));
    });
    await this.#flush(entry);
  }

  async #flush(entry: Entry): Promise<void> {
    const pieces = this.#packed;
    this.#packed = [];
    for (const piece of pieces) {
      entry.packed += piece.length;
      await this.#put(piece);
    }
  }

  async #put(bytes: Buffer): Promise<void> {
    await this.#file.append(bytes);
    this.#length += bytes.length;
  }
}

/** The entry as the list at the end of the file has it. */
function listed(entry: Entry): Buffer {
  const head = Buffer.alloc(46);
  head.write("PK\u0001\u0002", "latin1");
  head.writeUInt16LE(20, 4);
  writeFacts(head, 6, entry);
  head.writeUInt32LE(entry.offset, 42);
  return Buffer.concat([head, entry.name]);
}

/** Version, flags, method, time, date, checksum, sizes, length of the name: the same 24 bytes in front of an entry and in the list. */
function writeFacts(to: Buffer, at: number, entry: Entry): void {
  to.writeUInt16LE(20, at);
  to.writeUInt16LE(flags, at + 2);
  to.writeUInt16LE(deflated, at + 4);
  to.writeUInt16LE(firstDay, at + 8);
  writeSizes(to, at + 10, entry);
  to.writeUInt16LE(entry.name.length, at + 22);
}

function writeSizes(to: Buffer, at: number, { crc, packed, size }: Entry): void {
  to.writeUInt32LE(crc, at);
  to.writeUInt32LE(packed, at + 4);
  to.writeUInt32LE(size, at + 8);
}
