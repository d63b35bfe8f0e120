import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeEachDatabase } from "../../../test/database/describe-each-database.ts";
import { crawl } from "../../../test/sites/crawl.ts";
import { openSite, page } from "../../../test/sites/small-site.ts";
import { readCollectionLog } from "../collection-log-view.ts";
import { listHosts, loadCollectionReport } from "../collection-report-view.ts";
import { bucketOfMs, medianOf } from "../frontier/answer-times.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "naru-told-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describeEachDatabase("what a collection tells", (open) => {
  it("counts requests, failures and answer times by host, and writes a log", async () => {
    const { db } = open();
    let busy = 2;
    const town = await openSite({
      "/robots.txt": "User-agent: *\nDisallow: /private\n",
      "/": page("town", ["/a", "/slow", "/gone?session_key=s3cret", "/private", "/busy"]),
      "/a": page("a"),
      "/slow": async (_request, response) => {
        await sleep(400);
        response.writeHead(200, { "content-type": "text/html" }).end(page("slow"));
      },
      "/busy": (_request, response) => {
        busy -= 1;
        if (busy >= 0) response.writeHead(429, { "retry-after": "0" }).end();
        else response.writeHead(200, { "content-type": "text/html" }).end(page("busy"));
      },
    });
    const logFolder = join(folder, String(Math.random()));
    const { view } = await crawl(
      db,
      { urls: [town.url("/")], sitemaps: false },
      { settings: { delayMs: 1 }, more: { logFolder } },
    );
    await town.close();

    const [host] = await listHosts(db, view.id);
    expect(host).toMatchObject({ host: new URL(town.url("/")).host, pages: 4, failures: 1 });
    expect(host?.requests).toBe(town.log.length);
    expect(host?.slowestMs).toBeGreaterThanOrEqual(390);
    expect(host?.medianMs).toBeLessThan(390);
    const report = await loadCollectionReport(db, view.id);
    expect(report.hostCount).toBe(1);
    expect(report.slowestHosts).toEqual(report.hosts);
    expect(report.reasons.find(({ reason }) => reason === "not_found")).toMatchObject({
      count: 1,
      example: { url: town.url("/gone?session_key=s3cret") },
    });

    const { items } = await readCollectionLog(logFolder, view.id, { place: null, limit: 100 });
    const told = (event: string) => items.filter((line) => line.event === event);
    expect(items[0]).toMatchObject({ event: "start", source: "web", collector: "test" });
    expect(items.at(-1)).toMatchObject({ event: "end", status: "done", pages: 4, failed: 1 });
    expect(told("robots")).toMatchObject([{ outcome: "rules", changed: false, before: null }]);
    expect(told("failure")).toMatchObject([{ reason: "not_found", url: town.url("/gone?session_key=***") }]);
    expect(told("left_out")).toMatchObject([{ reason: "robots_denied", url: town.url("/private") }]);
    expect(told("retry")).toHaveLength(2);
    expect(told("host_slow")).toMatchObject([{ status: 429 }, { status: 429 }]);
    expect(JSON.stringify(items)).not.toContain("s3cret");
  });
});

it("tells a median to about a fifth", () => {
  const buckets: number[] = [];
  for (let ms = 1; ms <= 1_000; ms += 1) {
    const bucket = bucketOfMs(ms);
    while (buckets.length <= bucket) buckets.push(0);
    buckets[bucket] = (buckets[bucket] ?? 0) + 1;
  }
  const median = medianOf(buckets, 1_000) ?? 0;
  expect(median).toBeGreaterThan(400);
  expect(median).toBeLessThan(600);
  expect(medianOf([], 0)).toBeNull();
  expect(medianOf([3], 1)).toBe(1);
  expect(bucketOfMs(10 ** 9)).toBe(36);
});
