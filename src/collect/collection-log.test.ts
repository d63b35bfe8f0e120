import { appendFile, mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createLog } from "../platform/log.ts";
import { type CollectionLogOptions, createCollectionLog, logFiles } from "./collection-log.ts";
import { type LogPlace, readCollectionLog } from "./collection-log-view.ts";
import { withoutSecrets } from "./log-text.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "naru-log-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const open = (more: Partial<CollectionLogOptions> = {}) =>
  createCollectionLog({
    folder: join(folder, "logs"),
    collector: "one",
    now: () => Date.parse("2026-03-01T00:00:00Z"),
    log: createLog("silent"),
    ...more,
  });

it("writes lines that can be read on from any place", async () => {
  const log = open();
  log.note(1, "start", { source: "web" });
  log.note(2, "start");
  log.note(1, "failure", { reason: "not_found", url: "http://a.example/없음", httpStatus: 404, detail: null });
  await log.flush();
  const first = await readCollectionLog(join(folder, "logs"), 1, { place: null, limit: 1 });
  expect(first.items).toEqual([{ at: "2026-03-01T00:00:00.000Z", event: "start", collector: "one", source: "web" }]);
  expect(first.more).toBe(true);
  const second = await readCollectionLog(join(folder, "logs"), 1, { place: first.next, limit: 10 });
  expect(second).toMatchObject({ items: [{ event: "failure", url: "http://a.example/없음" }], more: false });
  // Another process is in the middle of a line.
  await appendFile(logFiles(join(folder, "logs"), 1).current, '{"at":"2026-03-01T00:00:01.000Z","event":"end",');
  const none = await readCollectionLog(join(folder, "logs"), 1, { place: second.next, limit: 10 });
  expect(none).toEqual({ items: [], next: second.next, more: false });
  await appendFile(logFiles(join(folder, "logs"), 1).current, '"collector":"two"}\nno line of ours\n');
  const rest = await readCollectionLog(join(folder, "logs"), 1, { place: none.next, limit: 10 });
  expect(rest.items).toEqual([{ at: "2026-03-01T00:00:01.000Z", event: "end", collector: "two" }]);
  expect(await readCollectionLog(join(folder, "logs"), 99, { place: null, limit: 10 })).toMatchObject({ items: [] });
});

it("stays within its size with several writers, who lose no line and tear none", async () => {
  const logs = join(folder, "bounded");
  const writers = ["a", "b", "c"].map((collector) => open({ folder: logs, collector, maxBytes: 100_000 }));
  let place: LogPlace | null = null;
  const seen: string[] = [];
  for (let round = 0; round < 60; round += 1) {
    for (const [who, log] of writers.entries()) {
      for (let n = 0; n < 10; n += 1) log.note(7, "failure", { url: `http://${who}.example/${round}/${n}` });
    }
    await Promise.all(writers.map((log) => log.flush()));
    const read: Awaited<ReturnType<typeof readCollectionLog>> = await readCollectionLog(logs, 7, {
      place,
      limit: 1_000,
    });
    place = read.next;
    seen.push(...read.items.map(({ url }) => String(url)));
  }
  expect(new Set(seen).size).toBe(1_800);
  expect(seen).toHaveLength(1_800);
  expect((await readdir(logs)).sort()).toEqual(["7.1.jsonl", "7.jsonl"]);
  for (const name of await readdir(logs)) {
    expect((await stat(join(logs, name))).size).toBeLessThan(130_000);
    for (const line of (await readFile(join(logs, name), "utf8")).trimEnd().split("\n")) JSON.parse(line);
  }
});

it("never stops the work: a disk that takes nothing is told once", async () => {
  const said: string[] = [];
  const log = open({ folder: "/dev/null/logs", log: createLog("warn", { write: (text) => said.push(text) }) });
  log.note(1, "start");
  await log.flush();
  log.note(1, "end");
  await log.flush();
  expect(said).toHaveLength(1);
});

it("holds no keys", () => {
  expect(withoutSecrets("GET https://api.example/v1?q=배&api_key=s3cret&page=2#access_token=abc")).toBe(
    "GET https://api.example/v1?q=배&api_key=***&page=2#access_token=***",
  );
  expect(withoutSecrets("https://me:pw@host.example/x?X-Amz-Signature=00ff&sort=new")).toBe(
    "https://***@host.example/x?X-Amz-Signature=***&sort=new",
  );
  expect(withoutSecrets("Authorization: Bearer eyJhbGciOi.abc")).toBe("Authorization: Bearer ***");
  expect(withoutSecrets("https://blog.example/post?id=7")).toBe("https://blog.example/post?id=7");
  const long = `?${"a".repeat(100_000)}`;
  expect(withoutSecrets(long)).toBe(long);
});
