import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { describeEachDatabase } from "../../../test/database/describe-each-database.ts";
import { buildCollector, untilEnded } from "../../../test/sites/crawl.ts";
import { openSite, page } from "../../../test/sites/small-site.ts";
import { readWarcFile } from "../../archive/index.ts";
import { createCollection } from "../index.ts";

describeEachDatabase("a collector whose place was taken while it slept", (open) => {
  it("stops at once, leaves nothing unvouched for, and its heir loses and repeats nothing", async () => {
    const { db } = open();
    const size = 60;
    const site = await openSite(
      Object.fromEntries(
        Array.from({ length: size }, (_, id) => [`/p${id}`, page(id, [`/p${id * 2 + 1}`, `/p${id * 2 + 2}`])]),
      ),
    );
    const request = { urls: [site.url("/p0")], depth: 50, sitemaps: false, allowAddresses: [site.host], delayMs: 15 };
    const id = await createCollection(db, request);
    const tuning = { beatMs: 60_000, commitPages: 4, leaseMs: 1_000, renewMs: 300 };
    const sleeper = buildCollector(db, { writerId: "mill", tuning });
    const never = new AbortController();
    const slept = sleeper.collector.run(never.signal).then(
      () => null,
      (error: unknown) => error,
    );
    while (site.paths().length < 12) await new Promise((resolve) => setTimeout(resolve, 5));
    await db.updateTable("collectors").set({ life: "another", state: "stopped" }).where("name", "=", "mill").execute();
    expect(await slept).toMatchObject({ code: "collector_replaced" });
    await sleeper.close();
    const heir = buildCollector(db, { writerId: "mill", archiveFolder: sleeper.archive, tuning });
    const stop = new AbortController();
    const running = heir.collector.run(stop.signal);
    const view = await untilEnded(db, id);
    stop.abort();
    await running;
    await heir.close();
    await site.close();
    // Links beyond the last page lead nowhere.
    expect(view.progress).toMatchObject({ pages: size, documents: size });
    const captures = await db.selectFrom("captures").select(["url", "warc_file", "warc_offset"]).execute();
    expect(new Set(captures.map(({ url }) => url)).size).toBe(captures.length);
    const stored = new Set(captures.map(({ warc_file, warc_offset }) => `${warc_file} ${warc_offset}`));
    const files = (await readdir(sleeper.archive)).filter((name) => name.endsWith(".warc.gz"));
    expect(files).toHaveLength(2);
    for (const file of files) {
      for await (const { record, offset } of readWarcFile(join(sleeper.archive, file))) {
        if (record.type === "response") expect(stored).toContain(`${file} ${offset}`);
      }
    }
  });
});
