import { hash } from "node:crypto";
import { type ChunkRow, chunkType, formatRows } from "../sources/files/chunk.ts";
import { type ColumnRoles, findColumn, rolesOf } from "../sources/files/column-roles.ts";
import { normalizeUrl } from "../url-normal-form.ts";
import { type Found, trouble, UnreadableFileError } from "./found.ts";
import type { ImportLimits } from "./limits.ts";
import type { TableGroup, TableRow } from "./table.ts";

export interface RowChunkOptions {
  /** Address of the table. */
  url: string;
  savedAt: Date;
  /** Columns by role, as the person says. */
  said: ColumnRoles;
  limits: ImportLimits;
}

/** Rows by which columns are told from one another. */
const sampleRows = 200;

/**
 * Cuts a table into chunks that are archived one by one, so that a row's document points to bytes that a person can read, and a table of any
 * length takes the memory of one chunk.
 */
export async function* rowChunks(groups: AsyncIterable<TableGroup>, options: RowChunkOptions): AsyncGenerator<Found> {
  const { limits, url } = options;
  const cutter = new ChunkCutter(options);
  let told = 0;
  let broken = 0;
  for await (const group of groups) {
    for (const { at, why } of group.broken) {
      broken += 1;
      if (told >= limits.maxRowsTold) continue;
      told += 1;
      yield trouble(`${url}#${at.replace(" ", "=")}`, "parse_failed", `${at}: ${why}`);
    }
    for (const row of group.rows) yield* cutter.take(row);
  }
  yield* cutter.end();
  if (cutter.taken === 0 && broken === 0) yield trouble(url, "no_text", "The table has no rows.", true);
  if (broken > told) {
    const rest = (broken - told).toLocaleString("en");
    yield trouble(`${url}#more`, "parse_failed", `${rest} more rows are broken; they are not told one by one.`);
  }
}

class ChunkCutter {
  /** Rows so far. */
  taken = 0;
  readonly #options: RowChunkOptions;
  /** Rows that wait for the columns to be told apart. */
  #early: TableRow[] = [];
  #roles: ColumnRoles | null = null;
  #rows: ChunkRow[] = [];
  #bytes = 0;
  readonly #seen = new SeenAddresses();

  constructor(options: RowChunkOptions) {
    this.#options = options;
  }

  *take(row: TableRow): Generator<Found> {
    this.taken += 1;
    if (this.#roles !== null) {
      yield* this.#add(row, this.#roles);
      return;
    }
    this.#early.push(row);
    if (this.#early.length >= sampleRows) yield* this.#settle();
  }

  *end(): Generator<Found> {
    if (this.#roles === null) yield* this.#settle();
    yield* this.#flush();
  }

  *#settle(): Generator<Found> {
    const early = this.#early;
    this.#early = [];
    if (early.length === 0) return;
    const roles = this.#tellColumns(early);
    this.#roles = roles;
    for (const row of early) yield* this.#add(row, roles);
  }

  #tellColumns(rows: readonly TableRow[]): ColumnRoles {
    const { said } = this.#options;
    const columns = [...new Set(rows.flatMap(({ values }) => Object.keys(values)))];
    const list = columns.slice(0, 50).join(", ");
    for (const [role, name] of Object.entries(said)) {
      if (findColumn(columns, name) === undefined) {
        throw new UnreadableFileError(
          "parse_failed",
          `There is no column "${name}" for ${role}. Its columns: ${list}.`,
        );
      }
    }
    const roles = rolesOf(
      columns,
      said,
      rows.map(({ values }) => values),
    );
    if (roles.text === undefined && roles.title === undefined) {
      throw new UnreadableFileError(
        "no_text",
        `No column looks like text; say which one with --set text=COLUMN. Its columns: ${list}.`,
      );
    }
    return roles;
  }

  *#add(row: TableRow, roles: ColumnRoles): Generator<Found> {
    const one: ChunkRow = { row: row.row, url: this.#addressOf(row, roles), values: row.values };
    this.#rows.push(one);
    this.#bytes += sizeOf(row);
    const { chunkRows, chunkBytes } = this.#options.limits;
    if (this.#rows.length >= chunkRows || this.#bytes >= chunkBytes) yield* this.#flush();
  }

  *#flush(): Generator<Found> {
    const [first] = this.#rows;
    const last = this.#rows.at(-1);
    if (first === undefined || last === undefined || this.#roles === null) return;
    const { url, savedAt } = this.#options;
    const body = formatRows(url, this.#roles, this.#rows);
    const rows = this.#rows.length;
    this.#rows = [];
    this.#bytes = 0;
    yield {
      kind: "payload",
      url: `${url}?rows=${first.row}-${last.row}`,
      contentType: chunkType,
      body,
      capturedAt: savedAt,
      metadata: {},
      rows,
      silent: false,
    };
  }

  /** A row's own web address when it has one that no row before it had, else its place in the file. */
  #addressOf({ row, values }: TableRow, roles: ColumnRoles): string {
    const { url } = this.#options;
    const id = roles.id === undefined ? null : values[roles.id];
    if (id !== null && id !== undefined) {
      const address = `${url}#id=${encodeURIComponent(String(id).toWellFormed().slice(0, 100))}`;
      return this.#seen.add(address) ? address : `${address}&row=${row}`;
    }
    const own = roles.url === undefined ? null : values[roles.url];
    const normal = typeof own === "string" ? normalizeUrl(own.trim()) : null;
    return normal !== null && this.#seen.add(normal.url) ? normal.url : `${url}#row=${row}`;
  }
}

/** What a row takes, as far as it matters for the size of a chunk. */
function sizeOf({ values }: TableRow): number {
  let size = 40;
  for (const value of Object.values(values)) size += 20 + (typeof value === "string" ? value.length * 2 : 10);
  return size;
}

/**
 * Remembers addresses in 16 MiB however many there are (a Bloom filter). Now and then it takes a new one for a known one: that row goes by its place
 * in the file, the same every time.
 */
class SeenAddresses {
  #bits: Uint8Array | null = null;

  /** False when the address was added before. */
  add(address: string): boolean {
    this.#bits ??= new Uint8Array(2 ** 24);
    const bits = this.#bits;
    const digest = hash("sha1", address, "buffer");
    let known = true;
    for (let at = 0; at < 16; at += 4) {
      const bit = digest.readUInt32LE(at) % (bits.length * 8);
      const mask = 1 << (bit & 7);
      const byte = bits[bit >>> 3] ?? 0;
      if ((byte & mask) === 0) known = false;
      bits[bit >>> 3] = byte | mask;
    }
    return !known;
  }
}
