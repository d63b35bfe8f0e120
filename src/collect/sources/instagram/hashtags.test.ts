import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openSourceRun, type SourceRun } from "../../../../test/sources/run-source.ts";
import { describeSource } from "../../../../test/sources/source-contract.ts";
import { expiredToken, graphFailure } from "../../../../test/stand-ins/graph.ts";
import {
  type InstagramStandIn,
  instagramEnv,
  instagramPost,
  openInstagram,
} from "../../../../test/stand-ins/instagram.ts";
import { instagram } from "./index.ts";

const posts = (count: number) => Array.from({ length: count }, (_, index) => instagramPost(index + 1));

describeSource({
  source: instagram,
  open: openInstagram,
  env: instagramEnv,
  homes: ({ origin }) => ({ graph: origin }),
  order: { query: ["#나루여행"] },
  fill: ({ state }, count) => void state.hashtags.set("나루여행", posts(count)),
  pageSize: 50,
  repeatsCursor: true,
  change: ({ state }) => {
    state.broken = true;
  },
  korean: '1번째 나루 산책 🛶 강바람이 참 "시원"했다 & 좋았다\n#나루여행',
  remove: ({ state }) => {
    state.hashtags.get("나루여행")?.shift();
    return "silent";
  },
  failures: {
    401: { answer: expiredToken, reason: "auth_expired" },
    403: { answer: graphFailure(403, 200, "(#200) Permission error"), reason: "permission_denied" },
  },
});

describe("Instagram hashtags", () => {
  let run: SourceRun;
  let standIn: InstagramStandIn;

  beforeAll(async () => {
    run = await openSourceRun("instagram", instagramEnv, () => ({ graph: standIn.origin }));
  });
  afterAll(() => run.close());
  beforeEach(async () => {
    await run.database.db.deleteFrom("quota_uses").execute();
    standIn = await openInstagram();
    return () => standIn.close();
  });

  it("go on past a cursor that repeats, end with the pages, and never keep the token that comes back in them", async () => {
    standIn.state.hashtags.set("나루여행", posts(170));
    const view = await run.collect({ query: ["나루여행"] });
    expect(view).toMatchObject({ status: "done", progress: { failed: 0 }, notes: [] });
    expect(await run.items(view.id)).toHaveLength(170);
    const cursors = standIn.log.slice(1).map(({ url }) => url.searchParams.get("after"));
    expect(cursors).toEqual([
      null,
      "QVFIUk5MZAW5nCursorOfTests",
      "QVFIUk5MZAW5nCursorOfTests",
      "QVFIUk5MZAW5nCursorOfTests",
    ]);
    expect(
      standIn.log.every(({ url }) => [...url.searchParams.keys()].every((name) => !name.startsWith("naru."))),
    ).toBe(true);
    const archive = run.archive();
    expect(archive).toContain("access_token=***");
    expect(archive).not.toMatch(/EAA-graph-token/);
  });

  it("end where the cursor does not move, with a note", async () => {
    standIn.state.hashtags.set("나루여행", posts(60));
    standIn.state.stuck = true;
    const view = await run.collect({ query: ["나루여행"] });
    expect(view.notes).toMatchObject([{ code: "stopped_early" }]);
    expect(standIn.log.length).toBeLessThan(5);
  });

  it("of the most popular kind are read to the end, recent ones until `since`", async () => {
    standIn.state.hashtags.set("나루여행", posts(120));
    const since = "2026-11-19T00:00:00.000Z";
    const recent = await run.collect({ query: ["나루여행"], since });
    expect(await run.items(recent.id)).toHaveLength(27);
    expect(standIn.log).toHaveLength(3);
    const top = await run.collect({ query: ["나루여행"], since, set: { sort: "top" } });
    expect(await run.items(top.id)).toHaveLength(27);
    expect(standIn.log.slice(3).map(({ url }) => url.pathname.split("/").at(-1))).toEqual([
      "ig_hashtag_search",
      "top_media",
      "top_media",
      "top_media",
    ]);
  });

  it("that Instagram does not know are told", async () => {
    const view = await run.collect({ query: ["없는태그"] });
    expect(view).toMatchObject({ status: "done", notes: [{ code: "not_allowed" }] });
    expect(view.notes[0]?.message).toContain("#없는태그");
  });

  it("with emoji or spaces, and more than 30, are refused before anything is asked", async () => {
    const refusal = { code: "source_option_wrong", field: "query" };
    await expect(run.collect({ query: ["나루🛶"] })).rejects.toMatchObject({
      ...refusal,
      message: expect.stringContaining("emoji"),
    });
    await expect(run.collect({ query: ["나루 여행"] })).rejects.toMatchObject({
      ...refusal,
      next: expect.stringContaining("--query 나루여행"),
    });
    const many = Array.from({ length: 31 }, (_, n) => `나루${n}`);
    await expect(run.collect({ query: many })).rejects.toMatchObject(refusal);
    expect(standIn.log).toEqual([]);
  });

  it("beyond 30 in seven days wait until the oldest is seven days old; those counted already go on", async () => {
    const start = new Date();
    const after = (ms: number) => new Date(start.getTime() + ms);
    const day = 86_400_000;
    const tags = Array.from({ length: 31 }, (_, n) => `나루${n}`);
    for (const tag of tags) standIn.state.hashtags.set(tag, posts(1));
    await run.collect({ query: tags.slice(0, 30) }, { now: start });
    const again = await run.collect({ query: ["#나루0"] }, { now: after(3 * day) });
    expect(again.status).toBe("done");
    const asked = standIn.log.length;
    const waiting = await run.collect({ query: ["나루30"] }, { now: after(6 * day), until: "waiting" });
    expect(standIn.log).toHaveLength(asked);
    const until = waiting.progress.waitingUntil?.getTime() ?? 0;
    // The second asking did not begin the seven days of the first hashtag anew.
    expect(Math.abs(until - after(7 * day).getTime())).toBeLessThan(20_000);
    await run.database.db.deleteFrom("collections").where("id", "=", waiting.id).execute();
    const later = await run.collect({ query: ["나루30"] }, { now: after(7 * day + 60_000) });
    expect(later).toMatchObject({ status: "done", progress: { items: 1 } });
  });

  it("that another program used up are asked for a day later", async () => {
    standIn.failNext(graphFailure(400, 18, "Too many different hashtags were asked for.", { subcode: 2207034 }));
    const now = new Date();
    const view = await run.collect({ query: ["나루여행"] }, { until: "waiting" });
    const wait = (view.progress.waitingUntil?.getTime() ?? 0) - now.getTime();
    expect(Math.abs(wait - 86_400_000)).toBeLessThan(20_000);
    await run.database.db.deleteFrom("collections").where("id", "=", view.id).execute();
  });
});
