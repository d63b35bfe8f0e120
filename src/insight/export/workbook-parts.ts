import { displayWidth } from "../../lib/display-width.ts";
import { kstOffsetMs } from "../kst-days.ts";
import { type CellValue, type Column, momentOf, type Row, textOf } from "./columns.ts";

const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const packages = "http://schemas.openxmlformats.org/package/2006";
const kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml";
const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** Excel's calendar ends with the year 9999 and begins with 1900-03-01, before which its days are off by one. */
const firstMoment = Date.UTC(1900, 2, 1);
const lastMoment = Date.UTC(9999, 11, 31);
const dayMs = 86_400_000;
/** Days from 1899-12-30, from which Excel counts, to 1970-01-01. */
const epochDay = 25_569;

/** Styles of cells, by their place in `stylesPart`. */
const bold = 1;
const moment = 2;

/** What stands first in the file: every XML file is a sheet but those named. ECMA-376, part 2, §10.1.2. */
export const typesPart = `${declaration}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="${kinds}.worksheet+xml"/><Override PartName="/xl/workbook.xml" ContentType="${kinds}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${kinds}.styles+xml"/></Types>`;

export const rootRelationsPart = `${declaration}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;

export const stylesPart = `${declaration}<styleSheet xmlns="${main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;

export function workbookPart(sheets: number): string {
  const named = numbers(sheets).map((n) => {
    const name = sheets === 1 ? "naru" : `naru ${n}`;
    return `<sheet name="${name}" sheetId="${n}" r:id="rId${n}"/>`;
  });
  return `${declaration}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${named.join("")}</sheets></workbook>`;
}

export function workbookRelationsPart(sheets: number): string {
  const to = (id: number, kind: string, target: string) =>
    `<Relationship Id="rId${id}" Type="${relations}/${kind}" Target="${target}"/>`;
  const all = numbers(sheets).map((n) => to(n, "worksheet", `worksheets/sheet${n}.xml`));
  all.push(to(sheets + 1, "styles", "styles.xml"));
  return `${declaration}<Relationships xmlns="${packages}/relationships">${all.join("")}</Relationships>`;
}

/** A sheet up to its rows, with a bold header that stays in sight. */
export function sheetHead(columns: readonly Column[]): string {
  const view =
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>';
  const widths = columns.map(
    (column, index) => `<col min="${index + 1}" max="${index + 1}" width="${widthOf(column)}" customWidth="1"/>`,
  );
  const names = columns.map(({ name, type }, index) =>
    textCell(`${letters(index)}1`, type === "timestamp" ? `${name} (KST)` : name, bold),
  );
  return `${declaration}<worksheet xmlns="${main}">${view}<cols>${widths.join("")}</cols><sheetData><row r="1">${names.join("")}</row>`;
}

export const sheetTail = "</sheetData></worksheet>";

/** Writes rows of these columns; `cut` shortens texts that no cell can hold. */
export function rowMarkup(columns: readonly Column[], cut: (text: string) => string): (row: Row, n: number) => string {
  const places = columns.map((_, index) => letters(index));
  return (row, n) => {
    let cells = "";
    for (const [index, { name, type }] of columns.entries())
      cells += cellOf(`${places[index]}${n}`, row[name], type, cut);
    return `<row r="${n}">${cells}</row>`;
  };
}

function cellOf(place: string, value: CellValue, type: Column["type"], cut: (text: string) => string): string {
  if (type === "timestamp") {
    const at = momentOf(value);
    if (at !== null && at >= firstMoment && at <= lastMoment) {
      return `<c r="${place}" s="${moment}"><v>${(at + kstOffsetMs) / dayMs + epochDay}</v></c>`;
    }
  } else {
    if (typeof value === "number" && Number.isFinite(value)) return `<c r="${place}"><v>${value}</v></c>`;
    if (typeof value === "boolean") return `<c r="${place}" t="b"><v>${value ? 1 : 0}</v></c>`;
  }
  const text = textOf(value) ?? "";
  return text === "" ? "" : textCell(place, cut(text));
}

function textCell(place: string, text: string, style = 0): string {
  const kept = /^\s|\s$/.test(text) ? ' xml:space="preserve"' : "";
  return `<c r="${place}"${style === 0 ? "" : ` s="${style}"`} t="inlineStr"><is><t${kept}>${escaped(text)}</t></is></c>`;
}

/** Characters that XML cannot hold are left out. `_x0041_` would be read as a character by its number, so its underscore is written as one. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "")
    .replaceAll(/_(?=x[0-9a-f]{4}_)/gi, "_x005F_")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}

/** Name of a column by its place: A to Z, AA and so on. */
function letters(index: number): string {
  const [high, low] = [Math.floor(index / 26), index % 26];
  return `${high === 0 ? "" : letters(high - 1)}${String.fromCharCode(65 + low)}`;
}

/** Columns of a Latin letter's width: at least the header's, in which Korean takes two. */
function widthOf({ name, type }: Column): number {
  const header = displayWidth(type === "timestamp" ? `${name} (KST)` : name) + 2;
  const body = { timestamp: 20, integer: 10, number: 10, boolean: 8, string: 24, json: 32, any: 16 }[type];
  return Math.max(header, body);
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}
