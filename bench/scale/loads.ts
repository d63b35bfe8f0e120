import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import type { App } from "../../src/app.ts";
import { importRequest } from "../../src/contracts/index.ts";
import { openQueue } from "../../src/platform/queue/queue.ts";
import { madeUpReviews } from "../predict/made-up-reviews.ts";

/** Work that goes on while it is measured. */
export interface Load {
  /** Ends it and says what was done. */
  stop(): Promise<string>;
}

/** A real import of a file of reviews, more than can be read in the time; its documents are cleaned and understood too. */
export async function startImport(app: App, folder: string): Promise<Load> {
  const path = join(folder, "reviews.jsonl");
  const file = createWriteStream(path);
  const reviews = madeUpReviews(50_000);
  for (let n = 0; n < 400_000; n++) {
    const line = JSON.stringify({
      url: `https://import.example/${n}`,
      text: `${n}번. ${reviews[n % reviews.length]}`,
      date: "2026-05-05",
    });
    if (!file.write(`${line}\n`)) await once(file, "drain");
  }
  file.end();
  await once(file, "finish");
  const before = await countDocuments(app);
  const stopping = new AbortController();
  const importing = app.operations.import(importRequest.parse({ paths: [path] }), () => {}, stopping.signal);
  const ended = importing.then(
    () => "the import ended",
    (error: unknown) => (stopping.signal.aborted ? "" : `the import failed: ${String(error)}`),
  );
  return {
    stop: async () => {
      stopping.abort(new Error("measured"));
      const end = await ended;
      return `${((await countDocuments(app)) - before).toLocaleString("en")} documents were imported. ${end}`;
    },
  };
}

/** Documents that are there already, understood again through the queue, batch after batch. */
export async function startUnderstanding(app: App): Promise<Load> {
  const { db } = app.database;
  await sql`update documents set grade = 4, failed_rule = 'derived' where id in (select id from documents where current and grade = 5 order by id limit 20000)`.execute(
    db,
  );
  const { rows } = await sql<{
    id: number;
  }>`select id from documents where current and grade = 4 and failed_rule = 'derived'`.execute(db);
  const queue = await openQueue(app.database, app.log);
  const ids = rows.map(({ id }) => id);
  for (let at = 0; at < ids.length; at += 250) await queue.send("understand", { documentIds: ids.slice(at, at + 250) });
  return {
    stop: async () => {
      await queue.stop();
      const left = await sql<{
        n: number;
      }>`select count(*) as n from documents where current and grade = 4 and failed_rule = 'derived'`.execute(db);
      return `${(ids.length - (left.rows[0]?.n ?? 0)).toLocaleString("en")} documents were understood`;
    },
  };
}

async function countDocuments({ database }: App): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from documents`.execute(database.db);
  return rows[0]?.n ?? 0;
}
