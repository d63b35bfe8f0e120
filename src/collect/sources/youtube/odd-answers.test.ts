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
import { youtube } from "./index.ts";

const lab = useSourceLab({
  source: youtube,
  open: openYoutube,
  env: { YOUTUBE_API_KEY: youtubeKey },
  homes: ({ origin }) => ({ api: `${origin}/youtube/v3` }),
});
const videos = (count: number) => Array.from({ length: count }, (_, index) => youtubeVideo(index + 1));
const lists = (name: string) => lab.asked().filter((path) => path.includes(`/${name}?`));
const alerts = () => lab.db().selectFrom("alerts").select("kind").execute();
const set = { video: "nv000000001" };

describe("YouTube's answers in another shape", () => {
  it("raise an alert though the list of a search still has the old one", async () => {
    const hits = [{ id: { videoId: "nv000000001" } }, { id: { videoId: "nv000000002" } }];
    const details = hits.map(({ id }) => ({ id: id.videoId, about: { title: "이름이 바뀐 자리" } }));
    lab
      .standIn()
      .failNext(
        { body: { items: hits, pageInfo: { totalResults: 2 } } },
        { body: { items: details, pageInfo: { totalResults: 2 } } },
      );
    const view = await lab.collect({ query: ["스위스"] });
    expect(view).toMatchObject({ status: "failed", errorCode: "schema_changed" });
    expect(await alerts()).toEqual([{ kind: "schema_changed" }]);
  });

  it("take nothing stored away", async () => {
    const video = youtubeVideo(1, { threads: [youtubeThread("Ugx", 2)] });
    lab.standIn().state.videos = [video];
    await lab.collect({ set });
    const said = { id: "Ugx", snippet: { textDisplay: "노를 젓는 모습이 참 좋네요", publishedAt: video.at } };
    const details = { id: video.id, snippet: { title: video.title }, statistics: { commentCount: "3" } };
    lab
      .standIn()
      .failNext(
        { body: { items: [details], pageInfo: { totalResults: 1 } } },
        { body: { items: [{ snippet: { topLevelComment: said, replies: 2 } }] } },
        { body: { items: [] } },
      );
    await lab.collect({ set });
    await lab.collect({ set });
    expect((await lab.documents()).map(({ deleted_at }) => deleted_at)).toEqual([null, null, null, null]);
  });

  it("do not pass for a channel that there is not", async () => {
    lab.standIn().failNext({ body: { items: [{ id: youtubeChannel, lists: {} }], pageInfo: { totalResults: 1 } } });
    const view = await lab.collect({ set: { channel: youtubeChannel } });
    expect(view).toMatchObject({ errorCode: "schema_changed", notes: [] });
  });
});

describe("YouTube's lists", () => {
  it("end where a page leads to itself, with a note", async () => {
    lab.standIn().state.videos = [youtubeVideo(1, { threads: [youtubeThread("Ugx", 0)] })];
    lab.standIn().state.stuck = true;
    const search = await lab.collect({ query: ["스위스"] });
    expect(search).toMatchObject({ status: "done", notes: [{ code: "stopped_early" }, { code: "stopped_early" }] });
    expect(lists("search")).toHaveLength(2);
    expect(lists("commentThreads")).toHaveLength(2);
    const uploads = await lab.collect({ set: { channel: youtubeChannel, comments: "no" } });
    expect(uploads).toMatchObject({ status: "done", notes: [{ code: "stopped_early" }] });
    expect(lists("playlistItems")).toHaveLength(2);
  });

  it("of uploads go on behind one video that is older than its neighbours", async () => {
    lab.standIn().state.videos = videos(110);
    const late = { contentDetails: { videoId: "nv000000900", videoPublishedAt: timeOf(900) } };
    const first = videos(49).map(({ id, at }) => ({ contentDetails: { videoId: id, videoPublishedAt: at } }));
    lab.standIn().failNext(
      {
        body: {
          items: [
            { id: youtubeChannel, contentDetails: { relatedPlaylists: { uploads: "UUnaruboatmanchannel0000" } } },
          ],
        },
      },
      { body: { items: [...first, late], nextPageToken: "P50_110" } },
    );
    await lab.collect({ set: { channel: youtubeChannel }, since: timeOf(70) });
    expect(lists("playlistItems")).toHaveLength(3);
    expect((await lab.documents()).length).toBeGreaterThan(60);
  });

  it("begin where the last collection ended, for a search and for every channel", async () => {
    lab.standIn().state.videos = videos(120).map((video) => ({ ...video, at: video.at.replace("2026-", "2025-") }));
    const newest = lab.standIn().state.videos[0]?.at ?? "";
    const order = { set: { channel: `@naruboat,${youtubeChannel}`, comments: "no" } };
    await lab.collect(order);
    const asked = lists("playlistItems").length;
    const next = await lab.collect({ ...order, since: "last" });
    expect(Date.parse(next.request.since ?? "")).toBe(Date.parse(newest));
    expect(next.progress.items).toBe(1);
    expect(lists("playlistItems").length - asked).toBeLessThanOrEqual(4);
    await lab.collect({ query: ["스위스"], set: { comments: "no" } });
    const search = await lab.collect({ query: ["스위스"], set: { comments: "no" }, since: "last" });
    expect(Date.parse(search.request.since ?? "")).toBe(Date.parse(newest));
  });

  it("of comments hold no more threads than were asked for", async () => {
    const threads = Array.from({ length: 120 }, (_, index) => youtubeThread(`Ugx${index}`, 0));
    lab.standIn().state.videos = [youtubeVideo(1, { threads })];
    const view = await lab.collect({ set: { ...set, maxComments: "30" } });
    expect(await lab.documents()).toHaveLength(31);
    expect(view.notes).toMatchObject([{ code: "truncated", message: expect.stringContaining("newest 30 ") }]);
  });
});

describe("YouTube's refusals", () => {
  it("say what to do about a key", async () => {
    lab.standIn().failNext(youtubeError(400, "keyInvalid", "API key not valid. Please pass a valid API key."));
    const view = await lab.collect({ set });
    expect(view).toMatchObject({ errorCode: "auth_expired" });
    expect(view.errorMessage).toMatch(/console\.cloud\.google\.com\/apis\/credentials .*YOUTUBE_API_KEY/);
  });

  it("of caption tracks for want of a login cost the tracks and not the video", async () => {
    lab.standIn().state.videos = [youtubeVideo(1, { captions: ["ko"] })];
    lab.standIn().failNext(youtubeError(401, "required", "Login Required."));
    const view = await lab.collect({ set: { ...set, captions: "yes" } });
    expect(view).toMatchObject({ status: "done", progress: { failed: 0 }, notes: [{ code: "permission_narrow" }] });
    expect(await lab.documents()).toHaveLength(1);
  });

  it("of the uploads of a channel without videos are a note", async () => {
    const relatedPlaylists = { uploads: "UUnobodyhasthislist00000" };
    lab.standIn().failNext({ body: { items: [{ id: youtubeChannel, contentDetails: { relatedPlaylists } }] } });
    const view = await lab.collect({ set: { channel: youtubeChannel } });
    expect(view).toMatchObject({ status: "done", progress: { failed: 0 }, notes: [{ code: "nothing_found" }] });
  });
});
