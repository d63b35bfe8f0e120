import { z } from "zod";
import type { Cell, TableRow } from "../../import/table.ts";
import { type ColumnRoles, roleNames } from "./column-roles.ts";

/** Content-Type of the chunks below. */
export const chunkType = "application/x-ndjson; charset=utf-8";

/** The first line of a chunk: what it is cut out of. */
const chunkHead = z.discriminatedUnion("naru", [
  z.object({
    naru: z.literal("rows"),
    file: z.string(),
    /** Columns by role, settled when the file was imported. */
    roles: z.partialRecord(z.enum(roleNames), z.string()),
  }),
  z.object({
    naru: z.literal("pages"),
    file: z.string(),
    title: z.string().nullable(),
    author: z.string().nullable(),
    /** Pages in all, and those without text. */
    pages: z.number(),
    silent: z.number(),
  }),
]);
export type ChunkHead = z.infer<typeof chunkHead>;

const cell = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]);
const rowLine = z.object({ row: z.number(), url: z.string(), values: z.record(z.string(), cell) });
const pageLine = z.object({ page: z.number(), text: z.string() });

export type ChunkRow = Omit<TableRow, "values"> & { url: string; values: Readonly<Record<string, Cell>> };

/** Rows of a table as they are archived: JSON Lines under a line that says what they are. */
export function formatRows(file: string, roles: ColumnRoles, rows: readonly ChunkRow[]): Buffer {
  const head: ChunkHead = { naru: "rows", file, roles };
  return lines([head, ...rows.map(({ row, url, values }) => ({ row, url, values }))]);
}

/** Text of a PDF, page by page. */
export function formatPages(
  head: Omit<Extract<ChunkHead, { naru: "pages" }>, "naru">,
  pages: readonly { page: number; text: string }[],
): Buffer {
  return lines([{ naru: "pages", ...head }, ...pages]);
}

function lines(values: readonly unknown[]): Buffer {
  return Buffer.from(`${values.map((value) => JSON.stringify(value)).join("\n")}\n`.toWellFormed(), "utf8");
}

export type Chunk =
  | { head: Extract<ChunkHead, { naru: "rows" }>; rows: ChunkRow[] }
  | { head: Extract<ChunkHead, { naru: "pages" }>; pages: { page: number; text: string }[] };

/** Reads a chunk back; null for anything else that calls itself JSON Lines. */
export function parseChunk(text: string): Chunk | null {
  const [first = "", ...rest] = text.split("\n");
  if (!first.startsWith('{"naru":')) return null;
  const head = chunkHead.safeParse(parseLine(first));
  if (!head.success) return null;
  const values = rest.filter((line) => line !== "").map(parseLine);
  if (head.data.naru === "rows") return { head: head.data, rows: z.array(rowLine).parse(values) };
  return { head: head.data, pages: z.array(pageLine).parse(values) };
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}
