import { expect, it } from "vitest";
import { describeEachDatabase } from "../../test/database/describe-each-database.ts";
import { createCollection, createItemReader, loadCollection } from "./index.ts";
import { saveLimits } from "./sources/limits.ts";
import { clockTimeOf } from "./sources/zoned-day.ts";

describeEachDatabase("orders that are kept", (open) => {
  it("leave their documents alone when they are no order today", async () => {
    const { db } = open();
    const id = await createCollection(db, { urls: ["https://site.test/"] });
    const request = JSON.stringify({ urls: ["https://site.test/"], recipe: "no: [recipe" });
    await db.updateTable("collections").set({ request }).where("id", "=", id).execute();
    const url = "https://site.test/";
    const capture = { sourceId: "web", url, collectionId: id, capturedAt: new Date() };
    const input = { url, contentType: "text/html", robotsTags: [], body: Buffer.from("<p>나루</p>") };
    const robots = () => ({ noindex: false, nofollow: false, noarchive: false, noai: false });
    expect(await createItemReader(db)(capture, input, robots)).toEqual([]);
  });

  it("say until when they wait in quiet hours", async () => {
    const { db } = open();
    const id = await createCollection(db, { urls: ["https://site.test/"] });
    const before = await loadCollection(db, id);
    expect(before.progress.waitingUntil).toBeNull();
    const at = (ms: number) => clockTimeOf(new Date(Date.now() + ms), "Asia/Seoul");
    await saveLimits(db, "web", { quietHours: { from: at(-3_600_000), to: at(3_600_000) } });
    const { waitingUntil } = (await loadCollection(db, id)).progress;
    const waitMs = (waitingUntil?.getTime() ?? 0) - Date.now();
    expect(waitMs).toBeGreaterThan(3_400_000);
    expect(waitMs).toBeLessThanOrEqual(3_600_000);
  });
});
