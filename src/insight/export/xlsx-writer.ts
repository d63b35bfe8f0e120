import type { Column } from "./columns.ts";
import { outTooLarge } from "./errors.ts";
import { GrowingFile } from "./growing-file.ts";
import type { RowWriter } from "./row-writer.ts";
import {
  rootRelationsPart,
  rowMarkup,
  sheetHead,
  sheetTail,
  stylesPart,
  typesPart,
  workbookPart,
  workbookRelationsPart,
} from "./workbook-parts.ts";
import { maxZipBytes, ZipWriter } from "./zip-writer.ts";

/** Characters of a cell (Excel specifications and limits). */
const cellCharacters = 32_767;

/** Where a sheet and the file end; tests make them smaller. */
export interface WorkbookLimits {
  /** Rows of a sheet, the header among them (Excel specifications and limits). */
  sheetRows?: number;
  /** Bytes of a sheet before it is packed. Half of what a zip file can hold leaves room for a row of any length. */
  sheetBytes?: number;
  /** Bytes of the file. */
  fileBytes?: number;
}

/** What the last rows of a file and its list of entries take at most. */
const reserveBytes = 16 * 2 ** 20;

/**
 * An Excel workbook with typed cells, a bold header that stays in sight, and times in KST, since a cell has no time zone. Further sheets follow
 * when one is full. It is written row by row, whatever its length, and appears when it is closed.
 */
export async function openWorkbook(
  path: string,
  columns: readonly Column[],
  { sheetRows = 2 ** 20, sheetBytes = maxZipBytes / 2, fileBytes = maxZipBytes - reserveBytes }: WorkbookLimits = {},
): Promise<RowWriter> {
  const file = await GrowingFile.draft(path);
  const zip = new ZipWriter(file);
  let open = true;
  let sheets = 0;
  /** Of the sheet in hand, the header among them. */
  let filled = 0;
  let rows = 0;
  let shortened = 0;
  const markup = rowMarkup(columns, (text) => {
    if (text.length <= cellCharacters) return text;
    shortened += 1;
    return `${text.slice(0, cellCharacters - 1).replace(/[\ud800-\udbff]$/, "")}…`;
  });
  const add = async (name: string, text: string) => {
    await zip.begin(name);
    await zip.write(text);
    await zip.end();
  };
  const endSheet = async () => {
    await zip.write(sheetTail);
    await zip.end();
  };
  const beginSheet = async () => {
    if (sheets > 0) await endSheet();
    sheets += 1;
    filled = 1;
    await zip.begin(`xl/worksheets/sheet${sheets}.xml`);
    await zip.write(sheetHead(columns));
  };
  const abandon = async () => {
    if (open) await file.discard();
    open = false;
    zip.abandon();
  };
  try {
    await add("[Content_Types].xml", typesPart);
    await add("_rels/.rels", rootRelationsPart);
    await add("xl/styles.xml", stylesPart);
    await beginSheet();
  } catch (error) {
    await abandon();
    throw error;
  }
  return {
    write: async (more) => {
      for (const row of more) {
        if (filled === sheetRows || zip.entryLength > sheetBytes) await beginSheet();
        filled += 1;
        rows += 1;
        await zip.write(markup(row, filled));
        if (zip.length > fileBytes) throw outTooLarge(path, rows);
      }
    },
    close: async () => {
      await endSheet();
      await add("xl/workbook.xml", workbookPart(sheets));
      await add("xl/_rels/workbook.xml.rels", workbookRelationsPart(sheets));
      await zip.finish();
      await file.become(path);
      open = false;
      return { rows, shortened };
    },
    abandon,
  };
}
