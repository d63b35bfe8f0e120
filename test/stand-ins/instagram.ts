import { expiredToken, graphFailure } from "./graph.ts";
import { openStandIn, type StandIn, type StandInAnswer, type StandInRequest } from "./stand-in.ts";

export const instagramEnv = {
  INSTAGRAM_USER_ID: "17841405309211844",
  INSTAGRAM_ACCESS_TOKEN: "EAA-graph-token/for+tests==",
} as const;

export interface InstagramPost {
  id: number;
  caption: string;
  type: "IMAGE" | "VIDEO" | "CAROUSEL_ALBUM";
  at: Date;
  /** Licensed music: no address of the file is given out. */
  isHeldBack: boolean;
}

/** Own Korean texts; the number makes each another, and earlier by an hour. */
export function instagramPost(id: number, at = new Date(Date.UTC(2026, 10, 20, 3) - id * 3_600_000)): InstagramPost {
  return {
    id,
    caption: `${id}번째 나루 산책 🛶 강바람이 참 "시원"했다 & 좋았다\n#나루여행 #강변산책 @naru_cafe`,
    type: id % 5 === 0 ? "CAROUSEL_ALBUM" : id % 3 === 0 ? "VIDEO" : "IMAGE",
    at,
    isHeldBack: id % 4 === 0,
  };
}

/** Instagram's part of the Graph API: business discovery and hashtags. `state` may be changed while it runs. */
export interface InstagramStandIn extends StandIn {
  state: {
    /** Posts by account, newest first. */
    accounts: Map<string, InstagramPost[]>;
    ageGated: Set<string>;
    biography: string;
    /** Posts by hashtag, newest first. */
    hashtags: Map<string, InstagramPost[]>;
    /** Lists have another name. */
    broken: boolean;
    /** Cursors stand still. */
    stuck: boolean;
  };
}

const version = "/v25.0";
/** The cursor of hashtags is this on every page; where one is, the server knows. */
const cursor = "QVFIUk5MZAW5nCursorOfTests";

export async function openInstagram(): Promise<InstagramStandIn> {
  const state: InstagramStandIn["state"] = {
    accounts: new Map(),
    ageGated: new Set(),
    biography: "강가의 작은 나루터 가게입니다.",
    hashtags: new Map(),
    broken: false,
    stuck: false,
  };
  const places = new Map<string, number>();
  const standIn = await openStandIn((request) => {
    const { pathname, searchParams } = request.url;
    if (searchParams.get("access_token") !== instagramEnv.INSTAGRAM_ACCESS_TOKEN) return expiredToken;
    if (pathname === `${version}/${instagramEnv.INSTAGRAM_USER_ID}`) return discover(searchParams.get("fields") ?? "");
    if (/^\/v25\.0\/\d+$/.test(pathname)) {
      const message =
        "Unsupported get request. Object with this ID does not exist, or cannot be loaded due to permissions.";
      return graphFailure(400, 100, message, { subcode: 33 });
    }
    if (searchParams.get("user_id") !== instagramEnv.INSTAGRAM_USER_ID) {
      return graphFailure(400, 100, "(#100) The parameter user_id is required.");
    }
    if (pathname === `${version}/ig_hashtag_search`) return searchHashtag(searchParams.get("q") ?? "");
    const edge = /^\/v25\.0\/(\d+)\/(recent|top)_media$/.exec(pathname);
    return edge === null ? null : listHashtag(Number(edge[1]), request);
  });
  return { ...standIn, state };

  function discover(fields: string): StandInAnswer {
    const asked =
      /^business_discovery\.username\(([\w.]+)\)\{.*,media\.limit\((\d+)\)(?:\.after\(([\w=-]+)\))?\{id,.*\}\}$/.exec(
        fields,
      );
    if (asked === null) return graphFailure(400, 2500, `Syntax error in fields "${fields}"`);
    const [, name = "", limit = "", after] = asked;
    const posts = state.accounts.get(name);
    if (posts === undefined || state.ageGated.has(name)) {
      return graphFailure(400, 110, "Invalid user id", { subcode: 2207013 });
    }
    const start = after === undefined ? 0 : Number(Buffer.from(after, "base64url").toString());
    const page = posts.slice(start, start + Math.min(Number(limit), 50));
    const end = state.stuck ? start : start + page.length;
    const cursors = page.length === 0 ? {} : { after: Buffer.from(String(end)).toString("base64url") };
    const media = { data: page.map(toMedia), paging: { cursors } };
    return {
      headers: { "x-app-usage": JSON.stringify({ call_count: 3, total_time: 2, total_cputime: 1 }) },
      body: {
        business_discovery: {
          username: name,
          name: "나루 가게",
          biography: state.biography,
          followers_count: 1_204,
          follows_count: 31,
          media_count: posts.length,
          ...(state.broken ? { posts: media } : { media }),
          id: "17841400000000001",
        },
        id: instagramEnv.INSTAGRAM_USER_ID,
      },
    };
  }

  function searchHashtag(tag: string): StandInAnswer {
    const index = [...state.hashtags.keys()].indexOf(tag);
    if (index < 0) {
      return graphFailure(400, 24, "The requested resource does not exist", { subcode: 2207024 });
    }
    return { body: state.broken ? { results: [] } : { data: [{ id: String(17_843_857_450_040_000 + index) }] } };
  }

  function listHashtag(id: number, { url }: StandInRequest): StandInAnswer {
    const limit = Number(url.searchParams.get("limit") ?? 25);
    if (limit > 50) return graphFailure(400, 100, "(#100) limit must be at most 50");
    const [tag = "", posts = []] = [...state.hashtags][id - 17_843_857_450_040_000] ?? [];
    if (url.searchParams.get("after") !== cursor) places.set(tag, 0);
    const start = places.get(tag) ?? 0;
    const page = posts.slice(start, start + limit);
    if (!state.stuck) places.set(tag, start + page.length);
    const isLast = start + page.length >= posts.length;
    const next = new URL(url);
    next.searchParams.set("after", cursor);
    const paging = { cursors: { after: cursor }, ...(isLast && !state.stuck ? {} : { next: next.href }) };
    return { body: { data: page.map(toMedia), ...(page.length === 0 ? {} : { paging }) } };
  }
}

function toMedia({ id, caption, type, at, isHeldBack }: InstagramPost) {
  const file = `https://scontent.cdninstagram.com/v/t51/${id}.${type === "VIDEO" ? "mp4" : "jpg"}?oe=6740`;
  return {
    id: String(18_000_000_000_000_000 + id * 8),
    caption,
    media_type: type,
    ...(isHeldBack ? {} : { media_url: file }),
    permalink: `https://www.instagram.com/p/Naru${id}/`,
    timestamp: at.toISOString().replace(".000Z", "+0000"),
    ...(id % 7 === 0 ? {} : { like_count: id * 3 }),
    comments_count: id % 4,
    ...(type === "CAROUSEL_ALBUM"
      ? {
          children: {
            data: [
              { id: "1", media_type: "IMAGE", media_url: `${file}&side=1` },
              { id: "2", media_type: "VIDEO" },
            ],
          },
        }
      : {}),
  };
}
