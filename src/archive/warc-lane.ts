import { type FileHandle, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { writeFailure } from "./errors.ts";
import { type Exchange, recordIdAt } from "./exchange.ts";
import { formatMainRecord, formatMetadataRecord, formatRequestRecord, formatWarcinfoRecord } from "./warc-record.ts";

export interface WarcLaneOptions {
  /** Folder of the WARC files; must exist. */
  folder: string;
  /** Told apart in file names: letters, digits, `.`, `_`, `-`. */
  writerId: string;
  now: () => number;
  /** Written into the first record of each file. */
  info: Readonly<Record<string, string>>;
  /** A file that has grown to this many bytes is left and a new one begun. Default 1 GiB. */
  maxFileBytes?: number;
  /** A file this old is left likewise, at the next write; see `isOld`. Default never. */
  maxFileAgeMs?: number;
  /** gzip level. Default 1: level 6 saves 7 % of the bytes on Korean pages and takes half as long again. */
  level?: number;
  /** fsync after each write: survives a power cut, costs a disk's turn a batch. Default false. */
  sync?: boolean;
}

/** Where a capture's main record lies. Offsets and lengths in bytes of the compressed file. */
export interface WarcPlace {
  file: string;
  offset: number;
  length: number;
}

/** How far a file of this lane is written. */
export interface WarcExtent {
  file: string;
  length: number;
  /** True when the lane has left the file and never writes to it again. */
  closed: boolean;
}

interface LaneFile {
  name: string;
  warcinfoId: string;
  openedAt: number;
  handle: FileHandle;
  /** Bytes safely in the file. */
  written: number;
  /** Bytes appended and not yet flushed. */
  buffered: number;
  buffers: Buffer[];
  closed: boolean;
}

const defaultMaxFileBytes = 2 ** 30;
// Small records need no 32 KB window; a smaller one is quicker to set up.
const smallRecord = { windowBits: 12, memLevel: 5 } as const;

/**
 * The one lane through which a process writes WARC files. A batch is formatted in memory and put into
 * its file with one write. A write that fails leaves the file as it was and forgets the batch, so that nothing half-written
 * is ever taken for done.
 */
export class WarcLane {
  readonly #options: WarcLaneOptions;
  readonly #maxFileBytes: number;
  readonly #maxFileAgeMs: number;
  readonly #level: number;
  #files: LaneFile[] = [];
  #serial = 0;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(options: WarcLaneOptions) {
    if (!/^[A-Za-z0-9._-]{1,64}$/.test(options.writerId)) throw new Error(`Not a writer id: ${options.writerId}`);
    this.#options = options;
    this.#maxFileBytes = options.maxFileBytes ?? defaultMaxFileBytes;
    this.#maxFileAgeMs = options.maxFileAgeMs ?? Number.POSITIVE_INFINITY;
    this.#level = options.level ?? 1;
  }

  /**
   * Archives a batch with one write a file; calls are served one after another. Returns the place of each exchange's main
   * record and how far the touched files now reach.
   * @throws UnavailableError `disk_full` or `archive_unwritable`: nothing of the batch was kept.
   */
  write(exchanges: readonly Exchange[]): Promise<{ places: WarcPlace[]; extents: WarcExtent[] }> {
    return this.#alone(async () => {
      await this.#letGo();
      const before = this.#files.map((file) => ({ file, length: file.written }));
      try {
        const places = await this.#append(exchanges);
        return { places, extents: await this.#flush() };
      } catch (error) {
        const name = this.#files.find((file) => file.buffered > 0)?.name ?? this.#options.folder;
        await this.#restore(before);
        throw error instanceof Error && "code" in error ? writeFailure(name, error) : error;
      }
    });
  }

  /** True when a file is open that has reached its age: nothing may come for hours, and nobody else may read it until it is closed. */
  get isOld(): boolean {
    const last = this.#files.at(-1);
    return last !== undefined && !last.closed && last.written > 0 && this.#hasAged(last);
  }

  /** Leaves the file in hand for good; the next batch begins another. `rewind` takes it back until something is written. */
  leave(): Promise<WarcExtent[]> {
    return this.#alone(async () => {
      await this.#letGo();
      for (const file of this.#files) file.closed = true;
      return this.extents();
    });
  }

  /** How far the lane's files reach now; for `rewind`. */
  extents(): WarcExtent[] {
    return this.#files.map((file) => ({ file: file.name, length: file.written, closed: file.closed }));
  }

  /**
   * Takes back what was flushed since `extents` was asked: for a batch whose transaction failed for good. Records that
   * no row vouches for would else stay in the file.
   */
  rewind(extents: readonly WarcExtent[]): Promise<void> {
    return this.#alone(async () => {
      const lengths = new Map(extents.map((extent) => [extent.file, extent.length]));
      await this.#restore(this.#files.map((file) => ({ file, length: lengths.get(file.name) ?? 0 })));
    });
  }

  /** Lets the files go, after the writes that wait. Calling it twice is safe. */
  async close(): Promise<WarcExtent[]> {
    return this.#alone(async () => {
      const files = this.#files;
      this.#files = [];
      for (const file of files) await file.handle.close();
      return files.map((file) => ({ file: file.name, length: file.written, closed: true }));
    });
  }

  #alone<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(work, work);
    this.#queue = turn.catch(() => {});
    return turn;
  }

  async #append(exchanges: readonly Exchange[]): Promise<WarcPlace[]> {
    const places: WarcPlace[] = [];
    for (const exchange of exchanges) {
      const file = await this.#openFile();
      const offset = file.written + file.buffered;
      const id = recordIdAt(file.name, offset);
      const packed = exchange.revisit === null && isIncompressible(exchange);
      const length = this.#add(file, formatMainRecord(exchange, id, file.warcinfoId), packed ? 0 : this.#level);
      const { request } = exchange;
      if (request !== null) {
        this.#add(file, formatRequestRecord(exchange, request, id, file.warcinfoId), this.#level);
      }
      if (Object.keys(exchange.metadata).length > 0) {
        this.#add(file, formatMetadataRecord(exchange, id, file.warcinfoId), this.#level);
      }
      places.push({ file: file.name, offset, length });
    }
    return places;
  }

  async #flush(): Promise<WarcExtent[]> {
    const extents: WarcExtent[] = [];
    for (const file of this.#files) {
      await writeAll(file.handle, file.buffers, file.written);
      if (this.#options.sync === true) await file.handle.datasync();
      file.written += file.buffered;
      file.buffers = [];
      file.buffered = 0;
      extents.push({ file: file.name, length: file.written, closed: file.closed });
    }
    return extents;
  }

  /** Files that were left stay in hand until the next batch, since the one that left them may be taken back. */
  async #letGo(): Promise<void> {
    const left = this.#files.filter((file) => file.closed);
    this.#files = this.#files.filter((file) => !file.closed);
    for (const file of left) await file.handle.close();
  }

  #hasAged(file: LaneFile): boolean {
    return this.#options.now() - file.openedAt >= this.#maxFileAgeMs;
  }

  #add(file: LaneFile, record: Buffer, level: number): number {
    const member = gzipSync(record, record.length < 4096 ? { level, ...smallRecord } : { level });
    file.buffers.push(member);
    file.buffered += member.length;
    return member.length;
  }

  async #openFile(): Promise<LaneFile> {
    const last = this.#files.at(-1);
    if (last !== undefined && !last.closed) {
      if (last.written + last.buffered < this.#maxFileBytes && !this.#hasAged(last)) return last;
      last.closed = true;
    }
    const { folder, writerId, now, info } = this.#options;
    const openedAt = now();
    const date = new Date(openedAt);
    const stamp = date.toISOString().replace(/[-:TZ.]/g, "");
    const name = `naru-${stamp}-${String(this.#serial).padStart(5, "0")}-${writerId}.warc.gz`;
    this.#serial += 1;
    const handle = await open(join(folder, name), "wx");
    const warcinfoId = recordIdAt(name, 0);
    const file: LaneFile = { name, warcinfoId, openedAt, handle, written: 0, buffered: 0, buffers: [], closed: false };
    this.#add(file, formatWarcinfoRecord(name, date, warcinfoId, info), this.#level);
    this.#files.push(file);
    return file;
  }

  /** Back to the lengths given. A file that will not shrink is left for good; the next start cuts its tail. */
  async #restore(lengths: readonly { file: LaneFile; length: number }[]): Promise<void> {
    const known = new Map(lengths.map(({ file, length }) => [file, length]));
    const kept: LaneFile[] = [];
    for (const file of this.#files) {
      const length = known.get(file) ?? 0;
      file.buffers = [];
      file.buffered = 0;
      try {
        await file.handle.truncate(length);
        if (length > 0) {
          file.written = length;
          file.closed = false;
          kept.push(file);
          continue;
        }
        await rm(join(this.#options.folder, file.name), { force: true });
      } catch {
        // Falls through to closing it.
      }
      await file.handle.close().catch(() => {});
    }
    this.#files = kept;
  }
}

/** One write in the usual case; goes on after a short one, so that the error behind it shows. */
async function writeAll(handle: FileHandle, buffers: readonly Buffer[], position: number): Promise<void> {
  const data = buffers.length === 1 && buffers[0] !== undefined ? buffers[0] : Buffer.concat(buffers);
  let done = 0;
  while (done < data.length) {
    const { bytesWritten } = await handle.write(data, done, data.length - done, position + done);
    done += bytesWritten;
  }
}

const packedTypes =
  /^(?:image\/(?!svg|bmp|x-icon)|audio\/|video\/|font\/woff|application\/(?:zip|gzip|x-gzip|pdf|zstd))/i;

/** Bodies that are compressed already: squeezing them again takes time and gains nothing. */
function isIncompressible(exchange: Exchange): boolean {
  for (const [name, value] of exchange.response.headers) {
    const lower = name.toLowerCase();
    if (lower === "content-encoding" && exchange.response.bodyDecoded !== true && value !== "identity") return true;
    if (lower === "content-type" && packedTypes.test(value)) return true;
  }
  return false;
}
