import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, extname } from "node:path";
import { finished } from "node:stream/promises";
import type { DocumentDetail } from "../contracts/index.ts";
import { InvalidInputError, NaruError } from "../platform/errors.ts";
import type { CommandServices } from "./backend.ts";

const columns = [
  ["id", (one) => one.id],
  ["url", (one) => one.url],
  ["title", (one) => one.title],
  ["author", (one) => one.author],
  ["site", (one) => one.siteName],
  ["published_at", (one) => one.publishedAt],
  ["collected_at", (one) => one.collectedAt],
  ["language", (one) => one.language],
  ["grade", (one) => one.grade],
  ["sentiment", (one) => one.sentiment],
  ["positive", (one) => one.positive],
  ["keywords", (one) => one.keywords.map(({ term }) => term).join(", ")],
  ["text", (one) => one.text],
] as const satisfies [string, (one: DocumentDetail) => string | number | null][];

const formats = {
  ".csv": { head: `\uFEFF${columns.map(([name]) => name).join(",")}\r\n`, between: "", foot: "", row: csvRow },
  ".jsonl": { head: "", between: "", foot: "", row: (one: DocumentDetail) => `${JSON.stringify(toRecord(one))}\n` },
  ".json": { head: "[\n", between: ",\n", foot: "\n]\n", row: (one: DocumentDetail) => JSON.stringify(toRecord(one)) },
};

/** Lists and walls too: whoever exports a collection wants every page of it. */
const everyGrade = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

/**
 * Refuses a file whose kind cannot be written, before any work is done.
 * @throws InvalidInputError `out_format_unknown`.
 */
export function checkOutFile(file: string): void {
  if (!(extname(file).toLowerCase() in formats)) {
    throw new InvalidInputError(
      "out_format_unknown",
      `naru cannot write ${extname(file) || "a file without an ending"}.`,
      { field: "out", next: "End the file's name with .csv, .json or .jsonl." },
    );
  }
}

/**
 * Writes the documents of one collection, oldest first; the file appears when it is whole. Gives the number of rows.
 * @throws NaruError `out_unwritable`.
 */
export async function writeDocuments(
  documents: CommandServices["documents"],
  collection: number,
  file: string,
): Promise<number> {
  const format = formats[extname(file).toLowerCase() as keyof typeof formats];
  const draft = `${file}.part`;
  try {
    await mkdir(dirname(file), { recursive: true });
    const stream = createWriteStream(draft);
    await once(stream, "open");
    stream.write(format.head);
    let rows = 0;
    let cursor: string | undefined;
    do {
      const page = await documents.list({
        collection,
        grade: everyGrade,
        limit: 200,
        sort: "oldest",
        ...(cursor === undefined ? {} : { cursor }),
      });
      for (const { id } of page.items) {
        const line = format.row(await documents.load(id));
        if (!stream.write(rows === 0 ? line : format.between + line)) await once(stream, "drain");
        rows += 1;
      }
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    stream.end(format.foot);
    await finished(stream);
    await rename(draft, file);
    return rows;
  } catch (cause) {
    await rm(draft, { force: true });
    if (cause instanceof NaruError || (cause as NodeJS.ErrnoException).code === undefined) throw cause;
    throw new NaruError("out_unwritable", `${file} could not be written: ${(cause as Error).message}.`, {
      cause,
      next: "Check the folder and the free space, then export again; the documents themselves are safe.",
    });
  }
}

function toRecord(one: DocumentDetail): Record<string, string | number | null> {
  return Object.fromEntries(columns.map(([name, read]) => [name, read(one)]));
}

function csvRow(one: DocumentDetail): string {
  return `${columns.map(([, read]) => csvCell(read(one))).join(",")}\r\n`;
}

// A cell that begins like a formula would be run by a spreadsheet; the text comes from the web.
function csvCell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
