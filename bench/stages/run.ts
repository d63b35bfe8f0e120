/** Documents a second through the stages behind collection, cleaning and understanding, over the embedded database and the real queue. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { sql } from "kysely";
import { readAtOnce, startStages } from "../../src/flow/index.ts";
import { readShippedModel } from "../../src/models/index.ts";
import { openDatabase } from "../../src/platform/db/database.ts";
import { createLog } from "../../src/platform/log.ts";
import { openQueue } from "../../src/platform/queue/queue.ts";
import { createUnderstandPool, understandDocuments } from "../../src/understand/index.ts";
import { storeCapture } from "../../test/builders/stored-document.ts";
import { madeUpReviews } from "../predict/made-up-reviews.ts";

const { values } = parseArgs({
  options: { documents: { type: "string", default: "5000" }, sentences: { type: "string", default: "3" } },
});
const count = Number(values.documents);
const sentences = Number(values.sentences);
const folder = mkdtempSync(join(tmpdir(), "naru-stages-"));
const database = await openDatabase({ kind: "embedded", folder });
const { db } = database;
const log = createLog("warn");
const queue = await openQueue(database, log);
const pool = createUnderstandPool();
const model = { name: "sentiment-ko@1", engine: "linear", bytes: readShippedModel("sentiment-ko") };

const reviews = madeUpReviews(count * sentences);
const texts = Array.from({ length: count }, (_, at) => reviews.slice(at * sentences, (at + 1) * sentences).join("\n"));
await enter(texts);
let understood = 0;
const ended = Promise.withResolvers<void>();
const began = performance.now();
const cpu = process.cpuUsage();
await startStages(
  queue,
  {
    refine: async (ids) => {
      const left = await readAtOnce({ db, pool, model: async () => model }, ids);
      understood += ids.length - left.length;
      if (understood >= count) ended.resolve();
      return left;
    },
    understand: async (ids) => {
      const report = await understandDocuments(db, pool, model, ids);
      understood += report.understood;
      if (understood >= count) ended.resolve();
    },
  },
  log,
);
await ended.promise;
const seconds = (performance.now() - began) / 1000;
const used = process.cpuUsage(cpu);
await queue.stop();
await pool.close();
await database.close();
rmSync(folder, { recursive: true, force: true });
console.table({
  stages: {
    documents: count,
    "mean length": Math.round(texts.reduce((sum, text) => sum + text.length, 0) / count),
    seconds: Number(seconds.toFixed(1)),
    "documents/s": Math.round(count / seconds),
    "processor ms a document": Number(((used.user + used.system) / 1000 / count).toFixed(2)),
    "peak MB": Math.round(process.resourceUsage().maxRSS / 1024),
  },
});

/** Documents of grade 3 with their jobs, as collection leaves them. */
async function enter(all: readonly string[]): Promise<void> {
  const captureId = await storeCapture(db);
  const size = 250;
  for (let at = 0; at < all.length; at += size) {
    const part = JSON.stringify(all.slice(at, at + size));
    await db.transaction().execute(async (trx) => {
      const { rows } = await sql<{ id: number }>`
        insert into documents (capture_id, source_id, url, host, grade, failed_rule, title, parser_version, collected_at, dated_at, images, text,
          text_digest, masked)
        select ${captureId}::bigint, 'web', 'https://rows.example/' || (${at}::int + place), 'rows.example', 3, 'cleaned', '나루 ' || place, '1', now(), now(), '[]',
          text, md5(text), '{}'
        from json_array_elements_text(${part}::json) with ordinality as t(text, place) returning id`.execute(trx);
      await queue.send("refine", { documentIds: rows.map(({ id }) => id) }, trx);
    });
  }
}
