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
  order: { set: { account: "naru.river", profile: "no" } },
  fill: ({ state }, count) => void state.accounts.set("naru.river", posts(count)),
  pageSize: 50,
  change: ({ state }) => {
    state.broken = true;
  },
  korean: '1번째 나루 산책 🛶 강바람이 참 "시원"했다 & 좋았다\n#나루여행',
  remove: ({ state }) => {
    state.accounts.get("naru.river")?.shift();
    return "silent";
  },
  failures: {
    401: { answer: expiredToken, reason: "auth_expired" },
    403: { answer: graphFailure(403, 10, "(#10) Application does not have permission"), reason: "permission_denied" },
  },
});

describe("Instagram accounts", () => {
  let run: SourceRun;
  let standIn: InstagramStandIn;

  beforeAll(async () => {
    run = await openSourceRun("instagram", instagramEnv, () => ({ graph: standIn.origin }));
  });
  afterAll(() => run.close());
  beforeEach(async () => {
    standIn = await openInstagram();
    return () => standIn.close();
  });

  it("bring the account itself, and posts with their counts and pictures", async () => {
    standIn.state.accounts.set("naru.river", posts(5));
    const view = await run.collect({ set: { account: "@Naru.River" } });
    expect((await run.items(view.id)).map(({ url }) => url)).toHaveLength(6);
    const [profile, ...rest] = await run.documents();
    expect(profile).toMatchObject({
      kind: "profile",
      url: "https://www.instagram.com/naru.river/",
      title: "나루 가게",
      text: "강가의 작은 나루터 가게입니다.",
      fields: { account: "naru.river", followers: 1204, follows: 31, mediaCount: 5 },
    });
    expect(rest[0]).toMatchObject({
      kind: "post",
      url: "https://www.instagram.com/p/Naru1/",
      title: null,
      published_at: new Date("2026-11-20T02:00:00Z"),
      images: [{ url: "https://scontent.cdninstagram.com/v/t51/1.jpg?oe=6740" }],
      fields: { account: "naru.river", mediaType: "IMAGE", likes: 3, comments: 1 },
    });
    // A video, a post whose file is held back, and an album with one picture of its own.
    expect(rest[2]?.images).toEqual([]);
    expect(rest[3]).toMatchObject({ images: [], fields: { likes: 12 } });
    expect(rest[4]?.images).toMatchObject([{ url: expect.stringContaining("side=1") }]);
  });

  it("are read no further than asked", async () => {
    standIn.state.accounts.set("naru.river", posts(120));
    const view = await run.collect({ set: { account: "naru.river", profile: "no" }, maxResults: 60 });
    expect(await run.items(view.id)).toHaveLength(60);
    const limits = standIn.log.map(
      ({ url }) => /media\.limit\((\d+)\)/.exec(url.searchParams.get("fields") ?? "")?.[1],
    );
    expect(limits).toEqual(["50", "10"]);
  });

  it("keep to yesterday in Korea at both its ends, stop there, and bring nothing the second time", async () => {
    // Yesterday of 2026-11-20 in Korea runs from 15:00 to 15:00 of UTC, across midnight UTC.
    const at = (id: number, moment: string) => instagramPost(id, new Date(moment));
    const older = Array.from({ length: 120 }, (_, n) => at(100 + n, "2026-11-10T00:00:00Z"));
    const pinned = at(9, "2025-01-01T00:00:00Z");
    standIn.state.accounts.set("naru.day", [
      pinned,
      at(1, "2026-11-19T15:00:00Z"),
      at(2, "2026-11-19T14:59:59Z"),
      at(3, "2026-11-19T00:00:00Z"),
      at(4, "2026-11-18T23:59:59Z"),
      at(5, "2026-11-18T15:00:00Z"),
      at(6, "2026-11-18T14:59:59Z"),
      ...older,
    ]);
    const order = {
      set: { account: "naru.day", profile: "no" },
      since: "2026-11-18T15:00:00.000Z",
      until: "2026-11-19T15:00:00.000Z",
    };
    const first = await run.collect(order);
    expect((await run.items(first.id)).map(({ url }) => url)).toEqual(
      [2, 3, 4, 5].map((id) => `https://www.instagram.com/p/Naru${id}/`),
    );
    expect(standIn.log).toHaveLength(1);
    const second = await run.collect(order);
    expect(second.progress.documents).toBe(0);
    // A day without posts is no change of shape.
    const empty = await run.collect({ ...order, since: "2026-11-12T15:00:00.000Z", until: "2026-11-13T15:00:00.000Z" });
    expect(empty).toMatchObject({ status: "done", progress: { failed: 0, items: 0 } });
  });

  it("that are unknown or have an age limit are told, and the others come", async () => {
    standIn.state.accounts.set("naru.river", posts(2)).set("naru_wine", posts(2));
    standIn.state.ageGated.add("naru_wine");
    const view = await run.collect({ set: { account: "nobody_here, naru_wine\n@naru.river", profile: "no" } });
    expect(view).toMatchObject({ status: "done", progress: { failed: 0 } });
    expect(await run.items(view.id)).toHaveLength(2);
    expect(view.notes.map(({ code, message }) => `${code} ${message.split(":")[0]}`).sort()).toEqual([
      "not_allowed @naru_wine",
      "not_allowed @nobody_here",
    ]);
  });

  it("are not asked for by names that are none", async () => {
    const order = (account: string) => run.collect({ set: { account } });
    await expect(order("naru){id}")).rejects.toMatchObject({ code: "source_option_wrong", field: "set.account" });
    await expect(order("나루")).rejects.toMatchObject({ code: "source_option_wrong" });
    await expect(run.collect({})).rejects.toMatchObject({
      code: "query_missing",
      next: expect.stringContaining("--set account="),
    });
    expect(standIn.log).toEqual([]);
  });

  it("wait as long as Meta's usage header says", async () => {
    standIn.state.accounts.set("naru.river", posts(1));
    const usage = {
      "17841405309211844": [{ type: "instagram", call_count: 100, estimated_time_to_regain_access: 19 }],
    };
    standIn.failNext(
      graphFailure(400, 80_002, "(#80002) There have been too many calls to this Instagram account.", {
        headers: { "x-business-use-case-usage": JSON.stringify(usage) },
      }),
    );
    const before = Date.now();
    const view = await run.collect({ set: { account: "naru.river" } }, { until: "waiting" });
    const wait = (view.progress.waitingUntil?.getTime() ?? 0) - before;
    expect(wait).toBeGreaterThan(18.9 * 60_000);
    expect(wait).toBeLessThan(20 * 60_000);
    await run.database.db.deleteFrom("collections").where("id", "=", view.id).execute();
  });

  it("say how to renew a token that has expired, and name the permission that is missing", async () => {
    standIn.state.accounts.set("naru.river", posts(1));
    standIn.failNext(expiredToken);
    const expired = await run.collect({ set: { account: "naru.river" } });
    expect(expired.errorMessage).toMatch(
      /has expired on .*code 190\/463.*developers\.facebook\.com.*INSTAGRAM_ACCESS_TOKEN/,
    );
    standIn.failNext(graphFailure(400, 10, "(#10) To use this endpoint more permissions are needed."));
    const refused = await run.collect({ set: { account: "naru.river" } });
    expect(refused).toMatchObject({ status: "failed", errorCode: "permission_denied" });
    expect(refused.errorMessage).toContain("instagram_manage_insights");
  });
});
