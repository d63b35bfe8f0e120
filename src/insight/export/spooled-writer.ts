import { createReadStream } from "node:fs";
import { rm } from "node:fs/promises";
import { linesOf } from "../../lib/lines-of.ts";
import { type Column, type Row, type SeenType, widen } from "./columns.ts";
import { clearLeftovers, draftOf } from "./draft.ts";
import { openJsonLines } from "./json-writer.ts";
import type { RowWriter } from "./row-writer.ts";

const batchRows = 500;

/**
 * Keeps rows in a file of lines until all are there, so that columns of `any` can be given the type that their values have;
 * then writes them by `open`. Memory stays that of one batch.
 */
export async function openSpooled(
  path: string,
  columns: readonly Column[],
  open: (path: string, columns: readonly Column[]) => Promise<RowWriter>,
): Promise<RowWriter> {
  await clearLeftovers(path);
  const spoolPath = draftOf(path);
  const spool = await openJsonLines(spoolPath, columns, { inPlace: true });
  const undeclared = columns.filter(({ type }) => type === "any").map(({ name }) => name);
  const seen = new Map<string, SeenType>();
  let target: RowWriter | null = null;
  const abandon = async () => {
    await spool.abandon();
    await target?.abandon();
    await rm(spoolPath, { force: true });
  };
  return {
    write: async (rows) => {
      for (const row of rows) for (const name of undeclared) seen.set(name, widen(seen.get(name) ?? null, row[name]));
      await spool.write(rows);
    },
    close: async () => {
      await spool.close();
      const typed = columns.map(({ name, type }) => ({
        name,
        type: type === "any" ? (seen.get(name) ?? "string") : type,
      }));
      target = await open(path, typed);
      for await (const rows of batchesOf(spoolPath)) await target.write(rows);
      const written = await target.close();
      await rm(spoolPath, { force: true });
      return written;
    },
    abandon,
  };
}

async function* batchesOf(path: string): AsyncGenerator<Row[]> {
  let batch: Row[] = [];
  for await (const { text } of linesOf(createReadStream(path), Number.POSITIVE_INFINITY)) {
    batch.push(JSON.parse(text ?? "null") as Row);
    if (batch.length < batchRows) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}
