import { afterAll, beforeAll, expect, it } from "vitest";
import { describeEachDatabase } from "../../../test/database/describe-each-database.ts";
import { createLog } from "../log.ts";
import { openQueue, type Queue } from "./queue.ts";

describeEachDatabase("the job queue", (open) => {
  let queue: Queue;
  beforeAll(async () => {
    queue = await openQueue(open(), createLog("silent"));
  }, 60_000);
  afterAll(() => queue.stop(1000));

  it("keeps a job out when its transaction rolls back, and hands over the one that commits", async () => {
    const { db } = open();
    await expect(
      db.transaction().execute(async (trx) => {
        await queue.send("refine", { documentIds: [1] }, trx);
        throw new Error("no");
      }),
    ).rejects.toThrow("no");
    expect(await queue.waiting("refine")).toBe(0);
    await db.transaction().execute((trx) => queue.send("refine", { documentIds: [2, 3] }, trx));
    const seen: number[] = [];
    await queue.work("refine", async ({ documentIds }) => {
      seen.push(...documentIds);
    });
    await expect.poll(() => seen, { timeout: 10_000 }).toEqual([2, 3]);
    await expect.poll(() => queue.waiting("refine"), { timeout: 10_000 }).toBe(0);
  });

  it("tries a failed job again, and not its neighbours in the batch", async () => {
    const { db } = open();
    await db.transaction().execute(async (trx) => {
      for (const id of [1, 2, 3]) await queue.send("understand", { documentIds: [id] }, trx);
    });
    const seen: number[] = [];
    await queue.work("understand", async ({ documentIds: [id = 0] }) => {
      seen.push(id);
      if (id === 2 && seen.filter((one) => one === 2).length < 2) throw new Error("once");
    });
    await expect.poll(() => seen.length, { timeout: 20_000 }).toBe(4);
    await expect.poll(() => queue.waiting("understand"), { timeout: 10_000 }).toBe(0);
    expect(seen.toSorted()).toEqual([1, 2, 2, 3]);
  });

  it("takes no job while it is held, and takes up what waits when it may go on", async () => {
    const { db } = open();
    const seen: number[] = [];
    await queue.hold(true);
    await queue.work("refine", async ({ documentIds }) => {
      seen.push(...documentIds);
    });
    await db.transaction().execute((trx) => queue.send("refine", { documentIds: [7] }, trx));
    // Three times as long as it takes to look for a job.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect([seen, await queue.waiting("refine")]).toEqual([[], 1]);
    await queue.hold(false);
    await expect.poll(() => seen, { timeout: 10_000 }).toEqual([7]);
    await expect.poll(() => queue.waiting("refine"), { timeout: 10_000 }).toBe(0);
    await queue.hold(true);
    await db.transaction().execute((trx) => queue.send("refine", { documentIds: [8] }, trx));
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(seen).toEqual([7]);
    await queue.hold(false);
    await expect.poll(() => seen, { timeout: 10_000 }).toEqual([7, 8]);
  });
});
