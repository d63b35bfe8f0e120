import { describe, expect, it } from "vitest";
import { useSourceLab } from "../../../../test/sources/source-lab.ts";
import { openReddit, redditKeys } from "../../../../test/stand-ins/reddit.ts";
import { redditComment, redditComments, redditPost } from "../../../../test/stand-ins/reddit-posts.ts";
import { reddit } from "./index.ts";

const lab = useSourceLab({
  source: reddit,
  open: openReddit,
  env: { ...redditKeys, REDDIT_USER_AGENT: "server:village-naru:v1.2 (by /u/naru_keeper)" },
  homes: ({ origin }) => ({ www: origin, oauth: origin }),
});
const set = { subreddit: "korea" };
const kept = async () =>
  (await lab.documents())
    .filter(({ kind, deleted_at }) => kind === "comment" && deleted_at === null)
    .map(({ url }) => url.split("/").at(-2) ?? "")
    .sort();

/** A list of things as Reddit sends one. */
const listing = (...children: unknown[]) => ({ kind: "Listing", data: { after: null, children } });
const at = redditPost(1).at;
const permalink = "/r/korea/comments/p0001/나루_이야기/";
const postThing = { id: "p0001", title: "나루 이야기", permalink, created_utc: at, num_comments: 2, author: "boatman" };
const commentThing = {
  body: "배가 떠났다",
  parent_id: "t3_p0001",
  link_id: "t3_p0001",
  created_utc: at,
  author: "ferry",
};
const t3 = (data: object) => ({ kind: "t3", data });
const t1 = (id: string, more: object) => ({
  kind: "t1",
  data: { ...commentThing, id, permalink: `${permalink}${id}/`, ...more },
});

describe("Reddit's answers in another shape", () => {
  it("below a comment take no stored answer away", async () => {
    const below = listing(t1("below", { parent_id: "t1_top", replies: "" }));
    const post = { post: "p0001" };
    lab.standIn().failNext({ body: [listing(t3(postThing)), listing(t1("top", { replies: below }))] });
    await lab.collect({ set: post });
    expect(await kept()).toEqual(["below", "top"]);
    const odd = { list: below.data.children };
    lab.standIn().failNext({ body: [listing(t3(postThing)), listing(t1("top", { replies: odd }))] });
    const view = await lab.collect({ set: post });
    expect(await kept()).toEqual(["below", "top"]);
    expect(view.notes).toMatchObject([{ code: "unreadable_items" }]);
  });

  it("are no empty lists, also where only what is new was asked for", async () => {
    lab.standIn().failNext({ body: listing({ kind: "t33", data: postThing }) });
    const list = await lab.collect({ set, since: "2026-01-01T00:00:00Z" });
    expect(list).toMatchObject({ status: "failed", errorCode: "schema_changed" });
    lab
      .standIn()
      .failNext({ body: [listing(t3(postThing)), listing({ kind: "t1", data: { id: "c1", words: "새 이름" } })] });
    const tree = await lab.collect({ set: { post: "p0001" } });
    expect(tree).toMatchObject({ errorCode: "schema_changed" });
  });
});

it("leaves a list whose pages lead to themselves, with a note", async () => {
  const { standIn } = lab;
  const page = { kind: "Listing", data: { after: "t3_p0001", children: [t3({ ...postThing, num_comments: 0 })] } };
  standIn().failNext(...Array.from({ length: 9 }, () => ({ body: page })));
  const view = await lab.collect({ set });
  expect(view).toMatchObject({ status: "done", notes: [{ code: "stopped_early" }] });
  expect(lab.asked().filter((path) => path.includes("/new?"))).toHaveLength(2);
});

it.each([
  "[ Removed by Reddit ]",
  "[ Removed by Reddit in response to a copyright notice. ]",
  "[ Removed by reddit on account of violating the [content policy](/help/contentpolicy). ]",
])("takes %s for what it is", async (body) => {
  const taken = redditComment("taken");
  lab.standIn().state.posts = [redditPost(1, { comments: [taken, ...redditComments("c", 1)] })];
  await lab.collect({ set });
  taken.body = body;
  await lab.collect({ set });
  expect(await kept()).toEqual(["c0"]);
});

it("says which keys to check when Reddit refuses the login", async () => {
  lab.standIn().state.locked = true;
  const refused = await lab.collect({ set });
  expect(refused.errorMessage).toContain("check REDDIT_CLIENT_ID and REDDIT_CLIENT_SECRET");
});
