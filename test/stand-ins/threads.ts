import { expiredToken, graphFailure } from "./graph.ts";
import { openStandIn, type StandIn } from "./stand-in.ts";

export const threadsEnv = { THREADS_ACCESS_TOKEN: "THAA-threads-token/for+tests=" } as const;

export interface ThreadsPost {
  id: number;
  text: string;
  username: string;
  at: Date;
}

/** Own Korean texts; the number makes each another, and earlier by a minute. */
export function threadsPost(id: number, at = new Date(Date.UTC(2026, 10, 20, 3) - id * 60_000)): ThreadsPost {
  return {
    id,
    text: `${id}번째 나루 이야기: 오늘은 강가에서 "꽃게"를 먹었다 & 배가 불렀다 #나루`,
    username: `naru.friend${id % 3}`,
    at,
  };
}

/** Threads' keyword search. `state` may be changed while it runs. */
export interface ThreadsStandIn extends StandIn {
  state: {
    /** Newest first. */
    posts: ThreadsPost[];
    /** Answers carry cursors, which Meta's example does not show. */
    cursors: boolean;
    /** Whose posts alone are searched before the app is approved; null after. */
    onlyOf: string | null;
    /** A cursor leads to its own page. */
    stuck: boolean;
    broken: boolean;
  };
}

const earliest = 1_688_540_400;

export async function openThreads(): Promise<ThreadsStandIn> {
  const state: ThreadsStandIn["state"] = { posts: [], cursors: false, onlyOf: null, stuck: false, broken: false };
  const standIn = await openStandIn(({ url }) => {
    if (url.pathname !== "/v1.0/keyword_search") return null;
    const { searchParams } = url;
    if (searchParams.get("access_token") !== threadsEnv.THREADS_ACCESS_TOKEN) return expiredToken;
    const seconds = (name: string) => (searchParams.has(name) ? Number(searchParams.get(name)) : null);
    const [since, until, limit] = [seconds("since"), seconds("until"), seconds("limit") ?? 25];
    const type = searchParams.get("search_type") ?? "TOP";
    if (!searchParams.get("q")) return graphFailure(400, 100, "(#100) The parameter q is required");
    if (limit < 1 || limit > 100 || !["TOP", "RECENT"].includes(type) || (since !== null && since < earliest)) {
      return graphFailure(400, 100, "(#100) Invalid parameter");
    }
    const found = state.posts.filter(({ at, username }) => {
      const second = Math.floor(at.getTime() / 1000);
      if (state.onlyOf !== null && username !== state.onlyOf) return false;
      return (since === null || second >= since) && (until === null || second < until);
    });
    const start = Number(searchParams.get("after") ?? 0);
    const data = found.slice(start, start + limit).map(toThread);
    const paging =
      state.cursors && data.length > 0
        ? { paging: { cursors: { after: String(state.stuck ? start : start + data.length) } } }
        : {};
    return { body: state.broken ? { posts: data } : { data, ...paging } };
  });
  return { ...standIn, state };
}

function toThread({ id, text, username, at }: ThreadsPost) {
  return {
    id: String(17_900_000_000_000_000 + id * 8),
    text,
    media_type: id % 2 === 0 ? "IMAGE" : "TEXT_POST",
    permalink: `https://www.threads.net/@${username}/post/Naru${id}`,
    timestamp: at.toISOString().replace(".000Z", "+0000"),
    username,
    has_replies: id % 3 === 0,
    is_quote_post: false,
    is_reply: id % 5 === 0,
  };
}
