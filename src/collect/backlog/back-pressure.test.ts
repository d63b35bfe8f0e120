import { expect, it } from "vitest";
import { ImportBench } from "../../../test/builders/import-run.ts";
import { SlowReader } from "../../../test/builders/slow-reader.ts";
import { storeDocument } from "../../../test/builders/stored-document.ts";
import { describeEachDatabase } from "../../../test/database/describe-each-database.ts";
import { crawl } from "../../../test/sites/crawl.ts";
import { openSite, page } from "../../../test/sites/small-site.ts";

const bound = 30;
const backlog = { documents: bound, whenFull: "slow" } as const;

describeEachDatabase("more than is read", (open) => {
  it("is not collected: a crawl waits, and ends with everything", async () => {
    const { db } = open();
    const size = 120;
    const site = await openSite(
      Object.fromEntries(
        Array.from({ length: size }, (_, id) => [`/p${id}`, page(id, [`/p${id * 2 + 1}`, `/p${id * 2 + 2}`])]),
      ),
    );
    const reader = new SlowReader(db, 1);
    try {
      const request = { urls: [site.url("/p0")], depth: 50, sitemaps: false, delayMs: 0 };
      const { view } = await crawl(db, request, { tuning: { commitPages: 4 }, more: { backlog } });
      // Links beyond the last page lead nowhere.
      expect(view).toMatchObject({ status: "done", progress: { pages: size, documents: size } });
      // The bound, and what was in hand when it was reached: eight requests, and two batches.
      expect(reader.most).toBeLessThanOrEqual(bound + 8 + 2 * 4);
      expect(reader.most).toBeGreaterThanOrEqual(bound);
    } finally {
      await reader.stop();
      await site.close();
    }
  });

  it("is not imported: files wait between batches, and all of them come", async () => {
    const { db } = open();
    const bench = await ImportBench.open(() => db);
    const rows = (from: number) =>
      Array.from({ length: 1_000 }, (_, n) => `${from + n},나루터에서 배를 기다린 ${from + n}번째 이야기를 적어 둔다`);
    const paths = await Promise.all(
      Array.from({ length: 4 }, (_, n) => bench.put(`${n}.csv`, `id,text\n${rows(n * 1_000).join("\n")}\n`)),
    );
    const reader = new SlowReader(db, 40);
    const told: boolean[] = [];
    try {
      const onWait = ({ held }: { held: boolean }) => told.push(held);
      const report = await bench.run(paths, {}, { backlog: { ...backlog, documents: 500 }, onWait });
      expect(report).toMatchObject({ documents: 4_000, finished: true });
      // The bound, and a batch of rows.
      expect(reader.most).toBeLessThanOrEqual(500 + 1_500);
      expect(told).toContain(true);
    } finally {
      await reader.stop();
      await bench.close();
    }
  }, 30_000);

  it("waits for room on the disk: a crawl and an import go on by themselves when there is some", async () => {
    const { db } = open();
    const disk = { isFull: true, shortage: "The disk has 1 MB free" };
    const bench = await ImportBench.open(() => db);
    const site = await openSite({ "/p0": page(0, ["/p1"]), "/p1": page(1, []) });
    const path = await bench.put("room.csv", "id,text\n1,나루터에서 자리를 기다린 이야기를 적어 둔다\n");
    const told: string[] = [];
    let asked = -1;
    const free = async () => {
      // Long enough for a crawl that does not wait to have asked for all of it.
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      asked = site.paths().length;
      disk.isFull = false;
    };
    try {
      const onFullDisk = (shortage: string) => told.push(shortage);
      const [report, { view }] = await Promise.all([
        bench.run([path], {}, { disk, onFullDisk }),
        crawl(db, { urls: [site.url("/p0")], sitemaps: false, delayMs: 0 }, { more: { disk } }),
        free(),
      ]);
      expect([asked, told[0]]).toEqual([0, disk.shortage]);
      expect(report).toMatchObject({ documents: 1, finished: true });
      expect(view).toMatchObject({ status: "done", progress: { pages: 2 } });
    } finally {
      await site.close();
      await bench.close();
    }
  });

  it("is waited for by an import that can still be stopped", async () => {
    const { db } = open();
    const bench = await ImportBench.open(() => db);
    await db.deleteFrom("documents").execute();
    for (let n = 0; n < bound; n += 1) await storeDocument(db, { grade: 3, failed_rule: "cleaned" });
    const path = await bench.put("one.csv", "id,text\n1,나루터에서 배를 기다린 이야기를 적어 둔다\n");
    const stop = new AbortController();
    try {
      const report = await bench.run([path], {}, { backlog, signal: stop.signal, onWait: () => stop.abort() });
      expect(report).toMatchObject({ documents: 0, finished: false });
    } finally {
      await bench.close();
    }
  });
});
