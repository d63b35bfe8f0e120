import { openStandIn, type StandIn, type StandInAnswer } from "./stand-in.ts";

export const xEnv = { X_BEARER_TOKEN: "AAAA-bearer%2Bof/tests%3D" } as const;

export interface XPost {
  id: number;
  text: string;
  author: number;
  at: Date;
}

/** Own Korean texts; the number makes each another, and earlier by a minute. */
export function xPost(id: number, at = new Date(Date.UTC(2026, 10, 20, 3) - id * 60_000)): XPost {
  return {
    id,
    text: `${id}번째 나루 소식 &amp; 뱃길 안내: "아침 안개" 조심하세요 &lt;꼭&gt; #나루`,
    author: id % 4,
    at,
  };
}

/** X's search of recent posts. `state` may be changed while it runs. */
export interface XStandIn extends StandIn {
  state: {
    /** Newest first. */
    posts: XPost[];
    now: Date;
    broken: boolean;
  };
  /** What X would bill, in thousandths of a dollar: a post once. */
  billed(): number;
}

export async function openX(): Promise<XStandIn> {
  const state: XStandIn["state"] = { posts: [], now: new Date(Date.UTC(2026, 10, 20, 4)), broken: false };
  const given = new Set<number>();
  let users = 0;
  const standIn = await openStandIn(({ url, headers }) => {
    if (url.pathname !== "/2/tweets/search/recent") return null;
    if (headers.authorization !== `Bearer ${xEnv.X_BEARER_TOKEN}`) return unauthorized;
    const { searchParams } = url;
    const size = Number(searchParams.get("max_results") ?? 10);
    if (!searchParams.get("query")) return invalid("The `query` query parameter can not be empty");
    if (size < 10 || size > 100)
      return invalid(`The \`max_results\` query parameter value [${size}] is not between 10 and 100`);
    const time = (name: string) => (searchParams.has(name) ? new Date(searchParams.get(name) ?? "") : null);
    const [start, end] = [time("start_time"), time("end_time")];
    if (start !== null && start.getTime() < state.now.getTime() - 7 * 86_400_000) {
      return invalid("Invalid 'start_time'. 'start_time' must be on or after 7 days ago");
    }
    if (end !== null && end.getTime() > state.now.getTime() - 10_000) {
      return invalid("Invalid 'end_time'. 'end_time' must be a minimum of 10 seconds prior to the request time");
    }
    const found = state.posts.filter(({ at }) => (start === null || at >= start) && (end === null || at < end));
    const from = Number(Buffer.from(searchParams.get("next_token") ?? "", "base64url").toString() || 0);
    const page = found.slice(from, from + size);
    const isLast = from + page.length >= found.length;
    const token = isLast ? {} : { next_token: Buffer.from(String(from + page.length)).toString("base64url") };
    const authors =
      searchParams.get("expansions") === "author_id" ? [...new Set(page.map(({ author }) => author))] : [];
    for (const { id } of page) given.add(id);
    users += authors.length;
    const data = page.map(toPost);
    return {
      body: {
        ...(data.length === 0 ? {} : state.broken ? { tweets: data } : { data }),
        ...(authors.length === 0 ? {} : { includes: { users: authors.map(toUser) } }),
        meta: { result_count: data.length, ...token },
      },
    };
  });
  return { ...standIn, state, billed: () => given.size * 5 + users * 10 };
}

const unauthorized: StandInAnswer = {
  status: 401,
  body: { title: "Unauthorized", type: "about:blank", status: 401, detail: "Unauthorized" },
};

function invalid(message: string): StandInAnswer {
  return {
    status: 400,
    body: {
      errors: [{ message }],
      title: "Invalid Request",
      detail: "One or more parameters to your request was invalid.",
      type: "https://api.x.com/2/problems/invalid-request",
    },
  };
}

function toPost({ id, text, author, at }: XPost) {
  const key = String(1_990_000_000_000_000_000n + BigInt(id));
  return {
    id: key,
    text: id % 6 === 0 ? `${text.slice(0, 20)}…` : text,
    ...(id % 6 === 0 ? { note_tweet: { text } } : {}),
    edit_history_tweet_ids: [key],
    author_id: `77700${author}`,
    created_at: at.toISOString(),
    lang: id % 5 === 0 ? "und" : "ko",
    public_metrics: {
      retweet_count: id % 3,
      reply_count: id % 2,
      like_count: id * 2,
      quote_count: 0,
      bookmark_count: 1,
      impression_count: id * 100,
    },
    entities: { hashtags: [{ start: 30, end: 33, tag: "나루" }] },
    ...(id % 4 === 0 ? { referenced_tweets: [{ type: "replied_to", id: "1980000000000000001" }] } : {}),
  };
}

function toUser(author: number) {
  return {
    id: `77700${author}`,
    name: `뱃사공 ${author}`,
    username: `boatman${author}`,
    public_metrics: { followers_count: author * 10, following_count: 1, tweet_count: 5, listed_count: 0 },
  };
}
