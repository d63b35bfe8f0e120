import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openSourceRun, type SourceRun } from "../../../../test/sources/run-source.ts";
import { describeSource } from "../../../../test/sources/source-contract.ts";
import { expiredToken, graphFailure } from "../../../../test/stand-ins/graph.ts";
import { openThreads, type ThreadsStandIn, threadsEnv, threadsPost } from "../../../../test/stand-ins/threads.ts";
import { quotaOwnerOf } from "../keys.ts";
import { listQuotaUse } from "../quota.ts";
import { threads } from "./index.ts";

const posts = (count: number) => Array.from({ length: count }, (_, index) => threadsPost(index + 1));

describeSource({
  source: threads,
  open: openThreads,
  env: threadsEnv,
  homes: ({ origin }) => ({ graph: origin }),
  order: { query: ["나루"] },
  fill: ({ state }, count) => {
    state.posts = posts(count);
  },
  pageSize: 100,
  change: ({ state }) => {
    state.broken = true;
  },
  korean: '1번째 나루 이야기: 오늘은 강가에서 "꽃게"를 먹었다 & 배가 불렀다',
  remove: ({ state }) => {
    state.posts.shift();
    return "silent";
  },
  failures: {
    401: { answer: expiredToken, reason: "auth_expired" },
    403: { answer: graphFailure(403, 10, "(#10) Application does not have permission"), reason: "permission_denied" },
  },
});

describe("Threads", () => {
  let run: SourceRun;
  let standIn: ThreadsStandIn;

  beforeAll(async () => {
    run = await openSourceRun("threads", threadsEnv, () => ({ graph: standIn.origin }));
  });
  afterAll(() => run.close());
  beforeEach(async () => {
    await run.database.db.deleteFrom("quota_uses").execute();
    await run.database.db.deleteFrom("source_marks").execute();
    standIn = await openThreads();
    return () => standIn.close();
  });

  const used = async () => {
    const owner = quotaOwnerOf(threads, threadsEnv);
    if (owner === null) throw new Error("No keys.");
    return (await listQuotaUse(run.database.db, owner, new Date()))[0]?.used;
  };

  it("goes on before the oldest second, and takes no post of that second twice", async () => {
    const same = new Date("2026-11-20T01:20:00Z");
    standIn.state.posts = [...posts(99), ...[100, 101, 102].map((id) => threadsPost(id, same)), threadsPost(103)];
    const view = await run.collect({ query: ["나루"], maxResults: 102 });
    expect(view).toMatchObject({ status: "done", notes: [] });
    expect(await run.items(view.id)).toHaveLength(102);
    const [, second] = standIn.log;
    expect(second?.url.searchParams.get("until")).toBe(String(same.getTime() / 1000 + 1));
  });

  it("follows cursors where they come", async () => {
    standIn.state.posts = posts(150);
    standIn.state.cursors = true;
    const view = await run.collect({ query: ["나루"] });
    expect(await run.items(view.id)).toHaveLength(150);
    expect(standIn.log.map(({ url }) => url.searchParams.get("after"))).toEqual([null, "100", "150"]);
  });

  it("says that the most popular posts end with one page", async () => {
    standIn.state.posts = posts(130);
    const view = await run.collect({ query: ["#나루"], set: { sort: "top" } });
    expect(await run.items(view.id)).toHaveLength(100);
    expect(view.notes).toMatchObject([{ code: "truncated", message: expect.stringContaining("100") }]);
    expect(standIn.log[0]?.url.searchParams.get("search_mode")).toBe("TAG");
    expect(standIn.log[0]?.url.searchParams.get("q")).toBe("나루");
    expect((await run.documents())[0]?.fields).toMatchObject({ query: "#나루" });
  });

  it("asks for the time that is wanted", async () => {
    standIn.state.posts = posts(10);
    const order = { query: ["나루"], since: "2026-11-20T02:52:00.000Z", until: "2026-11-20T02:57:30.000Z" };
    const view = await run.collect(order);
    expect(await run.items(view.id)).toHaveLength(6);
    const { searchParams } = standIn.log[0]?.url ?? new URL("http://none/");
    expect([searchParams.get("since"), searchParams.get("until")]).toEqual(["1795143120", "1795143450"]);
  });

  it("counts searches that found something, and no others", async () => {
    await run.collect({ query: ["없는말"] });
    expect(await used()).toBe(0);
    standIn.state.posts = posts(3);
    await run.collect({ query: ["나루"] });
    standIn.failNext({ status: 404 });
    await run.collect({ query: ["강"] });
    expect(await used()).toBe(1);
  });

  it("tells when only one's own posts seem to be searched", async () => {
    standIn.state.posts = posts(9);
    standIn.state.onlyOf = "naru.friend1";
    const view = await run.collect({ query: ["나루"] });
    expect(view.notes).toMatchObject([
      { code: "permission_narrow", message: expect.stringContaining("@naru.friend1") },
    ]);
    expect(await run.items(view.id)).toHaveLength(3);
  });

  it("never stores the token, nor an author's id", async () => {
    standIn.state.posts = posts(3);
    await run.collect({ query: ["강가"] });
    expect(standIn.log[0]?.url.searchParams.get("access_token")).toBe(threadsEnv.THREADS_ACCESS_TOKEN);
    expect(run.archive()).not.toContain("THAA-threads-token");
    const [first] = await run.documents();
    expect(first?.fields).toMatchObject({
      authorHash: expect.stringMatching(/^[0-9a-f]{20}$/),
      mediaType: "TEXT_POST",
    });
  });
});
