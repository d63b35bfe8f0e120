import { describe, expect, it } from "vitest";
import { useSourceLab } from "../../../../test/sources/source-lab.ts";
import {
  openYoutube,
  timeOf,
  youtubeChannel,
  youtubeError,
  youtubeKey,
  youtubeThread,
  youtubeVideo,
} from "../../../../test/stand-ins/youtube.ts";
import { listQuotaUse } from "../../index.ts";
import { accountOf } from "../quota.ts";
import { youtube } from "./index.ts";
import { secondsOf } from "./items.ts";

const env = { YOUTUBE_API_KEY: youtubeKey };
const lab = useSourceLab({
  source: youtube,
  open: openYoutube,
  env,
  homes: ({ origin }) => ({ api: `${origin}/youtube/v3` }),
});
const owner = { sourceId: "youtube", account: accountOf(env), quotas: youtube.quotas };
const used = async (now = new Date()) =>
  Object.fromEntries((await listQuotaUse(lab.db(), owner, now)).map(({ bucket, used: n }) => [bucket, n]));

describe("videos", () => {
  it("tell what the API tells, counts as numbers", async () => {
    lab.standIn().state.videos = [youtubeVideo(7, { captions: ["ko"] })];
    await lab.collect({ set: { video: "nv000000007" } });
    const [document] = await lab.documents();
    expect(document).toMatchObject({
      url: "https://www.youtube.com/watch?v=nv000000007",
      kind: "video",
      title: '스위스 호수 7번째 영상 "뷁"',
      text: "나룻배를 타고 7번 호수를 건넜습니다.\n물빛이 고와서 정말 행복했어요 & 또 갈래요.",
      author: "나룻배 여행",
      language: "ko",
      published_at: new Date(timeOf(7)),
      images: [{ url: "https://i.ytimg.com/vi/nv000000007/hq.jpg" }],
      fields: {
        channel: "나룻배 여행",
        views: 1_007,
        likes: 7,
        commentCount: 0,
        durationSeconds: 3_723,
        tags: ["스위스", "호수"],
        hasCaptions: true,
      },
    });
    expect(JSON.stringify(document)).not.toContain(youtubeChannel);
  });

  it("come fifty at a time, by id or address, and those that are missing are gone with their comments", async () => {
    lab.standIn().state.videos = Array.from({ length: 60 }, (_, index) => youtubeVideo(index + 1));
    const [first, second] = lab.standIn().state.videos;
    if (first === undefined || second === undefined) throw new Error("no videos");
    first.threads = [youtubeThread("UgxA", 2)];
    second.threads = [youtubeThread("UgxB", 0)];
    const video = lab
      .standIn()
      .state.videos.map(({ id }, index) => (index % 2 === 0 ? id : `https://youtu.be/${id}`))
      .join(", ");
    await lab.collect({ set: { video } });
    expect(lab.asked().filter((path) => path.includes("/videos?"))).toHaveLength(2);
    expect(await lab.documents()).toHaveLength(60 + 3 + 1);

    first.removed = true;
    await lab.collect({ set: { video } });
    const erased = (await lab.documents()).filter(({ deleted_at }) => deleted_at !== null);
    expect(erased.map(({ url }) => url).sort()).toEqual([
      "https://www.youtube.com/watch?lc=UgxA&v=nv000000001",
      "https://www.youtube.com/watch?lc=UgxA.r1&v=nv000000001",
      "https://www.youtube.com/watch?lc=UgxA.r2&v=nv000000001",
      "https://www.youtube.com/watch?v=nv000000001",
    ]);
    expect(erased.every(({ text, author }) => text === "" && author === null)).toBe(true);
  });

  it("of a channel come by its uploads, newest first, as far back as asked", async () => {
    lab.standIn().state.videos = Array.from({ length: 130 }, (_, index) => youtubeVideo(index + 1));
    const since = timeOf(60);
    const view = await lab.collect({ set: { channel: "@naruboat" }, since });
    expect(view).toMatchObject({ status: "done", progress: { failed: 0 } });
    expect(await lab.documents()).toHaveLength(60);
    // The third page, all older, tells that no late one stands among them.
    expect(lab.asked().filter((path) => path.includes("/playlistItems?"))).toHaveLength(3);
    expect(await used()).toMatchObject({ search: 0 });
  });

  it("of a channel stop at the number asked for", async () => {
    lab.standIn().state.videos = Array.from({ length: 130 }, (_, index) => youtubeVideo(index + 1));
    await lab.collect({ set: { channel: youtubeChannel }, maxResults: 70 });
    expect(await lab.documents()).toHaveLength(70);
  });

  it("of a channel that there is not: a note and no failure", async () => {
    const view = await lab.collect({ set: { channel: "UCnobodyhasthischannel00" } });
    expect(view).toMatchObject({ status: "done", progress: { failed: 0 } });
    expect(view.notes).toMatchObject([{ code: "not_allowed" }]);
  });

  it("of a search say so when YouTube lists fewer than it tells of", async () => {
    lab.standIn().state.videos = Array.from({ length: 120 }, (_, index) => youtubeVideo(index + 1));
    lab.standIn().state.reach = 100;
    const view = await lab.collect({ query: ["스위스"], set: { comments: "no" } });
    expect(view.notes).toMatchObject([{ code: "truncated", message: expect.stringContaining("120") }]);
    expect(await lab.documents()).toHaveLength(100);
  });

  it("of a search are asked for between dates, and where they can be watched", async () => {
    lab.standIn().state.videos = Array.from({ length: 9 }, (_, index) => youtubeVideo(index + 1));
    const set = { order: "date", region: "kr", language: "ko" };
    await lab.collect({ query: ["스위스"], since: timeOf(6), until: timeOf(3), set });
    expect((await lab.documents()).map(({ published_at }) => published_at?.toISOString())).toEqual(
      [4, 5, 6].map((n) => new Date(timeOf(n)).toISOString()),
    );
    expect(lab.standIn().log[0]?.url.searchParams.get("regionCode")).toBe("KR");
  });

  it("carry the list of caption tracks, for 51 units each, and go without where it is not told", async () => {
    lab.standIn().state.videos = [youtubeVideo(1, { captions: ["ko", "en"] }), youtubeVideo(2, { captions: null })];
    const view = await lab.collect({ query: ["스위스"], set: { captions: "yes", comments: "no" } });
    const documents = await lab.documents();
    expect(documents.map(({ fields }) => fields.captionTracks)).toEqual([["ko standard", "en standard"], undefined]);
    expect(view).toMatchObject({ status: "done", progress: { failed: 0 } });
    expect(view.notes).toMatchObject([{ code: "permission_narrow" }]);
    expect(await used()).toEqual({ search: 1, units: 102 });
    expect(lab.asked().some((path) => path.includes("download"))).toBe(false);
  });
});

describe("comments", () => {
  it("come with every reply, though a thread shows a few", async () => {
    const threads = Array.from({ length: 120 }, (_, index) => youtubeThread(`Ugx${index}`, 0));
    threads.push(youtubeThread("UgxLong", 230), youtubeThread("UgxShort", 4));
    lab.standIn().state.videos = [youtubeVideo(1, { threads })];
    await lab.collect({ set: { video: "nv000000001" } });
    const comments = (await lab.documents()).filter(({ kind }) => kind === "comment");
    expect(comments).toHaveLength(122 + 230 + 4);
    const long = "https://www.youtube.com/watch?lc=UgxLong&v=nv000000001";
    expect(comments.filter(({ parent_url }) => parent_url === long)).toHaveLength(230);
    expect(comments.find(({ url }) => url === long)).toMatchObject({
      parent_url: "https://www.youtube.com/watch?v=nv000000001",
      text: "노를 젓는 모습이 참 좋네요 & 부럽습니다",
      title: null,
      fields: { likes: 3, replyCount: 230, authorHash: expect.stringMatching(/^[0-9a-f]{20}$/) },
    });
    expect(comments.some(({ text }) => text === "7번째 답글: 저도 그 나루에 가 봤어요 <웃음>")).toBe(true);
    expect(JSON.stringify(comments)).not.toContain("UCwriter");
    expect(lab.asked().filter((path) => path.includes("/comments?"))).toHaveLength(3);
  });

  it("that vanished lose their stored text, where all were seen", async () => {
    const video = youtubeVideo(1, { threads: [youtubeThread("UgxStays", 3), youtubeThread("UgxGoes", 1)] });
    lab.standIn().state.videos = [video];
    const set = { video: video.id };
    await lab.collect({ set });
    video.threads = [youtubeThread("UgxStays", 2)];
    await lab.collect({ set });
    const erased = (await lab.documents()).filter(({ deleted_at }) => deleted_at !== null);
    expect(erased.map(({ url, text }) => [new URL(url).searchParams.get("lc"), text])).toEqual([
      ["UgxStays.r3", ""],
      ["UgxGoes", ""],
      ["UgxGoes.r1", ""],
    ]);
  });

  it("that are turned off are a note", async () => {
    lab.standIn().state.videos = [youtubeVideo(1, { threads: null })];
    const view = await lab.collect({ set: { video: "nv000000001" } });
    expect(view).toMatchObject({ status: "done", progress: { failed: 0, done: 2 } });
    expect(view.notes).toMatchObject([{ code: "comments_disabled" }]);
  });

  it("stop at the number asked for, and say so", async () => {
    const threads = Array.from({ length: 250 }, (_, index) => youtubeThread(`Ugx${index}`, 0));
    lab.standIn().state.videos = [youtubeVideo(1, { threads })];
    const view = await lab.collect({ set: { video: "nv000000001", maxComments: "200" } });
    expect(view.notes).toMatchObject([{ code: "truncated" }]);
    expect(await lab.documents()).toHaveLength(201);
  });

  it("are left alone when not wanted", async () => {
    lab.standIn().state.videos = [youtubeVideo(1, { threads: [youtubeThread("Ugx", 1)] })];
    await lab.collect({ query: ["스위스"], set: { comments: "no" } });
    expect(await lab.documents()).toHaveLength(1);
  });
});

describe("the quota", () => {
  // 23:59 of the 19th in Los Angeles, and one minute past its midnight.
  const evening = new Date("2031-11-20T07:59:00Z");
  const morning = new Date("2031-11-20T08:01:00Z");
  const searchWaits = async () => (await lab.frontier()).some(({ reason }) => reason === "quota_exhausted");

  it("has a bucket for searches and one for the rest", async () => {
    lab.standIn().state.videos = [youtubeVideo(1, { threads: [youtubeThread("Ugx", 9)] })];
    await lab.collect({ query: ["스위스"] });
    expect(await used()).toEqual({ search: 1, units: 3 });
  });

  it("that is spent is waited for until midnight in Los Angeles, and is whole again then", async () => {
    lab.standIn().state.videos = [youtubeVideo(1)];
    const row = { source_id: "youtube", account: owner.account, bucket: "search", used: 100, at: evening };
    await lab
      .db()
      .insertInto("quota_uses")
      .values({ ...row, slot: "2031-11-19" })
      .execute();
    const { id } = await lab.collect({ query: ["스위스"] }, { now: evening, until: searchWaits });
    expect(lab.asked()).toEqual([]);
    expect((await lab.frontier())[0]?.not_before).toEqual(new Date("2031-11-20T08:00:00Z"));

    await lab
      .db()
      .updateTable("frontier")
      .set({ not_before: new Date(0) })
      .execute();
    await lab.collect(id, { now: morning, until: async () => (await lab.documents()).length === 1 });
    expect(await used(morning)).toEqual({ search: 1, units: 1 });
  });

  it("is spent when YouTube says so, whatever the ledger has", async () => {
    lab.standIn().state.videos = [youtubeVideo(1)];
    const message = 'You have exceeded your <a href="/youtube/v3/getting-started#quota">quota</a>.';
    lab.standIn().failNext(youtubeError(403, "quotaExceeded", message));
    await lab.collect({ query: ["스위스"] }, { now: evening, until: searchWaits });
    const [row] = await lab.frontier();
    expect(row).toMatchObject({ state: "queued", not_before: new Date("2031-11-20T08:00:00Z") });
    expect(row?.detail).toContain("exceeded your quota");
    expect(await used(evening)).toEqual({ search: 100, units: 0 });
  });
});

describe("errors", () => {
  it("too fast is no spent quota", async () => {
    lab.standIn().state.videos = [youtubeVideo(1)];
    lab.standIn().failNext({ ...youtubeError(403, "rateLimitExceeded"), headers: { "retry-after": "0" } });
    const view = await lab.collect({ query: ["스위스"] });
    expect(view).toMatchObject({ status: "done", progress: { failed: 0, documents: 1 } });
  });

  it("a video that its own lists do not know any more is erased with its comments", async () => {
    const video = youtubeVideo(1, { threads: [youtubeThread("Ugx", 0)], captions: ["ko"] });
    lab.standIn().state.videos = [video];
    const set = { video: video.id, captions: "yes" };
    await lab.collect({ set });
    expect((await lab.documents()).every(({ text }) => text !== "")).toBe(true);
    video.removed = true;
    const view = await lab.collect({ set });
    expect(view.progress.byReason).toEqual({ deleted: 1 });
    expect((await lab.documents()).map(({ text, deleted_at }) => [text, deleted_at === null])).toEqual([
      ["", false],
      ["", false],
    ]);
  });

  it("an order without anything to look for is told what to type", async () => {
    await expect(lab.collect({})).rejects.toMatchObject({ code: "query_missing" });
    await expect(lab.collect({ set: { video: "짧음" } })).rejects.toMatchObject({ code: "source_option_wrong" });
    await expect(lab.collect({ set: { channel: "https://example.com/" } })).rejects.toMatchObject({
      code: "source_option_wrong",
    });
  });
});

it.each([
  ["PT15S", 15],
  ["PT1H2M3S", 3_723],
  ["P1DT1S", 86_401],
  ["P0D", 0],
  ["1:02", undefined],
])("reads the duration %s", (text, seconds) => {
  expect(secondsOf(text)).toBe(seconds);
});
