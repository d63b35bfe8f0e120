import type { RedditComment, RedditPost } from "./reddit-posts.ts";
import { openStandIn, type StandIn, type StandInAnswer, type StandInRequest } from "./stand-in.ts";

/** Reddit's OAuth API as far as naru asks it. `state` may be changed while it runs. */
export interface RedditStandIn extends StandIn {
  state: {
    posts: RedditPost[];
    broken: boolean;
    /** Comments of one place that a tree shows; the rest is behind a `more`. */
    shown: number;
    /** Levels that a tree shows; below, the thread goes on elsewhere. */
    depth: number;
    /** Items after which every list ends. */
    ceiling: number;
    /** What is left of the ten minutes, and seconds to their end; told with every answer. */
    left: number;
    resetSeconds: number;
    /** The app's secret is another one now. */
    locked: boolean;
  };
  /** Tokens that were given so far; taking one away makes it worthless. */
  tokens: Set<string>;
}

export const redditKeys = { REDDIT_CLIENT_ID: "reddit-id-for-tests", REDDIT_CLIENT_SECRET: "reddit-secret-for-tests" };

export async function openReddit(): Promise<RedditStandIn> {
  const state: RedditStandIn["state"] = {
    posts: [],
    broken: false,
    shown: 200,
    depth: 10,
    ceiling: 1_000,
    left: 590,
    resetSeconds: 300,
    locked: false,
  };
  const tokens = new Set<string>();
  const standIn = await openStandIn((request) => {
    if (isLogin(request)) return state.locked ? unauthorized : logIn(request, tokens);
    const headers = { "x-ratelimit-remaining": `${state.left}.0`, "x-ratelimit-reset": String(state.resetSeconds) };
    return { ...answer(request, state, tokens), headers };
  }, isLogin);
  return { ...standIn, state, tokens };
}

const unauthorized: StandInAnswer = { status: 401, body: { message: "Unauthorized", error: 401 } };

function isLogin({ url }: StandInRequest): boolean {
  return url.pathname === "/api/v1/access_token";
}

function logIn({ method, headers, body }: StandInRequest, tokens: Set<string>): StandInAnswer {
  const { REDDIT_CLIENT_ID: id, REDDIT_CLIENT_SECRET: secret } = redditKeys;
  const basic = `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`;
  if (!isPoliteAgent(headers)) return { status: 429, body: { message: "Too Many Requests", error: 429 } };
  if (headers.authorization !== basic) return unauthorized;
  if (method !== "POST" || body !== "grant_type=client_credentials")
    return { body: { error: "unsupported_grant_type" } };
  const access_token = `token-of-reddit-${tokens.size + 1}`;
  tokens.add(access_token);
  return { body: { access_token, token_type: "bearer", expires_in: 86_400, scope: "*" } };
}

function isPoliteAgent(headers: StandInRequest["headers"]): boolean {
  return /^[\w.-]+:[\w.-]+:v?[\d.]+ \(by \/u\/[\w-]+\)$/.test(headers["user-agent"] ?? "");
}

function answer({ url, headers }: StandInRequest, state: RedditStandIn["state"], tokens: Set<string>): StandInAnswer {
  if (!isPoliteAgent(headers)) return { status: 429, body: { message: "Too Many Requests", error: 429 } };
  const token = /^bearer (.+)$/i.exec(headers.authorization ?? "")?.[1] ?? "";
  if (!tokens.has(token)) return unauthorized;
  const params = url.searchParams;
  if ([...params.keys()].some((name) => name.startsWith("naru."))) return { status: 400, body: { error: 400 } };
  const text = url.pathname;
  const [, postId] = /^\/comments\/(\w+)$/.exec(text) ?? [];
  if (postId !== undefined) return tree(postId, params, state);
  if (text === "/api/morechildren") return moreChildren(params, state);
  const [, names, kind] = /^(?:\/r\/([\w+]+))?\/(new|hot|top|search)$/.exec(text) ?? [];
  if (kind === undefined) return { status: 404, body: { message: "Not Found", error: 404 } };
  if (names === "secret") return { status: 403, body: { reason: "private", message: "Forbidden", error: 403 } };
  if (names === "nowhere") return { status: 302, headers: { location: "/subreddits/search?q=nowhere" }, body: {} };
  const asked = names?.split("+");
  const found = state.posts
    .filter(({ subreddit }) => asked === undefined || asked.includes(subreddit))
    .filter(({ title, selftext }) => kind !== "search" || `${title} ${selftext}`.includes(params.get("q") ?? ""));
  return list(found, params, state);
}

function list(posts: readonly RedditPost[], params: URLSearchParams, state: RedditStandIn["state"]): StandInAnswer {
  const limit = Number(params.get("limit") ?? 25);
  if (limit < 1 || limit > 100) return { status: 400, body: { message: "Bad Request", error: 400 } };
  const reachable = posts.slice(0, state.ceiling);
  const after = params.get("after");
  const start = after === null ? 0 : reachable.findIndex(({ id }) => `t3_${id}` === after) + 1;
  const page = reachable.slice(start, start + limit);
  const next = start + limit < reachable.length ? `t3_${page.at(-1)?.id}` : null;
  const children = page.map((post) => ({ kind: "t3", data: postData(post, params) }));
  const data = state.broken ? { after: next, posts: children } : { after: next, dist: children.length, children };
  return { body: { kind: "Listing", data } };
}

function postData(post: RedditPost, params: URLSearchParams): Record<string, unknown> {
  const { id, subreddit, title, selftext, author, at, comments, link, crosspostOf, removedBy } = post;
  const marks = { moderator: "[removed]", deleted: "[deleted]" } as const;
  const text = removedBy === undefined ? selftext : marks[removedBy];
  return {
    id,
    name: `t3_${id}`,
    subreddit,
    title: written(title, params),
    selftext: written(text, params),
    selftext_html: text === "" ? null : html(text, params),
    author: removedBy === "deleted" ? "[deleted]" : author,
    ...(removedBy === "deleted" ? {} : { author_fullname: `t2_${author}id` }),
    permalink: permalinkOf(post),
    created_utc: at,
    edited: false,
    is_self: link === undefined && crosspostOf === undefined,
    url: link ?? `https://www.reddit.com${permalinkOf(post)}`,
    score: 42,
    upvote_ratio: 0.93,
    num_comments: comments.reduce((sum, one) => sum + sizeOf(one), 0),
    link_flair_text: "일상",
    over_18: false,
    removed_by_category: removedBy ?? null,
    ...(crosspostOf === undefined ? {} : { crosspost_parent_list: [postData(crosspostOf, params)] }),
  };
}

function permalinkOf({ id, subreddit, title }: RedditPost): string {
  return `/r/${subreddit}/comments/${id}/${title.slice(0, 6).replaceAll(" ", "_")}/`;
}

function sizeOf({ replies }: RedditComment): number {
  return replies.reduce((sum, one) => sum + sizeOf(one), 1);
}

function tree(postId: string, params: URLSearchParams, state: RedditStandIn["state"]): StandInAnswer {
  const post = state.posts.find(({ id }) => id === postId);
  if (post === undefined) return { status: 404, body: { message: "Not Found", error: 404 } };
  const under = params.get("comment");
  const roots = under === null ? post.comments : [find(post.comments, under)].filter((one) => one !== null);
  const writer = { post, params, state };
  const posts = [{ kind: "t3", data: postData(post, params) }];
  const shown = state.broken ? [] : nested(roots, `t3_${postId}`, 1, writer);
  return {
    body: [
      { kind: "Listing", data: { after: null, children: posts } },
      { kind: "Listing", data: { after: null, children: shown } },
    ],
  };
}

interface Writer {
  post: RedditPost;
  params: URLSearchParams;
  state: RedditStandIn["state"];
}

function nested(comments: readonly RedditComment[], parent: string, level: number, writer: Writer): unknown[] {
  const { shown, depth } = writer.state;
  if (comments.length === 0) return [];
  if (level > depth)
    return [{ kind: "more", data: { id: "_", name: "t1__", count: 0, parent_id: parent, children: [] } }];
  const things: unknown[] = comments.slice(0, shown).map((one) => {
    const children = nested(one.replies, `t1_${one.id}`, level + 1, writer);
    const replies = children.length === 0 ? "" : { kind: "Listing", data: { after: null, children } };
    return { kind: "t1", data: { ...commentData(one, parent, writer), replies } };
  });
  return [...things, ...rest(comments.slice(shown), parent)];
}

function rest(hidden: readonly RedditComment[], parent: string): unknown[] {
  const children = hidden.map(({ id }) => id);
  return children.length === 0
    ? []
    : [{ kind: "more", data: { id: children[0], count: 99, parent_id: parent, children } }];
}

/** Flat: what was asked for, the first of its answers, and what is left of them. */
function moreChildren(params: URLSearchParams, state: RedditStandIn["state"]): StandInAnswer {
  const post = state.posts.find(({ id }) => `t3_${id}` === params.get("link_id"));
  const ids = params.get("children")?.split(",") ?? [];
  if (post === undefined || ids.length > 100)
    return { body: { json: { errors: [["BAD", "bad request", "children"]] } } };
  const writer = { post, params, state };
  const things = ids.flatMap((id) => {
    const one = find(post.comments, id);
    const parent = parentOf(post.comments, id);
    return one === null ? [] : flat(one, parent === null ? `t3_${post.id}` : `t1_${parent.id}`, 1, writer);
  });
  return { body: { json: { errors: [], data: { things } } } };
}

function flat(one: RedditComment, parent: string, level: number, writer: Writer): unknown[] {
  const { shown, depth } = writer.state;
  const own = { kind: "t1", data: { ...commentData(one, parent, writer), replies: "" } };
  const name = `t1_${one.id}`;
  if (one.replies.length > 0 && level >= depth) {
    return [own, { kind: "more", data: { id: "_", count: 0, parent_id: name, children: [] } }];
  }
  const below = one.replies.slice(0, shown).flatMap((reply) => flat(reply, name, level + 1, writer));
  return [own, ...below, ...rest(one.replies.slice(shown), name)];
}

function commentData({ id, body, author }: RedditComment, parent_id: string, { post, params }: Writer) {
  const isGone = author === "[deleted]";
  return {
    id,
    name: `t1_${id}`,
    author,
    ...(isGone ? {} : { author_fullname: `t2_${author}id` }),
    body: written(body, params),
    body_html: html(body, params),
    created_utc: post.at + 60,
    edited: false,
    subreddit: post.subreddit,
    score: 5,
    parent_id,
    link_id: `t3_${post.id}`,
    permalink: `${permalinkOf(post)}${id}/`,
    is_submitter: author === post.author,
  };
}

function find(comments: readonly RedditComment[], id: string): RedditComment | null {
  for (const one of comments) {
    const found = one.id === id ? one : find(one.replies, id);
    if (found !== null) return found;
  }
  return null;
}

function parentOf(comments: readonly RedditComment[], id: string): RedditComment | null {
  for (const one of comments) {
    const found = one.replies.some((reply) => reply.id === id) ? one : parentOf(one.replies, id);
    if (found !== null) return found;
  }
  return null;
}

/** Markup as Reddit makes it; without `raw_json` it escapes once more. */
function html(text: string, params: URLSearchParams): string {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const marked = escaped.replaceAll(/\*\*([^*]+)\*\*/g, "<strong>$1</strong>");
  return written(`<!-- SC_OFF --><div class="md"><p>${marked}</p>\n</div><!-- SC_ON -->`, params);
}

function written(text: string, params: URLSearchParams): string {
  if (params.get("raw_json") === "1") return text;
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
