import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { WARCParser } from "warcio";
import { type Db, openDatabase } from "../../src/platform/db/database.ts";

/** Looks into the database of a data folder that no process holds. */
export async function look<T>(data: string, read: (db: Db) => Promise<T>): Promise<T> {
  const database = await openDatabase({ kind: "embedded", folder: join(data, "database") });
  try {
    return await read(database.db);
  } finally {
    await database.close();
  }
}

export interface ArchivedRecord {
  type: string;
  url: string;
  /** HTTP status of a response or revisit. */
  status: number | null;
  profile: string | null;
  text: string;
}

/** Every record of a data folder's archive, as warcio, somebody else's reader, finds them. */
export async function readArchive(data: string): Promise<ArchivedRecord[]> {
  const folder = join(data, "archive");
  const records: ArchivedRecord[] = [];
  for (const file of (await readdir(folder)).filter((name) => name.endsWith(".warc.gz")).sort()) {
    for await (const record of new WARCParser(createReadStream(join(folder, file)))) {
      const bytes = await record.readFully(true);
      records.push({
        type: record.warcType ?? "",
        url: record.warcTargetURI ?? "",
        status: record.httpHeaders == null ? null : Number(record.httpHeaders.statusCode),
        profile: record.warcHeader("WARC-Profile") ?? null,
        text: Buffer.from(bytes ?? []).toString(),
      });
    }
  }
  return records;
}

/** How often each value occurs. */
export function tally(values: Iterable<string>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
