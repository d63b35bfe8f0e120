import iconv from "iconv-lite";
import { isTextColumn } from "../sources/files/column-roles.ts";
import { UnreadableFileError } from "./found.ts";
import { arrayElements, jsonDepth } from "./json-scan.ts";
import type { ImportLimits } from "./limits.ts";
import { readWhole } from "./open-bytes.ts";
import { encodingOf, linesOfText, openText, type TextEncoding } from "./open-text.ts";
import { type BrokenRow, type Cell, cellOf, storableText, type TableGroup, type TableRow } from "./table.ts";

export interface JsonTableOptions {
  gzipped: boolean;
  /** Size of the file, in bytes. */
  bytes: number;
  limits: ImportLimits;
}

/**
 * Rows of a JSON file: an array of objects, an object with one array of objects inside, or a single object. Files longer than may be held in
 * memory have to be arrays.
 */
export async function* readJson(path: string, options: JsonTableOptions): AsyncGenerator<TableGroup> {
  const { gzipped, limits } = options;
  const encoding = await encodingOf(path, gzipped, limits);
  if (options.bytes > limits.maxWholeBytes) {
    yield* readLongArray(path, encoding, options);
    return;
  }
  const bytes = await readWhole(path, gzipped, limits.maxWholeBytes, limits).catch((error: unknown) => {
    // How long a gzipped file is shows when it is unpacked.
    if (gzipped && error instanceof UnreadableFileError && error.reason === "too_large") return null;
    throw error;
  });
  if (bytes === null) {
    yield* readLongArray(path, encoding, options);
    return;
  }
  const text = iconv.decode(bytes, encoding, { stripBOM: true });
  const value = parseWhole(text, limits);
  if (value === undefined) {
    // Many programs give JSON Lines the name of JSON.
    yield* readJsonLines(path, options);
    return;
  }
  const rows = rowsIn(value);
  if (rows === null) {
    throw new UnreadableFileError(
      "unsupported_type",
      "It holds no table: an array of objects, an object with one such array inside, or one object.",
    );
  }
  for (let at = 0; at < rows.length; at += limits.chunkRows) {
    yield groupOf(rows.slice(at, at + limits.chunkRows).map((row, index) => [at + index + 1, row]));
  }
}

/** Rows of JSON Lines; blank lines are passed over. */
export async function* readJsonLines(path: string, options: JsonTableOptions): AsyncGenerator<TableGroup> {
  const { gzipped, limits } = options;
  const encoding = await encodingOf(path, gzipped, limits);
  let row = 0;
  let readable = false;
  for await (const lines of linesOfText(openText(path, gzipped, encoding, limits), limits.maxRowChars)) {
    const values: [number, unknown][] = [];
    const broken: BrokenRow[] = [];
    for (const { number, text } of lines) {
      if (text !== null && text.trim() === "") continue;
      row += 1;
      const value = parseRow(text, limits);
      if (value instanceof SyntaxError) broken.push({ at: `line ${number}`, why: value.message });
      else values.push([row, value]);
    }
    const group = groupOf(values);
    readable ||= group.rows.length > 0;
    // Nothing but garbage: the file is something else, and a complaint a line would help nobody.
    if (!readable && broken.length > limits.maxRowsTold) {
      throw new UnreadableFileError("parse_failed", `It is not JSON Lines: ${broken[0]?.at}: ${broken[0]?.why}`);
    }
    yield { rows: group.rows, broken: [...broken, ...group.broken] };
  }
}

async function* readLongArray(
  path: string,
  encoding: TextEncoding,
  { gzipped, limits }: JsonTableOptions,
): AsyncGenerator<TableGroup> {
  try {
    for await (const elements of arrayElements(openText(path, gzipped, encoding, limits), limits.maxRowChars)) {
      const values: [number, unknown][] = [];
      const broken: BrokenRow[] = [];
      for (const { number, text } of elements) {
        const value = parseRow(text, limits);
        if (value instanceof SyntaxError) broken.push({ at: `row ${number}`, why: value.message });
        else values.push([number, value]);
      }
      const group = groupOf(values);
      yield { rows: group.rows, broken: [...broken, ...group.broken] };
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new UnreadableFileError(
      "too_large",
      `${error.message} Files of more than ${Math.floor(limits.maxWholeBytes / 2 ** 20)} MiB have to be a JSON array or JSON Lines (.jsonl).`,
    );
  }
}

/** The value; undefined when it may be JSON Lines. @throws UnreadableFileError */
function parseWhole(text: string, limits: ImportLimits): unknown {
  if (jsonDepth(text, limits.maxJsonDepth) > limits.maxJsonDepth) throw tooDeep(limits);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const [first = "", second] = text.trimStart().split(/\r?\n/, 2);
    if (second !== undefined && first.startsWith("{") && first.trimEnd().endsWith("}")) return undefined;
    throw new UnreadableFileError("parse_failed", `It is not JSON: ${(error as Error).message}.`, { cause: error });
  }
}

function parseRow(text: string | null, limits: ImportLimits): unknown {
  if (text === null) return new SyntaxError(`It is longer than ${limits.maxRowChars} characters.`);
  if (jsonDepth(text, limits.maxJsonDepth) > limits.maxJsonDepth) return new SyntaxError(tooDeep(limits).message);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    return new SyntaxError(`It is not JSON: ${(error as Error).message}.`);
  }
}

function tooDeep({ maxJsonDepth }: ImportLimits): UnreadableFileError {
  return new UnreadableFileError("too_large", `Its brackets are nested deeper than ${maxJsonDepth}.`);
}

/** The table in a JSON value; null when there is none. */
function rowsIn(value: unknown): unknown[] | null {
  if (Array.isArray(value)) return value.length === 0 || value.some(isRecord) ? value : null;
  if (!isRecord(value)) return null;
  // A post with its comments is one row, not a table of comments.
  if (Object.entries(value).some(([name, one]) => typeof one === "string" && isTextColumn(name))) return [value];
  const tables = Object.values(value).filter((one) => Array.isArray(one) && one.some(isRecord)) as unknown[][];
  const [only] = tables;
  if (tables.length === 1 && only !== undefined) return only;
  // {"data": {"items": […]}}: one step further in, where nothing else stands beside it.
  const inner = Object.values(value).filter(isRecord);
  const deeper = tables.length === 0 && inner.length === 1 && inner[0] !== undefined ? onlyTable(inner[0]) : null;
  return deeper ?? [value];
}

function onlyTable(value: Readonly<Record<string, unknown>>): unknown[] | null {
  const tables = Object.values(value).filter((one) => Array.isArray(one) && one.some(isRecord)) as unknown[][];
  return tables.length === 1 ? (tables[0] ?? null) : null;
}

function groupOf(values: readonly (readonly [row: number, value: unknown])[]): TableGroup {
  const rows: TableRow[] = [];
  const broken: BrokenRow[] = [];
  for (const [row, value] of values) {
    if (isRecord(value)) rows.push({ row, values: cellsOf(value) });
    else broken.push({ at: `row ${row}`, why: "It is no object." });
  }
  return { rows, broken };
}

/** Objects inside a row are laid out flat, one level deep: `author.name`. */
function cellsOf(value: Readonly<Record<string, unknown>>): Record<string, Cell> {
  const cells: Record<string, Cell> = Object.create(null);
  for (const [name, inner] of Object.entries(value).slice(0, 1_000)) {
    if (isRecord(inner)) {
      for (const [key, one] of Object.entries(inner).slice(0, 100)) cells[storableText(`${name}.${key}`)] = cellOf(one);
    } else cells[storableText(name)] = cellOf(inner);
  }
  return cells;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
