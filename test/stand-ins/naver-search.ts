import { openStandIn, type StandIn, type StandInRequest } from "./stand-in.ts";

export interface NaverPost {
  id: number;
  title: string;
  description: string;
  day: string;
}

/** Own Korean texts; the number makes each another. */
export function naverPost(id: number): NaverPost {
  return {
    id,
    title: `<b>스위스</b> 여행 ${id}일째 &amp; 산장`,
    description: `${id}번째 날에는 <b>스위스</b> 산장에서 호수를 보며 &quot;뷁&quot;이라 외쳤다. 날씨가 좋아 정말 행복했다.`,
    day: `202611${String((id % 28) + 1).padStart(2, "0")}`,
  };
}

/** Naver's blog search in both of its homes. `state` may be changed while it runs. */
export interface NaverStandIn extends StandIn {
  state: {
    posts: NaverPost[];
    /** The list has another name: as when Naver changes the shape. */
    broken: boolean;
  };
}

const legacyPath = "/v1/search/blog.json";
const hubPath = "/search/v1/blog";

export async function openNaver(): Promise<NaverStandIn> {
  const state: NaverStandIn["state"] = { posts: [], broken: false };
  const standIn = await openStandIn((request) => {
    const { pathname, searchParams } = request.url;
    if (pathname !== legacyPath && pathname !== hubPath) return null;
    if (!hasKeys(request)) return { status: 401, body: { errorCode: "024", errorMessage: "Authentication failed" } };
    const start = Number(searchParams.get("start") ?? 1);
    const display = Number(searchParams.get("display") ?? 10);
    if (start < 1 || start > 1000) return { status: 400, body: { errorCode: "SE03", errorMessage: "Invalid start" } };
    if (display < 1 || display > 100)
      return { status: 400, body: { errorCode: "SE02", errorMessage: "Invalid display" } };
    const items = state.posts.slice(start - 1, start - 1 + display).map(toResult);
    const page = { lastBuildDate: "Fri, 20 Nov 2026 16:00:00 +0900", total: state.posts.length, start, display };
    return { body: state.broken ? { ...page, results: items } : { ...page, items } };
  });
  return { ...standIn, state };
}

function toResult({ id, title, description, day }: NaverPost) {
  return {
    title,
    link: `https://blog.naver.com/river${id % 7}/${1000 + id}`,
    description,
    bloggername: `나루지기 ${id % 7}`,
    bloggerlink: `blog.naver.com/river${id % 7}`,
    postdate: day,
  };
}

function hasKeys({ url, headers }: StandInRequest): boolean {
  return url.pathname === hubPath
    ? headers["x-ncp-apigw-api-key-id"] === "hub-id-for-tests" && headers["x-ncp-apigw-api-key"] === "hub-key-for-tests"
    : headers["x-naver-client-id"] === "legacy-id-for-tests" &&
        headers["x-naver-client-secret"] === "legacy-secret-for-tests";
}
