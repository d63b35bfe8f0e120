import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, normalize } from "node:path";
import { parseArgs } from "node:util";
import { openDatabase } from "../../src/platform/db/database.ts";
import { startOwnServer } from "../../test/database/own-server.ts";
import { crawlWith } from "./fleet.ts";

/**
 * Crawls a folder of HTML pages with one process and with four, each on a fresh database, and says what differs:
 * `node bench/parallel/same.ts --folder PATH [--processes 4]`. The folder is served as four hosts, since one host is one collector's at a time.
 */
const { values } = parseArgs({
  options: {
    folder: { type: "string" },
    processes: { type: "string", default: "4" },
    hosts: { type: "string", default: "4" },
  },
});
const folder = values.folder;
if (folder === undefined) throw new Error("Name the folder: --folder PATH");
const types: Record<string, string> = { html: "text/html", css: "text/css", png: "image/png", txt: "text/plain" };
const ports: number[] = [];
for (let host = 0; host < Number(values.hosts); host += 1) {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname);
    let file = join(folder, normalize(path));
    try {
      if (statSync(file).isDirectory()) file = join(file, "index.html");
      const type = types[file.split(".").at(-1) ?? ""] ?? "application/octet-stream";
      response.writeHead(200, { "content-type": type }).end(readFileSync(file));
    } catch {
      response.writeHead(404, { "content-type": "text/plain" }).end("none");
    }
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref();
  ports.push((server.address() as AddressInfo).port);
}
const sites = ports.map((port) => `127.0.0.1:${port}`);
const postgres = await startOwnServer({ isDurable: true });
try {
  const alone = await crawl("one", 1);
  const together = await crawl("many", Number(values.processes));
  let differences = 0;
  for (const what of ["frontier", "captures", "documents"] as const) {
    const missing = [...alone[what]].filter((line) => !together[what].has(line));
    const extra = [...together[what]].filter((line) => !alone[what].has(line));
    differences += missing.length + extra.length;
    console.log(
      `${what}: ${alone[what].size} by one, ${together[what].size} by ${values.processes}; ${missing.length} missing, ${extra.length} more`,
    );
    for (const line of [...missing.map((one) => `- ${one}`), ...extra.map((one) => `+ ${one}`)].slice(0, 10))
      console.log(line);
  }
  console.log(differences === 0 ? "Equal." : `${differences} differences.`);
  process.exitCode = differences === 0 ? 0 : 1;
} finally {
  await postgres.remove();
}

async function crawl(name: string, processes: number) {
  const admin = await openDatabase({ kind: "server", url: postgres.url });
  await admin.run(`create database ${name}`);
  await admin.close();
  const url = new URL(postgres.url);
  url.pathname = `/${name}`;
  const database = await openDatabase({ kind: "server", url: url.href });
  const data = mkdtempSync(join(tmpdir(), "naru-bench-same-"));
  // One collection a host: within one, the same bytes under two hosts would be kept for whichever came first.
  const requests = sites.map((site) => ({
    urls: [`http://${site}/`],
    depth: 50,
    maxPages: 1_000_000,
    delayMs: 0,
    allowAddresses: [site],
  }));
  const result = await crawlWith(
    database.db,
    { url: url.href, archive: join(data, "archive"), processes, concurrency: 16 },
    requests,
  );
  console.log(
    `${processes} processes: ${result.pages} pages in ${result.seconds.toFixed(1)} s; by process ${result.shares.join(" ")}`,
  );
  const { db } = database;
  const frontier = await db.selectFrom("frontier").select(["url", "state", "reason", "http_status"]).execute();
  const captures = await db.selectFrom("captures").select(["url", "status", "digest", "payload_length"]).execute();
  const documents = await db
    .selectFrom("documents")
    .select(["url", "grade", "title", "text", "failed_rule", "canonical_url", "language"])
    .execute();
  await database.close();
  rmSync(data, { recursive: true, force: true });
  const lines = (rows: readonly object[]) => new Set(rows.map((row) => JSON.stringify(row)));
  return {
    frontier: lines(frontier),
    captures: lines(captures),
    documents: lines(
      documents.map(({ text, ...rest }) => ({ ...rest, text: createHash("sha256").update(text).digest("hex") })),
    ),
  };
}
