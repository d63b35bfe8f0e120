import { describe, expect, it } from "vitest";
import { useSourceLab } from "../../../../test/sources/source-lab.ts";
import { openReddit, redditKeys } from "../../../../test/stand-ins/reddit.ts";
import { redditComment, redditComments, redditPost, redditThread } from "../../../../test/stand-ins/reddit-posts.ts";
import { reddit } from "./index.ts";

const lab = useSourceLab({
  source: reddit,
  open: openReddit,
  env: { ...redditKeys, REDDIT_USER_AGENT: "server:village-naru:v1.2 (by /u/naru_keeper)" },
  homes: ({ origin }) => ({ www: origin, oauth: origin }),
});
const set = { subreddit: "korea" };
const comments = async () => (await lab.documents()).filter(({ kind }) => kind === "comment");

describe("comments", () => {
  it("come with every `more` opened, a hundred ids at a time", async () => {
    const { state } = lab.standIn();
    state.shown = 20;
    const busy = redditComment("busy", redditComments("b", 150));
    state.posts = [redditPost(1, { comments: [busy, ...redditComments("top", 260)] })];
    const view = await lab.collect({ set });
    expect(view).toMatchObject({ status: "done", progress: { failed: 0 } });
    expect(await comments()).toHaveLength(1 + 150 + 260);
    const sizes = lab
      .standIn()
      .log.filter(({ url }) => url.pathname === "/api/morechildren")
      .map(({ url }) => url.searchParams.get("children")?.split(",").length);
    expect(Math.max(...sizes.map((size) => size ?? 0))).toBe(100);
  });

  it("of a thread that is cut for its depth go on from the last that is shown", async () => {
    const { state } = lab.standIn();
    state.depth = 3;
    state.posts = [redditPost(1, { comments: [redditThread("d", 8)] })];
    await lab.collect({ set });
    expect((await comments()).map(({ url }) => url.split("/").at(-2))).toEqual(
      Array.from({ length: 8 }, (_, index) => `d${index + 1}`),
    );
    expect(lab.asked().filter((path) => path.includes("comment=")).length).toBeGreaterThanOrEqual(3);
  });

  it("hang on what they answer", async () => {
    lab.standIn().state.posts = [redditPost(1, { comments: [redditThread("d", 2)] })];
    await lab.collect({ set });
    const [post, first, second] = await lab.documents();
    expect(post).toMatchObject({ kind: "post", url: expect.stringContaining("/r/korea/comments/p0001/") });
    expect(first).toMatchObject({
      parent_url: post?.url,
      text: "d1 댓글: 강 건너 마을이 <그립다>.",
      title: null,
      author: "ferry",
      fields: { score: 5, subreddit: "korea", isSubmitter: false, authorHash: expect.stringMatching(/^[0-9a-f]{20}$/) },
    });
    expect(second).toMatchObject({ parent_url: first?.url });
    expect(JSON.stringify([post, first])).not.toContain("t2_");
  });

  it("that were deleted or removed lose their stored text, and their answers stay", async () => {
    const answer = redditComment("answer");
    const first = redditComment("first", [answer]);
    const second = redditComment("second");
    lab.standIn().state.posts = [redditPost(1, { comments: [first, second] })];
    await lab.collect({ set });
    Object.assign(first, { body: "[deleted]", author: "[deleted]" });
    Object.assign(second, { body: "[removed]", author: "[deleted]" });
    await lab.collect({ set });
    const told = (await comments()).map(({ url, text, author, deleted_at }) => ({
      id: url.split("/").at(-2),
      text,
      author,
      erased: deleted_at !== null,
    }));
    expect(told).toEqual([
      { id: "first", text: "", author: null, erased: true },
      { id: "answer", text: answer.body, author: "ferry", erased: false },
      { id: "second", text: "", author: null, erased: true },
    ]);
  });

  it("that vanished without a trace lose their stored text too, where the whole tree was seen", async () => {
    const post = redditPost(1, { comments: [redditComment("stays", [redditComment("gone")]), redditComment("left")] });
    lab.standIn().state.posts = [post, redditPost(2, { comments: [redditComment("other")] })];
    await lab.collect({ set });
    post.comments = [redditComment("stays")];
    await lab.collect({ set });
    const kept = (await comments()).filter(({ deleted_at }) => deleted_at === null);
    expect(kept.map(({ url }) => url.split("/").at(-2)).sort()).toEqual(["other", "stays"]);
    expect((await comments()).filter(({ text }) => text === "")).toHaveLength(2);
  });

  it("are left alone when not wanted", async () => {
    lab.standIn().state.posts = [redditPost(1, { comments: redditComments("c", 3) })];
    await lab.collect({ set: { ...set, comments: "no" } });
    expect(await lab.documents()).toHaveLength(1);
  });
});

describe("posts", () => {
  it("are texts, links and crossposts", async () => {
    const original = redditPost(3, { subreddit: "rivers" });
    lab.standIn().state.posts = [
      redditPost(1, { selftext: "", link: "https://news.example/naru" }),
      redditPost(2, { selftext: "", crosspostOf: original }),
    ];
    await lab.collect({ set });
    const [link, crosspost] = await lab.documents();
    expect(link).toMatchObject({
      title: '나루 이야기 1: "뷁" & 뱃삯',
      text: "",
      fields: { linkUrl: "https://news.example/naru", flair: "일상", over18: false, score: 42, upvoteRatio: 0.93 },
    });
    expect(crosspost).toMatchObject({ parent_url: expect.stringContaining("/r/rivers/comments/p0003/") });
    expect(crosspost?.fields).toMatchObject({ isCrosspost: true });
    expect(crosspost?.fields.linkUrl).toBeUndefined();
  });

  it("newer than a day are read to that day and no further", async () => {
    lab.standIn().state.posts = Array.from({ length: 350 }, (_, index) => redditPost(index + 1));
    const since = new Date(redditPost(120).at * 1_000).toISOString();
    await lab.collect({ set, since });
    expect(await lab.documents()).toHaveLength(120);
    expect(lab.asked().filter((path) => path.includes("/new?"))).toHaveLength(2);
  });

  it("stop at the number asked for", async () => {
    lab.standIn().state.posts = Array.from({ length: 350 }, (_, index) => redditPost(index + 1));
    await lab.collect({ set, maxResults: 130 });
    expect(await lab.documents()).toHaveLength(130);
  });

  it("beyond Reddit's ceiling are told of", async () => {
    const { state } = lab.standIn();
    state.posts = Array.from({ length: 1_050 }, (_, index) => redditPost(index + 1));
    const view = await lab.collect({ set });
    expect(view.progress.items).toBe(1_000);
    expect(view.notes).toMatchObject([{ code: "truncated", message: expect.stringContaining("1000") }]);
  });

  it("are searched for, within subreddits when they are named", async () => {
    lab.standIn().state.posts = [
      redditPost(1),
      redditPost(2, { subreddit: "rivers" }),
      redditPost(3, { subreddit: "x" }),
    ];
    await lab.collect({ query: ["나루"], set: { subreddit: "korea, r/rivers" } });
    expect(await lab.documents()).toHaveLength(2);
    expect(lab.asked()[1]).toMatch(/^\/r\/korea\+rivers\/search\?/);
    await lab.collect({ query: ["나루"] });
    expect(await lab.documents()).toHaveLength(3);
  });

  it("of an address are looked at again, and erased where they were taken away", async () => {
    const post = redditPost(1, { comments: redditComments("c", 2) });
    lab.standIn().state.posts = [post];
    const again = { post: "https://www.reddit.com/r/korea/comments/p0001/whatever/" };
    await lab.collect({ set: again });
    expect(await lab.documents()).toHaveLength(3);
    post.removedBy = "deleted";
    await lab.collect({ set: again });
    const [erased] = (await lab.documents()).filter(({ kind }) => kind === "post");
    expect(erased).toMatchObject({ text: "", title: null, author: null });
  });
});

describe("access", () => {
  it("names the app as Reddit asks, with a token from the login", async () => {
    lab.standIn().state.posts = [redditPost(1)];
    await lab.collect({ set });
    const [login, list] = lab.standIn().log;
    expect(login).toMatchObject({ method: "POST", url: expect.objectContaining({ pathname: "/api/v1/access_token" }) });
    for (const one of [login, list]) {
      expect(one?.headers["user-agent"]).toBe("server:village-naru:v1.2 (by /u/naru_keeper)");
    }
    expect(list?.headers.authorization).toBe("bearer token-of-reddit-1");
  });

  it("asks for a new token when the old one is taken back", async () => {
    const { state, tokens } = lab.standIn();
    state.posts = [redditPost(1)];
    lab.standIn().failNext({ status: 401, body: { message: "Unauthorized" } });
    const view = await lab.collect({ set });
    expect(view).toMatchObject({ status: "done", progress: { failed: 0, documents: 1 } });
    expect(tokens.size).toBe(2);
  });

  it("rests when the ten minutes are used up, until they end", async () => {
    const { state } = lab.standIn();
    state.posts = Array.from({ length: 150 }, (_, index) => redditPost(index + 1));
    state.left = 0;
    state.resetSeconds = 1;
    const view = await lab.collect({ set });
    expect(view).toMatchObject({ status: "done", progress: { failed: 0, documents: 150 } });
    const [, first, second] = lab.standIn().log;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(990);
  });

  it("waits for the same end after 429", async () => {
    lab.standIn().state.posts = [redditPost(1)];
    lab.standIn().failNext({ status: 429, headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1" } });
    const view = await lab.collect({ set });
    expect(view).toMatchObject({ status: "done", progress: { failed: 0 } });
    const [, first, second] = lab.standIn().log;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(990);
  });

  it("is refused by a private subreddit, and there is none of a wrong name", async () => {
    const view = await lab.collect({ set: { subreddit: "secret,nowhere" } });
    expect(view.progress.byReason).toEqual({ permission_denied: 1, not_found: 1 });
  });

  it("tells an order without anything to look for what to type", async () => {
    await expect(lab.collect({})).rejects.toMatchObject({ code: "query_missing" });
    await expect(lab.collect({ set: { subreddit: "한국" } })).rejects.toMatchObject({ code: "source_option_wrong" });
  });
});
