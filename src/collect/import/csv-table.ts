import { type CsvRecord, csvRecords, delimiterOf } from "./csv-records.ts";
import { UnreadableFileError } from "./found.ts";
import type { ImportLimits } from "./limits.ts";
import { encodingOf, linesOfText, openText, type TextLine } from "./open-text.ts";
import {
  type BrokenRow,
  type Cell,
  cellOf,
  maxColumns,
  storableText,
  type TableGroup,
  type TableRow,
} from "./table.ts";

/** Lines by which the delimiter is told. */
const sampleLines = 50;

export interface CsvTableOptions {
  gzipped: boolean;
  /** Its own name, for the extension. */
  name: string;
  /** True and false say whether the first line names the columns; null lets the line decide. */
  header: boolean | null;
  limits: ImportLimits;
}

/** Rows of a CSV file: UTF-8 with or without its mark, UTF-16 or CP949; commas, semicolons, tabs or bars. */
export async function* readCsv(path: string, options: CsvTableOptions): AsyncGenerator<TableGroup> {
  const { gzipped, limits, name } = options;
  const encoding = await encodingOf(path, gzipped, limits);
  const lines = linesOfText(openText(path, gzipped, encoding, limits), limits.maxRowChars);
  const { said, sample, all } = await peek(lines);
  const delimiter = said ?? delimiterOf(sample, name);
  let columns: string[] | null = null;
  let row = 0;
  for await (const records of csvRecords(all, { delimiter, maxRowChars: limits.maxRowChars })) {
    const rows: TableRow[] = [];
    const broken: BrokenRow[] = [];
    for (const record of records) {
      if (columns === null && record.fields !== null) {
        columns = columnsOf(record.fields, options.header);
        if (columns.length > maxColumns) {
          throw new UnreadableFileError("too_large", `The table has more than ${maxColumns} columns.`);
        }
        if (isHeader(record.fields, options.header)) continue;
      }
      row += 1;
      const values = valuesOf(record, columns ?? []);
      if (typeof values === "string") broken.push({ at: `line ${record.line}`, why: values });
      else rows.push({ row, values });
    }
    yield { rows, broken };
  }
}

/** `sep=;`, by which Excel is told the delimiter; it is no row. */
const separatorLine = /^"?sep=([,;|\t])"?$/i;

/** The first lines, and all of them; `said` is the delimiter where the file says it. */
async function peek(
  lines: AsyncGenerator<TextLine[]>,
): Promise<{ said: string | null; sample: string[]; all: AsyncIterable<TextLine[]> }> {
  const held: TextLine[][] = [];
  let count = 0;
  for (let next = await lines.next(); next.done !== true; next = await lines.next()) {
    held.push(next.value);
    count += next.value.length;
    if (count >= sampleLines) break;
  }
  const said = separatorLine.exec(held[0]?.[0]?.text ?? "")?.[1] ?? null;
  if (said !== null) held[0]?.shift();
  const sample = held.flat().flatMap(({ text }) => text ?? []);
  const all = async function* () {
    yield* held;
    yield* lines;
  };
  return { said, sample: sample.slice(0, sampleLines), all: all() };
}

/** Names of the columns; those without a name, or with one that is taken, are called by their number. */
function columnsOf(first: readonly string[], header: boolean | null): string[] {
  if (!isHeader(first, header)) return first.map((_, index) => String(index + 1));
  const names: string[] = [];
  const taken = new Set<string>();
  // A delimiter at the end of every line makes a last column without a name or values.
  const cells = first.at(-1)?.trim() === "" && first.length > 1 ? first.slice(0, -1) : first;
  for (const [index, cell] of cells.entries()) {
    const name = storableText(cell).trim().normalize("NFC").slice(0, 200) || String(index + 1);
    const unique = taken.has(name) ? `${name} ${index + 1}` : name;
    taken.add(unique);
    names.push(unique);
  }
  return names;
}

/** A line of names has neither numbers nor addresses nor prose in it. */
function isHeader(first: readonly string[], header: boolean | null): boolean {
  if (header !== null) return header;
  return first.every((cell) => !/^\s*[+-]?[\d.,]+\s*$/.test(cell) && !/^\s*https?:/i.test(cell) && cell.length <= 60);
}

function valuesOf(record: CsvRecord, columns: readonly string[]): Record<string, Cell> | string {
  const { fields } = record;
  if (fields === null) return record.broken;
  const extra = fields.slice(columns.length);
  if (fields.length < columns.length || extra.some((cell) => cell.trim() !== "")) {
    return `It has ${fields.length} columns, the table has ${columns.length}.`;
  }
  // Without a prototype: a column may be called __proto__.
  const values: Record<string, Cell> = Object.create(null);
  for (const [index, name] of columns.entries()) {
    const cell = fields[index] ?? "";
    values[name] = cell === "" ? null : cellOf(cell);
  }
  return values;
}
