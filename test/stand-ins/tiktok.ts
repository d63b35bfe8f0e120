import { openStandIn, type StandIn, type StandInAnswer } from "./stand-in.ts";

export const tiktokEnv = {
  TIKTOK_CLIENT_KEY: "tiktok-client-key-for-tests",
  TIKTOK_CLIENT_SECRET: "tiktok-client-secret-for-tests",
} as const;

export interface TiktokVideo {
  id: number;
  description: string;
  region: string;
  at: Date;
}

/** Own Korean texts; the number makes each another, and earlier by a minute. */
export function tiktokVideo(id: number, at = new Date(Date.UTC(2026, 10, 20, 3) - id * 60_000)): TiktokVideo {
  return {
    id,
    description: `${id}번째 나루 영상 "물수제비" 뜨는 법 & 노 젓는 법\n#나루 #강변`,
    region: id % 2 === 0 ? "KR" : "JP",
    at,
  };
}

interface Question {
  query: { and: { operation: string; field_name: string; field_values: string[] }[] };
  start_date: string;
  end_date: string;
  max_count?: number;
  cursor?: number;
  search_id?: string;
}

/** TikTok's Research API with its login. `state` may be changed while it runs. */
export interface TiktokStandIn extends StandIn {
  state: {
    videos: TiktokVideo[];
    /** The token that was given out last. */
    token: string;
    /** Videos of which nothing is shown, though they count in the pages. */
    hidden: Set<number>;
    /** The next search that goes on is one that TikTok knows no more. */
    forgetful: boolean;
    /** Says for ever that there are more. */
    endless: boolean;
    broken: boolean;
  };
}

const searchId = "7201388525814961198";

export async function openTiktok(): Promise<TiktokStandIn> {
  const state: TiktokStandIn["state"] = {
    videos: [],
    token: "",
    hidden: new Set(),
    forgetful: false,
    endless: false,
    broken: false,
  };
  let logins = 0;
  const standIn = await openStandIn(
    ({ method, url, headers, body }) => {
      if (method !== "POST") return null;
      if (url.pathname === "/v2/oauth/token/") return logIn(new URLSearchParams(body));
      if (url.pathname !== "/v2/research/video/query/") return null;
      if (headers.authorization !== `Bearer ${state.token}`) {
        return failure(401, "access_token_invalid", "The access token is invalid or not found in the request.");
      }
      if (!url.searchParams.get("fields")?.includes("id")) return failure(400, "invalid_params", "fields is required");
      return search(JSON.parse(body) as Question);
    },
    ({ url }) => url.pathname.startsWith("/v2/oauth/"),
  );
  return { ...standIn, state };

  function logIn(form: URLSearchParams): StandInAnswer {
    const isRight =
      form.get("client_key") === tiktokEnv.TIKTOK_CLIENT_KEY &&
      form.get("client_secret") === tiktokEnv.TIKTOK_CLIENT_SECRET &&
      form.get("grant_type") === "client_credentials";
    if (!isRight) return { body: { error: "invalid_client", error_description: "Client secret is invalid." } };
    logins += 1;
    state.token = `clt.token-of-tests-${logins}!/x`;
    return { body: { access_token: state.token, expires_in: 7_200, token_type: "Bearer" } };
  }

  function search(asked: Question): StandInAnswer {
    const { start_date: start, end_date: end, max_count: size = 20, cursor = 0 } = asked;
    const days = (timeOf(end) - timeOf(start)) / 86_400_000;
    if (!(days >= 0 && days <= 30))
      return failure(400, "invalid_params", "end_date must be within 30 days of start_date");
    if (size > 100) return failure(400, "invalid_params", "max_count must be at most 100");
    if (cursor > 0 && asked.search_id !== searchId) return failure(400, "invalid_params", "search_id is missing");
    if (cursor > 0 && state.forgetful) {
      state.forgetful = false;
      return failure(400, "invalid_params", `Search Id ${searchId} is invalid or expired`);
    }
    const regions = asked.query.and.find(({ field_name }) => field_name === "region_code")?.field_values;
    const found = state.videos.filter(({ at, region }) => {
      const day = at.toISOString().slice(0, 10).replaceAll("-", "");
      return day >= start && day <= end && (regions === undefined || regions.includes(region));
    });
    const page = found.slice(cursor, cursor + size);
    const videos = page.filter(({ id }) => !state.hidden.has(id)).map(toVideo);
    const more = state.endless || cursor + size < found.length;
    const list = state.broken ? { clips: videos } : { videos };
    const data = { ...list, cursor: cursor + size, has_more: more, search_id: searchId };
    // Ids of 64 bits stand in the JSON as numbers.
    const text = JSON.stringify({ data, error: { code: "ok", message: "", log_id: "2026112003" } });
    return {
      headers: { "content-type": "application/json" },
      body: text.replaceAll(/"id":"(\d+)"/g, '"id":$1'),
    };
  }
}

export function failure(status: number, code: string, message: string): StandInAnswer {
  return { status, body: { data: {}, error: { code, message, log_id: "2026112003" } } };
}

function timeOf(day: string): number {
  return Date.UTC(Number(day.slice(0, 4)), Number(day.slice(4, 6)) - 1, Number(day.slice(6, 8)));
}

function toVideo({ id, description, region, at }: TiktokVideo) {
  return {
    id: String(7_209_876_543_210_000_000n + BigInt(id)),
    video_description: description,
    create_time: Math.floor(at.getTime() / 1000),
    region_code: region,
    share_count: id % 4,
    view_count: id * 50,
    like_count: id * 2,
    comment_count: id % 3,
    hashtag_names: ["나루", "강변"],
    username: `boatman${id % 5}`,
    ...(id % 3 === 0 ? { voice_to_text: "노를 저어라" } : {}),
  };
}
