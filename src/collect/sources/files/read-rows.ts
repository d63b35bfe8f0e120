import { type FieldValue, type Item, itemOf } from "../../../domain/item.ts";
import type { Cell } from "../../import/table.ts";
import { parseMoment } from "../parse-moment.ts";
import type { ChunkRow } from "./chunk.ts";
import { type ColumnRoles, roleNames } from "./column-roles.ts";

const maxFields = 60;
const maxFieldChars = 2_000;
const maxTitleChars = 500;

/** A row as an item; null when it says nothing. */
export function itemOfRow({ row, url, values }: ChunkRow, file: string, roles: ColumnRoles, now: Date): Item | null {
  const cellAt = (role: keyof ColumnRoles): Cell | undefined => {
    const column = roles[role];
    return column === undefined ? undefined : values[column];
  };
  const text = textOf(cellAt("text"));
  const title = textOf(cellAt("title")).replaceAll(/\s+/g, " ").slice(0, maxTitleChars);
  if (text === "" && title === "") return null;
  const publishedAt = parseMoment(cellAt("date"), now);
  const modifiedAt = parseMoment(cellAt("modified"), now);
  const language = /^[a-z]{2,3}(?=$|[-_])/i.exec(textOf(cellAt("language")))?.[0]?.toLowerCase() ?? null;
  const used = new Set(
    roleNames.filter((role) => role !== "id" && role !== "language").flatMap((role) => roles[role] ?? []),
  );
  // A date that cannot be read is worth more as it was written than not at all, and so is an address that is none.
  if (publishedAt === null && roles.date !== undefined) used.delete(roles.date);
  if (modifiedAt === null && roles.modified !== undefined) used.delete(roles.modified);
  if (roles.url !== undefined && url.startsWith("file:")) used.delete(roles.url);
  return itemOf({
    url,
    kind: "row",
    title: title === "" ? null : title,
    text: text === "" ? title : text,
    author: textOf(cellAt("author")).slice(0, 200) || null,
    publishedAt,
    modifiedAt,
    language,
    fields: { row, ...fieldsOf(values, used) },
    parentUrl: file,
  });
}

function fieldsOf(values: Readonly<Record<string, Cell>>, used: ReadonlySet<string>): Record<string, FieldValue> {
  const fields: Record<string, FieldValue> = {};
  for (const [name, cell] of Object.entries(values)) {
    if (used.has(name) || cell === null || name === "__proto__" || name === "row") continue;
    if (Object.keys(fields).length >= maxFields) break;
    fields[name.slice(0, 100)] = fieldOf(cell);
  }
  return fields;
}

/** Numbers of CSV come as text; those that are written as numbers are (no telephone numbers, no codes that begin with 0). */
function fieldOf(cell: Cell): FieldValue {
  if (typeof cell !== "string") return cell;
  const text = cell.trim();
  if (/^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,10})?$/.test(text)) return Number(text);
  return cell.slice(0, maxFieldChars);
}

function textOf(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return "";
  const text = Array.isArray(cell) ? cell.join("\n") : String(cell);
  return text
    .split(/\r\n?|\n/)
    .map((line) => line.trimEnd())
    .join("\n")
    .trim();
}
