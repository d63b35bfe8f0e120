import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parse } from "csv-parse/sync";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import { afterEach, beforeAll, expect, it } from "vitest";
import { entriesOf } from "../builders/zip-entries.ts";
import { type Answer, openSite, page, type SmallSite } from "../sites/small-site.ts";
import { freshData, freshFolder } from "./data-folder.ts";
import { naru, startNaru, startServer } from "./naru.ts";

let folder = "";
const sites: SmallSite[] = [];
beforeAll(async () => {
  folder = await freshFolder();
});
afterEach(async () => {
  for (const site of sites.splice(0)) await site.close();
});

interface Rows {
  items: { url?: string }[];
  nextCursor: string;
}

const names = Array.from({ length: 8 }, (_, n) => `/page-${n}`);
/** @param held what the second half of the pages waits for. */
async function town(held: Promise<void> | null = null): Promise<SmallSite> {
  const site = await openSite({
    "/": page("town", [...names, "/gone"]),
    ...Object.fromEntries(
      names.map((name, place): [string, Answer] => [
        name,
        async (_request, response) => {
          if (place >= names.length / 2) await held;
          response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(page(name));
        },
      ]),
    ),
  });
  sites.push(site);
  return site;
}

const rowsOf = (text: string): Record<string, string>[] => parse(text, { bom: true, columns: true });
const paths = (rows: readonly object[]) => rows.map((row) => new URL(String((row as { url?: unknown }).url)).pathname);

it("fills a table while it collects; killed and begun again, the table is whole and no row twice", async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  const site = await town(held);
  const data = await freshData();
  const file = join(folder, "deep", "er", "town.csv");
  const args = ["collect", site.url("/"), "--delay", "1", "--no-sitemaps", "--data", data, "--out", file, "--follow"];
  const running = startNaru(args);
  for (let tries = 0; !existsSync(file) || rowsOf(await readFile(file, "utf8")).length < 5; tries += 1) {
    if (tries > 1_200) throw new Error(`No rows came: ${running.err()}`);
    await sleep(50);
  }
  const early = rowsOf(await readFile(file, "utf8"));
  expect(paths(early)).toEqual(["/", ...names.slice(0, 4)]);
  running.kill("SIGKILL");
  await running.ended;
  const left = await readFile(file, "utf8");
  expect(left.endsWith("\r\n")).toBe(true);
  expect(paths(rowsOf(left))).toEqual(paths(early));
  release();

  const ended = await naru(args);
  expect(ended.err).toContain("Going on with collection 1");
  const whole = rowsOf(await readFile(file, "utf8"));
  expect(paths(whole).sort()).toEqual(["/", ...names].sort());
  expect(paths(whole).slice(0, early.length)).toEqual(paths(early));
  for (const row of whole) expect(row).toMatchObject({ grade: "5", state: "new", language: "ko" });
  expect(ended.out).toMatch(/Output: \S+town\.csv \(9 rows\)\nLog: (\S+)/);
  const log = await readFile(join(data, "logs", "collections", "1.jsonl"), "utf8");
  const events = log
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line).event);
  expect(events[0]).toBe("start");
  expect(events).toContain("resume");
  expect(events).toContain("failure");
  expect(events.at(-1)).toBe("end");
}, 180_000);

it("writes Parquet, workbooks and only what is new; a server tells the same by REST", async () => {
  const site = await town();
  const data = await freshData();
  const common = ["--delay", "0", "--no-sitemaps", "--data", data];
  const parquet = join(folder, "town.parquet");
  const first = await naru(["collect", site.url("/"), ...common, "--out", parquet, "--verbose"]);
  expect(first.code).toBe(3);
  expect(first.err).toMatch(/\d\d:\d\d:\d\d start source=web\n/);
  expect(first.err).toMatch(/\d\d:\d\d:\d\d failure not_found http:\S+\/gone 404 Not Found httpStatus=404\n/);
  expect(first.err).toMatch(/\d\d:\d\d:\d\d end .*status=done/);
  expect(first.out).toMatch(/127\.0\.0\.1:\d+: 11 requests, half answered within \d+ ms, slowest \d+ ms\./);
  const read = await parquetReadObjects({ file: await asyncBufferFromFile(parquet) });
  expect(paths(read).sort()).toEqual(["/", ...names].sort());
  expect(read[0]).toMatchObject({ grade: 5n, collected_at: expect.any(Date), positive: expect.any(Number) });

  const server = await startServer(["--no-demo", "--data", data]);
  const book = join(folder, "town.xlsx");
  const known = await naru(["collect", site.url("/"), ...common, "--out", book, "--json"]);
  expect(JSON.parse(known.out)).toMatchObject({
    id: 2,
    out: { file: book, rows: 9 },
    report: { rows: { new: 0, changed: 0, known: 9, deleted: 0 }, hostCount: 1 },
  });
  const sheet = (await entriesOf(book)).get("xl/worksheets/sheet1.xml") ?? "";
  expect(sheet.match(/<row /g)).toHaveLength(10);
  const fresh = join(folder, "new.jsonl");
  const only = await naru(["collect", site.url("/"), ...common, "--only", "new", "--out", fresh]);
  expect(only.err).toContain(`Wrote 0 documents to ${fresh}.`);
  expect(await readFile(fresh, "utf8")).toBe("");

  const ask = async (path: string): Promise<Rows> =>
    (await (await fetch(`${server.url}/api/v1${path}`)).json()) as Rows;
  const rows = await ask("/collections/2/rows?limit=5&final=true");
  expect(rows).toMatchObject({ more: true, fields: [] });
  const rest = await ask(`/collections/2/rows?final=true&cursor=${rows.nextCursor}`);
  expect(paths([...rows.items, ...rest.items]).sort()).toEqual(["/", ...names].sort());
  expect(await ask("/collections/1/report")).toMatchObject({
    rows: { new: 9 },
    reasons: [{ reason: "not_found", count: 1, example: { url: site.url("/gone") } }],
    log: "logs/collections/1.jsonl",
  });
  const log = await ask("/collections/1/log?limit=1");
  expect(log).toMatchObject({ items: [{ event: "start" }], more: true });
  const more = await ask(`/collections/1/log?cursor=${log.nextCursor}`);
  expect(more.items.at(-1)).toMatchObject({ event: "end", pages: 9 });
  expect(await ask("/collections/1/log?cursor=nonsense")).toMatchObject({ status: 400, code: "invalid_cursor" });
  expect(await ask("/collections/99/rows")).toMatchObject({ status: 404, code: "collection_not_found" });
  await server.stop();
}, 180_000);
