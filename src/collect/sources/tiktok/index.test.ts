import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openSourceRun, type SourceRun } from "../../../../test/sources/run-source.ts";
import { describeSource } from "../../../../test/sources/source-contract.ts";
import { failure, openTiktok, type TiktokStandIn, tiktokEnv, tiktokVideo } from "../../../../test/stand-ins/tiktok.ts";
import { quotaOwnerOf } from "../keys.ts";
import { listQuotaUse } from "../quota.ts";
import { tiktok } from "./index.ts";
import { newestWindow, windowBefore } from "./windows.ts";

const videos = (count: number) => Array.from({ length: count }, (_, index) => tiktokVideo(index + 1));
/** The stand-in's videos are of this time. */
const time = { since: "2026-11-01T00:00:00.000Z", until: "2026-11-20T04:00:00.000Z" };

describeSource({
  source: tiktok,
  open: openTiktok,
  env: tiktokEnv,
  homes: ({ origin }) => ({ api: origin }),
  order: { query: ["나루"], ...time },
  fill: ({ state }, count) => {
    state.videos = videos(count);
  },
  pageSize: 100,
  change: ({ state }) => {
    state.broken = true;
  },
  korean: '1번째 나루 영상 "물수제비" 뜨는 법 & 노 젓는 법\n#나루',
  remove: ({ state }) => {
    state.videos.shift();
    return "silent";
  },
  failures: {
    401: { answer: failure(401, "access_token_invalid", "The access token is invalid."), reason: "auth_expired" },
    403: { answer: failure(401, "scope_not_authorized", "The scope is not authorized."), reason: "permission_denied" },
  },
});

describe("TikTok", () => {
  let run: SourceRun;
  let standIn: TiktokStandIn;

  beforeAll(async () => {
    run = await openSourceRun("tiktok", tiktokEnv, () => ({ api: standIn.origin }));
  });
  afterAll(() => run.close());
  beforeEach(async () => {
    for (const table of ["quota_uses", "source_marks", "collection_items", "documents"] as const) {
      await run.database.db.deleteFrom(table).execute();
    }
    standIn = await openTiktok();
    return () => standIn.close();
  });

  const questions = () =>
    standIn.log.filter(({ url }) => url.pathname.includes("/query/")).map(({ body }) => JSON.parse(body));

  it("sends the question as a body, pages by cursor and search id, and keeps ids whole", async () => {
    standIn.state.videos = videos(130);
    const view = await run.collect({ query: ["#나루"], set: { region: "kr, jp" }, ...time });
    expect(await run.items(view.id)).toHaveLength(130);
    expect(questions()).toEqual([
      {
        query: {
          and: [
            { operation: "IN", field_name: "region_code", field_values: ["KR", "JP"] },
            { operation: "EQ", field_name: "hashtag_name", field_values: ["나루"] },
          ],
        },
        start_date: "20261101",
        end_date: "20261120",
        max_count: 100,
      },
      expect.objectContaining({ cursor: 100, search_id: "7201388525814961198" }),
    ]);
    expect((await run.documents())[2]).toMatchObject({
      kind: "video",
      url: "https://www.tiktok.com/player/v1/7209876543210000003",
      title: '3번째 나루 영상 "물수제비" 뜨는 법 & 노 젓는 법',
      published_at: new Date("2026-11-20T02:57:00Z"),
      fields: {
        query: "#나루",
        region: "JP",
        views: 150,
        likes: 6,
        comments: 0,
        shares: 3,
        hashtags: ["나루", "강변"],
        transcript: "노를 저어라",
      },
    });
  });

  it("splits a long time into windows of 30 days, the newest first, and stops when it has enough", async () => {
    const day = (n: number, id: number) => tiktokVideo(id, new Date(Date.UTC(2026, 10, 20) - n * 86_400_000));
    standIn.state.videos = [day(0, 1), day(29, 2), day(30, 3), day(59, 4), day(60, 5), day(75, 6)];
    const order = { query: ["나루"], since: "2026-09-06T12:00:00.000Z", until: "2026-11-21T00:00:00.000Z" };
    const now = new Date("2026-11-25T00:00:00Z");
    const whole = await run.collect(order, { now });
    expect(questions().map(({ start_date, end_date }) => `${start_date}-${end_date}`)).toEqual([
      "20261022-20261120",
      "20260922-20261021",
      "20260906-20260921",
    ]);
    // The first day is asked for whole, and what came before noon of it left out.
    expect((await run.items(whole.id)).map(({ url }) => url.at(-1))).toEqual(["1", "2", "3", "4", "5"]);
    await run.collect({ ...order, maxResults: 3 }, { now });
    expect(questions()).toHaveLength(5);
  });

  it("goes on over gaps, and leaves a list that only says that it goes on", async () => {
    standIn.state.videos = videos(250);
    for (let id = 101; id <= 200; id += 1) standIn.state.hidden.add(id);
    const gaps = await run.collect({ query: ["나루"], ...time });
    expect(await run.items(gaps.id)).toHaveLength(150);
    expect(gaps.notes).toEqual([]);
    standIn.state.videos = videos(5);
    standIn.state.endless = true;
    const before = questions().length;
    const endless = await run.collect({ query: ["강"], ...time });
    expect(endless.notes).toMatchObject([{ code: "stopped_early", message: expect.stringContaining("2026-11-01") }]);
    expect(questions().length - before).toBe(6);
  });

  it("counts requests and videos of a day that ends at midnight UTC", async () => {
    standIn.state.videos = videos(130);
    await run.collect({ query: ["나루"], ...time });
    const owner = quotaOwnerOf(tiktok, tiktokEnv);
    if (owner === null) throw new Error("No keys.");
    const now = new Date();
    const uses = await listQuotaUse(run.database.db, owner, now);
    expect(uses).toMatchObject([
      { bucket: "requests", used: 2, limit: 1_000 },
      { bucket: "records", used: 130, limit: 100_000 },
    ]);
    const midnight = (Math.floor(now.getTime() / 86_400_000) + 1) * 86_400_000;
    expect(uses[0]?.opensAt.getTime()).toBe(midnight);
    standIn.failNext(failure(429, "daily_quota_limit_exceeded", "The daily quota is used up."));
    const waiting = await run.collect({ query: ["나루"], ...time }, { until: "waiting" });
    expect(waiting.progress.waitingUntil?.getTime()).toBe(midnight);
    await run.database.db.deleteFrom("collections").where("id", "=", waiting.id).execute();
  });

  it("gets a new token when the old one was taken back, and stores neither it nor the keys", async () => {
    standIn.state.videos = videos(130);
    standIn.failNext(failure(401, "access_token_invalid", "The access token is invalid."));
    const view = await run.collect({ query: ["나루"], ...time });
    expect(view).toMatchObject({ status: "done", progress: { failed: 0 } });
    expect(standIn.log.filter(({ url }) => url.pathname === "/v2/oauth/token/")).toHaveLength(2);
    const stored = `${run.archive()}${JSON.stringify(await run.database.db.selectFrom("frontier").selectAll().execute())}`;
    expect(stored).not.toMatch(/token-of-tests|client-key-for-tests|client-secret-for-tests/);
  });

  it("says when TikTok refuses the client", async () => {
    const other = await openSourceRun("tiktok", { ...tiktokEnv, TIKTOK_CLIENT_SECRET: "wrong-secret" }, () => ({
      api: standIn.origin,
    }));
    const view = await other.collect({ query: ["나루"], ...time });
    await other.close();
    expect(view).toMatchObject({ status: "failed", errorCode: "auth_expired" });
    expect(view.errorMessage).toContain("invalid_client");
    await expect(run.collect({ query: ["나루"], set: { region: "Korea" } })).rejects.toMatchObject({
      code: "source_option_wrong",
      field: "set.region",
    });
  });

  it("asks for the last 30 days when no time is given", () => {
    const now = new Date("2026-03-01T00:30:00Z");
    expect(newestWindow(null, null, now)).toEqual({
      window: { start: "20260131", end: "20260301" },
      first: "20260131",
    });
    expect(newestWindow(null, new Date("2026-03-01T00:00:00Z"), now).window.end).toBe("20260228");
    expect(windowBefore("20260131", "20260131")).toBeNull();
    expect(windowBefore("20260131", "20260129")).toEqual({ start: "20260129", end: "20260130" });
    expect(() => newestWindow(new Date("2026-03-02T00:00:00Z"), null, now)).toThrow("future");
  });
});
