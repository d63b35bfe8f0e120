/**
 * How long every call of the page takes over many documents: p50 and p95 by database, idle and under load, beside DuckDB and SQLite.
 *
 *     npm run bench:scale -- --documents 650000 --rounds 20 --markdown
 *
 * NARU_TEST_DATA names a folder with reviews/naver-movie-reviews.jsonl.gz; without it texts are made.
 */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { sql } from "kysely";
import type { App } from "../../src/app.ts";
import { loadSettings } from "../../src/platform/config/load-settings.ts";
import { allRoles } from "../../src/platform/config/roles.ts";
import { startServer } from "../../src/roles/start-server.ts";
import { pageCalls } from "./calls.ts";
import { makeEmbedded, makeOnServer, type ScaleDatabase } from "./database.ts";
import { startImport, startUnderstanding } from "./loads.ts";
import { measure, type Timing } from "./measure.ts";
import { measurePeers } from "./peers.ts";

const { values } = parseArgs({
  options: {
    documents: { type: "string", default: "650000" },
    rounds: { type: "string", default: "20" },
    databases: { type: "string", default: "embedded,server" },
    states: { type: "string", default: "idle,importing,understanding" },
    /** Folder in which the embedded database is kept for the next time. */
    keep: { type: "string" },
    /** Address of a PostgreSQL server on which the database is kept; else one is started and thrown away. */
    server: { type: "string" },
    only: { type: "string" },
    peers: { type: "boolean", default: true },
    markdown: { type: "boolean", default: false },
  },
  allowNegative: true,
});
const documents = Number(values.documents);
const rounds = Number(values.rounds);
const columns = new Map<string, Timing[]>();

for (const kind of values.databases.split(",")) {
  const folder = mkdtempSync(join(tmpdir(), "naru-scale-"));
  const made =
    kind === "embedded"
      ? await makeEmbedded(folder, values.keep, documents)
      : await makeOnServer(folder, values.server, documents);
  try {
    await ask(kind, made, folder);
  } finally {
    await made.close();
  }
}
if (values.peers) for (const [peer, timings] of await measurePeers(documents, rounds)) columns.set(peer, timings);
print();
// The package that brings PostgreSQL keeps a listener that would decide the exit code.
process.exit(0);

async function ask(kind: string, { flags }: ScaleDatabase, folder: string): Promise<void> {
  const settings = loadSettings({
    file: join(folder, "naru.yaml"),
    env: {},
    flags: { ...flags, "server.port": 0, "log.level": "error" },
  });
  const stop = new AbortController();
  const ready = Promise.withResolvers<{ url: string; app: App }>();
  const ended = startServer(settings, {
    roles: allRoles,
    demo: false,
    signal: stop.signal,
    print: () => {},
    onReady: (url, app) => ready.resolve({ url, app }),
  });
  ended.catch(ready.reject);
  const { url, app } = await ready.promise;
  try {
    const { rows } = await sql<{ id: number; day: string }>`
      select id, to_char(dated_at, 'YYYY-MM-DD') as day from documents where current order by dated_at desc limit 200`.execute(
      app.database.db,
    );
    const calls = pageCalls(
      rows[0]?.day ?? "2026-01-01",
      rows.map(({ id }) => id),
    );
    for (const state of values.states.split(",")) {
      const load =
        state === "importing"
          ? await startImport(app, folder)
          : state === "understanding"
            ? await startUnderstanding(app)
            : null;
      const timings = await measure(url, calls, rounds, values.only);
      columns.set(`${kind}, ${state}`, timings);
      const done = await load?.stop();
      console.error(`${kind}, ${state}: measured${done === undefined ? "" : `; meanwhile ${done}`}`);
    }
  } finally {
    stop.abort();
    await ended;
  }
}

function print(): void {
  const names = [...new Set([...columns.values()].flatMap((timings) => timings.map(({ name }) => name)))];
  const cell = (timing: Timing | undefined) => {
    if (timing === undefined) return "";
    const times = `${Math.round(timing.p50)} / ${Math.round(timing.p95)}`;
    return timing.kept > 0 ? `${times} (${timing.kept} kept)` : times;
  };
  const of = (column: string, name: string) => columns.get(column)?.find((timing) => timing.name === name);
  const heads = [...columns.keys()];
  const first = heads[0] ?? "";
  if (!values.markdown) {
    console.table(
      Object.fromEntries(
        names.map((name) => [
          name,
          Object.fromEntries([
            ...heads.map((head) => [head, cell(of(head, name))]),
            ["total", of(first, name)?.note ?? ""],
          ]),
        ]),
      ),
    );
    return;
  }
  console.log(`| ${documents.toLocaleString("en")} documents, p50 / p95 in ms | ${heads.join(" | ")} | total |`);
  console.log(`| --- |${" --- |".repeat(heads.length + 1)}`);
  for (const name of names) {
    console.log(
      `| ${name} | ${heads.map((head) => cell(of(head, name))).join(" | ")} | ${of(first, name)?.note ?? ""} |`,
    );
  }
}
