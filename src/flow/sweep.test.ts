import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { storeDocument } from "../../test/builders/stored-document.ts";
import { describeEachDatabase } from "../../test/database/describe-each-database.ts";
import { StatementError } from "../platform/db/errors.ts";
import { createLog } from "../platform/log.ts";
import { openQueue, type Queue } from "../platform/queue/queue.ts";
import { startStages } from "./stages.ts";
import { sweep, sweepWithin } from "./sweep.ts";

const waitingForRefine = { grade: 3, failed_rule: "cleaned", clean_text: null };
const waitingForUnderstand = { grade: 4, failed_rule: "derived" };

describeEachDatabase("documents whose job was given up", (open) => {
  let queue: Queue;
  /** What it breaks with. */
  let failure: Error = new Error("독이 든 글입니다");
  /** Documents at which the stage breaks; null breaks it at all. */
  let poison: ReadonlySet<number> | null = new Set();
  beforeAll(async () => {
    queue = await openQueue(open(), createLog("silent"));
    // As if the tries had come to their end.
    await open().run("update queue.queue set retry_limit = 0");
    const lift = async (ids: readonly number[], grade: number, rule: string | null) => {
      if (poison === null || ids.some((id) => poison?.has(id))) throw failure;
      const { db } = open();
      if (ids.length > 0)
        await db
          .updateTable("documents")
          .set({ grade, failed_rule: rule, clean_text: "글" })
          .where("id", "in", [...ids])
          .execute();
      return ids;
    };
    const refine = (ids: readonly number[]) => lift(ids, 4, "derived");
    const understand = async (ids: readonly number[]) => void (await lift(ids, 5, null));
    await startStages(queue, { refine, understand }, createLog("silent"));
  }, 60_000);
  afterAll(() => queue.stop(1_000));
  beforeEach(async () => {
    poison = new Set();
    await open().db.deleteFrom("documents").execute();
    await open().run("delete from queue.job");
  });

  const store = async (count: number, facts: object) =>
    (await Promise.all(Array.from({ length: count }, () => storeDocument(open().db, facts)))).sort((a, b) => a - b);
  const grades = async () =>
    (await open().db.selectFrom("documents").select("grade").orderBy("id").execute()).map(({ grade }) => grade);
  const idle = async () => {
    const left = async () => (await queue.waiting("refine")) + (await queue.waiting("understand"));
    await expect.poll(left, { timeout: 15_000, interval: 50 }).toBe(0);
  };

  it("come to their end, but for the one that nothing can be done with: it says why", async () => {
    const { db } = open();
    const ids = await store(3, waitingForRefine);
    const bad = ids[1] ?? 0;
    poison = new Set([bad]);
    await queue.send("refine", { documentIds: ids });
    await idle();
    expect(await grades()).toEqual([3, 3, 3]);
    // Halves, since nothing went well yet; then each alone.
    expect(await sweep({ db, queue })).toEqual({ queued: 3, givenUp: [] });
    await idle();
    expect(await sweep({ db, queue })).toEqual({ queued: 2, givenUp: [] });
    await idle();
    expect(await sweep({ db, queue })).toEqual({ queued: 0, givenUp: [bad] });
    expect(await grades()).toEqual([5, 3, 5]);
    const row = await db.selectFrom("documents").selectAll().where("id", "=", bad).executeTakeFirstOrThrow();
    expect(row).toMatchObject({ failed_rule: "cleanable", failed_detail: expect.stringContaining("독이 든 글입니다") });
    expect(await sweep({ db, queue })).toEqual({ queued: 0, givenUp: [] });
  });

  it("are never given up for what the machine did, however well others go", async () => {
    const { db } = open();
    const ids = await store(2, waitingForRefine);
    const unlucky = ids[1] ?? 0;
    poison = new Set([unlucky]);
    const before = failure;
    failure = new StatementError({ message: "could not extend file", code: "53100", detail: null, constraint: null });
    await queue.send("refine", { documentIds: ids });
    await idle();
    for (let round = 0; round < 4; round += 1) {
      expect((await sweep({ db, queue })).givenUp).toEqual([]);
      await idle();
    }
    failure = before;
    poison = new Set();
    await sweep({ db, queue });
    await idle();
    expect(await grades()).toEqual([5, 5]);
  });

  it("are tried again, and none given up, while the stage does nothing right", async () => {
    const { db } = open();
    const ids = await store(2, waitingForUnderstand);
    poison = null;
    await queue.send("understand", { documentIds: ids });
    for (let times = 0; times < 3; times += 1) {
      await idle();
      expect(await sweep({ db, queue })).toEqual({ queued: 2, givenUp: [] });
    }
    poison = new Set();
    await idle();
    await sweep({ db, queue });
    await idle();
    expect(await grades()).toEqual([5, 5]);
  });

  it("are found without their job, once, and none that has one", async () => {
    const { db } = open();
    const [held = 0] = await store(1, waitingForRefine);
    await store(2, waitingForRefine);
    await store(2, waitingForUnderstand);
    await store(1, { ...waitingForRefine, current: false });
    await store(1, { grade: 4, failed_rule: "analysable" });
    await open()
      .db.transaction()
      .execute(async (trx) => {
        await queue.send("refine", { documentIds: [held] }, trx);
        // Nobody has it in hand before this commits.
        expect(await sweepWithin(trx, queue)).toEqual({ queued: 4, givenUp: [] });
      });
    await idle();
    expect(await grades()).toEqual([5, 5, 5, 5, 5, 3, 4]);
    expect(await sweep({ db, queue })).toEqual({ queued: 0, givenUp: [] });
  });

  it("of grade 2 that cannot be cleaned show no text that is not masked", async () => {
    const { db } = open();
    const [bad = 0] = await store(1, { grade: 2, failed_rule: "main-text", clean_text: null });
    const [good = 0] = await store(1, waitingForRefine);
    poison = new Set([bad]);
    await queue.send("refine", { documentIds: [bad] });
    await queue.send("refine", { documentIds: [good] });
    await idle();
    await sweep({ db, queue });
    await idle();
    await queue.send("refine", { documentIds: [good] });
    await idle();
    expect(await sweep({ db, queue })).toEqual({ queued: 0, givenUp: [bad] });
    const row = await db.selectFrom("documents").selectAll().where("id", "=", bad).executeTakeFirstOrThrow();
    expect(row).toMatchObject({ grade: 2, clean_text: "", failed_rule: "cleanable" });
  });
});
