import { openStandIn, type StandIn, type StandInRequest } from "./stand-in.ts";

export interface WantedJob {
  id: number;
  position: string;
  /** Null for until filled. */
  due: string | null;
  status: "active" | "close";
  requirements: string;
  /** Still listed, but its details are no longer there. */
  gone: boolean;
}

/** Own Korean texts; the number makes each another. */
export function wantedJob(id: number): WantedJob {
  return {
    id: 360_000 + id,
    position: `나루 서버 개발자 ${id}`,
    due: id % 2 === 0 ? "2089-12-31" : null,
    status: "active",
    requirements: `• ${id}년 넘게 물길 시스템을 돌본 분\n• "뷁"을 소리 내어 읽을 수 있는 분`,
    gone: false,
  };
}

/** Wanted's OpenAPI, lists of both versions, the search, and details. `state` may be changed while it runs. */
export interface WantedStandIn extends StandIn {
  state: {
    jobs: WantedJob[];
    /** The list has another name: as when the shape changes. */
    broken: boolean;
  };
}

export async function openWanted(): Promise<WantedStandIn> {
  const state: WantedStandIn["state"] = { jobs: [], broken: false };
  const standIn = await openStandIn((request) => {
    const { pathname, searchParams } = request.url;
    if (!pathname.startsWith("/v")) return null;
    if (!hasKeys(request)) return { status: 401, body: { message: "Unauthorized client" } };
    const id = /^\/v1\/jobs\/(\d+)$/.exec(pathname)?.[1];
    if (id !== undefined) {
      const one = state.jobs.find((job) => String(job.id) === id);
      if (one === undefined || one.gone) return { status: 404, body: { message: "포지션을 찾을 수 없습니다." } };
      return { body: { job: { ...listed(one, "v1"), ...details(one) } } };
    }
    const version = /^\/(v[12])\/jobs$/.exec(pathname)?.[1] ?? (pathname === "/v1/search/position" ? "v1" : null);
    if (version === null) return null;
    const limit = Number(searchParams.get("limit") ?? 20);
    const offset = Number(searchParams.get("offset") ?? 0);
    if (!(limit >= 1 && limit <= 100) || !(offset >= 0)) return { status: 400, body: { message: "Invalid paging" } };
    const query = searchParams.get("query") ?? "";
    const found = state.jobs.filter(({ position }) => position.includes(query));
    const data = found.slice(offset, offset + limit).map((one) => listed(one, version));
    const more = offset + limit < found.length;
    const next = more ? `/${version}/jobs?offset=${offset + limit}&limit=${limit}` : null;
    return { body: state.broken ? { jobs: data } : { data, links: { prev: null, next } } };
  });
  return { ...standIn, state };
}

function listed({ id, position, due, status }: WantedJob, version: string) {
  return {
    id,
    ...(version === "v1" ? { position } : { name: position }),
    status,
    due_time: due,
    company: { id: 77, name: "나루소프트" },
    address: { country: "한국", location: "서울", district: "마포구", full_location: "서울 마포구" },
    employment_type: "regular",
    annual_from: 3,
    annual_to: 7,
    is_newbie: false,
    is_outlink: false,
    reward: { formatted_total: "1,000,000원", total: "1,000,000원" },
    skill_tags: version === "v1" ? [{ title: "TypeScript" }, { title: "PostgreSQL" }] : ["TypeScript", "PostgreSQL"],
    category_tags: { parent_tag: { id: 518, title: "개발" }, child_tags: [{ id: 872, title: "서버 개발자" }] },
  };
}

function details({ id, requirements }: WantedJob) {
  return {
    detail: {
      intro: "물길을 잇는 나루소프트입니다.",
      main_tasks: `• 나루 배차 서버 ${id} 개발`,
      requirements,
      preferred_points: "• 배를 저어 본 경험",
      benefits: "• 점심 제공\n• 문의: recruit@naru.example, 010-1234-5678",
    },
  };
}

function hasKeys({ headers }: StandInRequest): boolean {
  return (
    headers["wanted-client-id"] === "wanted-id-for-tests" &&
    headers["wanted-client-secret"] === "wanted-secret-for-tests" &&
    (headers.authorization === undefined || headers.authorization === "Bearer wanted-token-for-tests")
  );
}
