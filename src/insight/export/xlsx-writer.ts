import { rename, rm } from "node:fs/promises";
import writeExcelFile, { type Cell, type Sheet } from "write-excel-file/node";
import { displayWidth } from "../../lib/display-width.ts";
import { kstOffsetMs } from "../kst-days.ts";
import { type CellValue, type Column, momentOf, type Row, textOf } from "./columns.ts";
import { outTooLarge, outUnwritable } from "./errors.ts";
import { GrowingFile } from "./growing-file.ts";
import type { RowWriter } from "./row-writer.ts";

/** Limits of the format (Excel specifications and limits): rows of a sheet, the header among them, and characters of a cell. */
const sheetRows = 1_048_576;
const cellCharacters = 32_767;
/** What one workbook may hold in all. Either takes about 1.7 GB while it is put together; more would end the process instead of the file. */
const workbookCharacters = 2 ** 26;
const workbookCells = 2 ** 22;
/** Excel's calendar ends with the year 9999 and begins with 1900-03-01, before which its days are off by one. */
const firstMoment = Date.UTC(1900, 2, 1);
const lastMoment = Date.UTC(9999, 11, 31);

/**
 * An Excel workbook with typed cells, a bold header that stays in sight, and times in KST, since a cell has no time zone. Further sheets follow
 * when one is full. It is kept in memory and appears when it is closed.
 * @param rowsPerSheet the header among them; tests make it smaller.
 */
export async function openWorkbook(
  path: string,
  columns: readonly Column[],
  rowsPerSheet = sheetRows,
): Promise<RowWriter> {
  let sheets: Cell[][][] = [[]];
  let rows = 0;
  let characters = 0;
  let shortened = 0;
  const cut = (text: string): string => {
    if (text.length <= cellCharacters) return text;
    shortened += 1;
    return `${text.slice(0, cellCharacters - 1).replace(/[\ud800-\udbff]$/, "")}…`;
  };
  const take = (row: Row): Cell[] =>
    columns.map(({ name, type }) => {
      const cell = cellOf(row[name], type);
      if (typeof cell !== "string") return cell;
      characters += Math.min(cell.length, cellCharacters);
      return unlikeProperty(cut(cell));
    });
  const draft = `${path}.part`;
  // Tells at once, not after hours, when nothing can be written there.
  await (await GrowingFile.open(draft)).close();
  return {
    write: async (more) => {
      for (const row of more) {
        if (sheets.at(-1)?.length === rowsPerSheet - 1) sheets.push([]);
        sheets.at(-1)?.push(take(row));
        rows += 1;
        if (characters > workbookCharacters || rows * columns.length > workbookCells) {
          sheets = [[]];
          throw outTooLarge(path, rows);
        }
      }
    },
    close: async () => {
      const head = columns.map(({ name, type }) => ({
        value: unlikeProperty(type === "timestamp" ? `${name} (KST)` : name),
        fontWeight: "bold" as const,
      }));
      const widths = columns.map((column) => ({ width: widthOf(column) }));
      const book = sheets.map(
        (data, index): Sheet<never> => ({
          sheet: sheets.length === 1 ? "naru" : `naru ${index + 1}`,
          data: [head, ...data],
          columns: widths,
          stickyRowsCount: 1,
          dateFormat: "yyyy-mm-dd hh:mm:ss",
        }),
      );
      sheets = [];
      try {
        await writeExcelFile(book).toFile(draft);
        await rename(draft, path);
      } catch (cause) {
        await rm(draft, { force: true });
        throw outUnwritable(path, cause);
      }
      return { rows, shortened };
    },
    abandon: async () => {
      sheets = [[]];
      await rm(draft, { force: true });
    },
  };
}

function cellOf(value: CellValue, type: Column["type"]): string | number | boolean | Date | null {
  if (type === "timestamp") {
    const moment = momentOf(value);
    if (moment !== null && moment >= firstMoment && moment <= lastMoment) return new Date(moment + kstOffsetMs);
    return textOf(value);
  }
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (typeof value === "boolean") return value;
  const text = textOf(value);
  return text === "" ? null : text;
}

/**
 * The library finds texts that it has seen by the properties of a plain object, so `constructor` would be one. It leaves out characters that XML
 * cannot hold; one of them in front makes the text a name that no object has.
 */
function unlikeProperty(text: string): string {
  return text in Object.prototype ? `\u0000${text}` : text;
}

/** Columns of a Latin letter's width: at least the header's, in which Korean takes two. */
function widthOf({ name, type }: Column): number {
  const header = displayWidth(type === "timestamp" ? `${name} (KST)` : name) + 2;
  const body = { timestamp: 20, integer: 10, number: 10, boolean: 8, string: 24, json: 32, any: 16 }[type];
  return Math.max(header, body);
}
