import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openSourceRun, type SourceRun } from "../../../../test/sources/run-source.ts";
import { describeSource } from "../../../../test/sources/source-contract.ts";
import { openX, type XStandIn, xEnv, xPost } from "../../../../test/stand-ins/x.ts";
import { quotaOwnerOf } from "../keys.ts";
import { listQuotaUse } from "../quota.ts";
import { x } from "./index.ts";

const posts = (count: number) => Array.from({ length: count }, (_, index) => xPost(index + 1));

describeSource({
  source: x,
  open: openX,
  env: xEnv,
  homes: ({ origin }) => ({ api: origin }),
  order: { query: ["나루"], set: { budget: "50.00" } },
  fill: ({ state }, count) => {
    state.posts = posts(count);
  },
  pageSize: 100,
  change: ({ state }) => {
    state.broken = true;
  },
  korean: '1번째 나루 소식 & 뱃길 안내: "아침 안개" 조심하세요 <꼭> #나루',
  remove: ({ state }) => {
    state.posts.shift();
    return "silent";
  },
});

describe("X", () => {
  let run: SourceRun;
  let standIn: XStandIn;

  beforeAll(async () => {
    run = await openSourceRun("x", xEnv, () => ({ api: standIn.origin }));
  });
  afterAll(() => run.close());
  beforeEach(async () => {
    for (const table of ["quota_uses", "source_marks", "documents"] as const) {
      await run.database.db.deleteFrom("collection_items").execute();
      await run.database.db.deleteFrom(table).execute();
    }
    standIn = await openX();
    return () => standIn.close();
  });

  const sizes = () => standIn.log.map(({ url }) => Number(url.searchParams.get("max_results")));
  const spent = async (now = new Date()) => {
    const owner = quotaOwnerOf(x, xEnv);
    if (owner === null) throw new Error("No keys.");
    return (await listQuotaUse(run.database.db, owner, now)).find(({ bucket }) => bucket === "spend")?.used;
  };

  it("asks for nothing before a budget is set", async () => {
    const refusal = { code: "source_option_wrong", field: "set.budget" };
    await expect(run.collect({ query: ["나루"] })).rejects.toMatchObject({
      ...refusal,
      next: expect.stringContaining("--set budget=2.00"),
    });
    for (const budget of ["", "0", "-1", "much", "2.005", "1e9", "5000"]) {
      await expect(run.collect({ query: ["나루"], set: { budget } })).rejects.toMatchObject(refusal);
    }
    await expect(run.collect({ query: ["나루", "강"], set: { budget: "0.09" } })).rejects.toMatchObject({
      ...refusal,
      next: expect.stringContaining("budget=0.10"),
    });
    expect(standIn.log).toEqual([]);
  });

  it("stops before the budget is passed, and says what it cost", async () => {
    standIn.state.posts = posts(400);
    const view = await run.collect({ query: ["나루"], set: { budget: "$1.29" } });
    expect(sizes()).toEqual([100, 100, 58]);
    expect(standIn.billed()).toBe(1_290);
    expect(await spent()).toBe(1_290);
    expect(view.notes).toEqual([
      { code: "cost", message: expect.stringContaining("$1.29 at most") },
      { code: "stopped_early", message: expect.stringContaining("used up after 258 posts") },
      { code: "cost", message: expect.stringContaining("about $1.29 (258 posts)") },
    ]);
    expect(await run.items(view.id)).toHaveLength(258);
  });

  it("shares the budget among the queries", async () => {
    standIn.state.posts = posts(400);
    const view = await run.collect({ query: ["나루", "강"], set: { budget: "0.80" } });
    expect(view.notes.filter(({ code }) => code === "stopped_early")).toHaveLength(2);
    expect(sizes()).toEqual([80, 80]);
    // Both found the same posts, which X bills once.
    expect(await spent()).toBe(400);
    expect(standIn.billed()).toBe(400);
  });

  it("counts authors where they are asked for", async () => {
    standIn.state.posts = posts(40);
    const view = await run.collect({ query: ["나루"], set: { budget: "0.50", authors: "yes" } });
    // 33 posts may have 33 authors; what four authors saved is left for the rest.
    expect(sizes()).toEqual([33, 19]);
    expect(standIn.billed()).toBe(40 * 5 + 8 * 10);
    expect(await spent()).toBe(280);
    expect(view.notes.at(-1)?.message).toContain("$0.28 (40 posts)");
    expect((await run.documents())[0]?.fields).toMatchObject({ authorFollowers: 10 });
  });

  it("spends no more in a day than the budget, over all collections, and goes on the day after", async () => {
    standIn.state.posts = posts(100);
    const now = new Date();
    await run.collect({ query: ["나루"], set: { budget: "0.60" } });
    expect(await spent()).toBe(500);
    standIn.state.posts = Array.from({ length: 30 }, (_, n) => xPost(1_000 + n));
    const asked = standIn.log.length;
    const waiting = await run.collect({ query: ["강"], set: { budget: "0.60" } }, { until: "waiting" });
    expect(standIn.log).toHaveLength(asked);
    expect(waiting.progress.waitingUntil?.getTime()).toBe((Math.floor(now.getTime() / 86_400_000) + 1) * 86_400_000);
    await run.database.db.deleteFrom("collections").where("id", "=", waiting.id).execute();
    const tomorrow = new Date(now.getTime() + 86_400_000);
    const view = await run.collect({ query: ["강"], set: { budget: "0.60" } }, { now: tomorrow });
    expect(await run.items(view.id)).toHaveLength(30);
    expect(await spent(tomorrow)).toBe(150);
  });

  it("gives back what a failed request had set aside", async () => {
    standIn.state.posts = posts(20);
    standIn.failNext({ status: 500 }, { status: 500 });
    const view = await run.collect({ query: ["나루"], set: { budget: "0.50" } });
    expect(view.status).toBe("done");
    expect(await spent()).toBe(100);
  });

  it("reads the last seven days and says so when more is asked", async () => {
    standIn.state.posts = [...posts(20), xPost(900, new Date("2026-11-16T00:00:00Z"))];
    const now = new Date("2026-11-20T04:00:00Z");
    const order = { query: ["나루"], set: { budget: "2.00" } };
    const far = await run.collect({ ...order, since: "2026-11-01T00:00:00Z", until: "2026-11-30T00:00:00Z" }, { now });
    expect(far.notes[0]).toMatchObject({ code: "permission_narrow", message: expect.stringContaining("7 days") });
    const asked = standIn.log[0]?.url.searchParams;
    expect([asked?.get("start_time"), asked?.get("end_time")]).toEqual([null, null]);
    await run.collect({ ...order, since: "2026-11-18T15:00:00.000Z", until: "2026-11-19T15:00:00.000Z" }, { now });
    const next = standIn.log[1]?.url.searchParams;
    expect([next?.get("start_time"), next?.get("end_time")]).toEqual(["2026-11-18T15:00:00Z", "2026-11-19T15:00:00Z"]);
    await expect(run.collect({ ...order, until: "2026-11-10T00:00:00.000Z" }, { now })).rejects.toMatchObject({
      field: "until",
    });
  });

  it("brings whole long posts, counts, hashtags and what they answer", async () => {
    standIn.state.posts = posts(6);
    await run.collect({ query: ["나루"], set: { budget: "1" } });
    const documents = await run.documents();
    expect(documents[5]).toMatchObject({
      kind: "post",
      url: "https://x.com/i/status/1990000000000000006",
      text: '6번째 나루 소식 & 뱃길 안내: "아침 안개" 조심하세요 <꼭> #나루',
      published_at: new Date("2026-11-20T02:54:00Z"),
      fields: { query: "나루", likes: 12, replies: 0, reposts: 0, views: 600, hashtags: ["나루"] },
    });
    expect(documents[3]?.fields).toMatchObject({ relation: "replied_to" });
    // No person's id stands in what is stored; the archive has the answer as it came.
    const stored = JSON.stringify([
      await run.database.db.selectFrom("documents").selectAll().execute(),
      await run.database.db.selectFrom("quota_uses").selectAll().execute(),
    ]);
    expect(stored).not.toContain("77700");
    expect(run.archive()).not.toContain(xEnv.X_BEARER_TOKEN);
  });

  it("waits for its window, its month and for credits", async () => {
    const order = { query: ["나루"], set: { budget: "2.00" } };
    const drop = (id: number) => run.database.db.deleteFrom("collections").where("id", "=", id).execute();
    const reset = Math.floor(Date.now() / 1000) + 700;
    standIn.failNext({
      status: 429,
      headers: { "x-rate-limit-reset": String(reset) },
      body: { title: "Too Many Requests" },
    });
    const window = await run.collect(order, { until: "waiting" });
    expect(window.progress.waitingUntil).toEqual(new Date(reset * 1000));
    await drop(window.id);
    standIn.failNext({ status: 402, body: { title: "CreditsDepleted", type: "https://api.x.com/2/problems/credits" } });
    const credits = await run.collect(order, { until: "waiting" });
    expect(credits.progress.waitingUntil).not.toBeNull();
    await drop(credits.id);
    standIn.failNext({ status: 429, body: { title: "UsageCapExceeded", period: "Monthly" } });
    const month = await run.collect(order, { until: "waiting" });
    expect(month.progress.waitingUntil?.getUTCDate()).toBe(1);
    await drop(month.id);
  });
});
