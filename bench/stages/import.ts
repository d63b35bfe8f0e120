/**
 * Short texts from a file to their last stage, by the whole of naru: seconds, processor time by thread, bytes a document by table and index,
 * write-ahead log.
 *
 *     npm run bench:import -- --documents 50000
 *
 * NARU_TEST_DATA names a folder with reviews/naver-movie-reviews.jsonl.gz; without it texts are made. DATABASE_URL names an empty database on a
 * PostgreSQL server; without it the embedded database is measured.
 */

import { once } from "node:events";
import { createReadStream, createWriteStream, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { createGunzip } from "node:zlib";
import { openStorage } from "../../src/app/storage.ts";
import { openApp } from "../../src/app.ts";
import { loadSettings } from "../../src/platform/config/load-settings.ts";
import { createLog } from "../../src/platform/log.ts";
import { madeUpReviews } from "../predict/made-up-reviews.ts";
import { bytesByRelation, walPosition } from "./database-size.ts";
import { threadSeconds } from "./thread-seconds.ts";

const { values } = parseArgs({
  options: {
    documents: { type: "string", default: "50000" },
    /** Folder in which everything is kept; else it is thrown away. */
    keep: { type: "string" },
  },
});
const count = Number(values.documents);
const folder = values.keep ?? mkdtempSync(join(tmpdir(), "naru-import-"));
mkdirSync(folder, { recursive: true });
const file = join(folder, "reviews.jsonl");
await writeReviews(file, count);

const settings = loadSettings({
  file: join(folder, "naru.yaml"),
  env: process.env,
  flags: { data: join(folder, "data"), "log.level": "warn" },
});
const log = createLog("warn");
const app = await openApp(settings, log, openStorage(settings, log, ["worker"]));
const { database } = app;
const [threadsBefore, walBefore] = [threadSeconds(), await walPosition(database)];
const began = performance.now();
const since = () => (performance.now() - began) / 1000;
await app.startRoles(["worker"]);
const request = { paths: [file], source: undefined, urlBase: undefined, set: { id: "id" } };
const report = await app.operations.import(request, () => {}, new AbortController().signal);
const imported = since();

let told = 0;
for (;;) {
  const { rows } = await database.run(
    "select count(*) filter (where grade = 5)::int as read, count(*) filter (where failed_rule in ('cleaned', 'derived'))::int as waiting from documents",
  );
  const [{ read, waiting } = { read: 0, waiting: 0 }] = rows as { read: number; waiting: number }[];
  if (read - told >= 50_000) {
    told = read;
    console.error(`${read.toLocaleString("en")} after ${Math.round(since())} s`);
  }
  if (waiting === 0) break;
  await new Promise((resolve) => setTimeout(resolve, 1_000));
}
const seconds = since();
const threadsAfter = threadSeconds();
const wal = (await walPosition(database)) - walBefore;
const relations = await bytesByRelation(database);
console.table({
  import: {
    documents: report.documents,
    "imported after s": Number(imported.toFixed(1)),
    "understood after s": Number(seconds.toFixed(1)),
    "documents/s": Math.round(report.documents / seconds),
    "peak MB": Math.round(process.resourceUsage().maxRSS / 1024),
    "database bytes each": Math.round(relations.reduce((sum, { bytes }) => sum + bytes, 0) / report.documents),
    "WAL bytes each": Math.round(wal / report.documents),
  },
});
console.table(
  [...threadsAfter]
    .map(({ id, name, seconds: used }) => ({
      thread: name,
      seconds: used - (threadsBefore.find((one) => one.id === id)?.seconds ?? 0),
    }))
    .filter((one) => one.seconds > 0.5)
    .sort((a, b) => b.seconds - a.seconds)
    .map((one) => ({ ...one, seconds: Number(one.seconds.toFixed(1)) })),
);
console.table(
  relations
    .filter(({ bytes }) => bytes / report.documents >= 2)
    .map(({ name, bytes }) => ({ relation: name, "bytes a document": Math.round(bytes / report.documents) })),
);
await app.stop();
if (values.keep === undefined) rmSync(folder, { recursive: true, force: true });
process.exit(0);

/** Reviews with the fields that people's files have. */
async function writeReviews(path: string, most: number): Promise<void> {
  const out = createWriteStream(path);
  for await (const line of reviewLines(most)) if (!out.write(`${line}\n`)) await once(out, "drain");
  await new Promise<void>((resolve, reject) => out.end((error?: Error | null) => (error ? reject(error) : resolve())));
}

async function* reviewLines(most: number): AsyncGenerator<string> {
  const data = process.env.NARU_TEST_DATA;
  if (data === undefined) {
    for (const [id, text] of madeUpReviews(most).entries())
      yield JSON.stringify({ id, movie: id % 97, rating: (id % 10) + 1, date: "2024-05-06", text, split: "rest" });
    return;
  }
  const packed = createReadStream(join(data, "reviews", "naver-movie-reviews.jsonl.gz")).pipe(createGunzip());
  let left = most;
  for await (const line of createInterface({ input: packed })) {
    if (left-- <= 0) break;
    yield line;
  }
}
