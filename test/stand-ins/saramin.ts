import { openStandIn, type StandIn, type StandInAnswer } from "./stand-in.ts";

export interface SaraminJob {
  id: number;
  title: string;
  company: string;
  /** Seconds since 1970. */
  postedAt: number;
  /** Seconds since 1970; null for until filled. */
  closesAt: number | null;
  active: boolean;
}

/** Own Korean texts; the number makes each another. */
export function saraminJob(id: number): SaraminJob {
  return {
    id: 50_000_000 + id,
    title: `나루 &amp; 물길 백엔드 개발자 ${id}기 (뷁팀)`,
    company: `(주)나루터${id % 9}`,
    postedAt: 1_795_000_000 - id * 60,
    closesAt: id % 3 === 0 ? null : 1_799_000_000,
    active: id % 5 !== 4,
  };
}

/** Saramin's job search. `state` may be changed while it runs. */
export interface SaraminStandIn extends StandIn {
  state: {
    jobs: SaraminJob[];
    /** The list has another name: as when the shape changes. */
    broken: boolean;
    /** One result comes as an object in the place of a list. */
    single: boolean;
  };
}

export async function openSaramin(): Promise<SaraminStandIn> {
  const state: SaraminStandIn["state"] = { jobs: [], broken: false, single: false };
  const standIn = await openStandIn(({ url: { pathname, searchParams }, headers }) => {
    if (pathname !== "/job-search") return null;
    const key = searchParams.get("access-key");
    if (key === null) return refusal(1, "access-key가 없습니다.");
    if (key !== "saramin-key-for-tests") return refusal(2, `유효하지 않은 access-key입니다: ${key}`);
    if (headers.accept !== "application/json") return { body: '<?xml version="1.0"?><job-search/>' };
    const count = Number(searchParams.get("count") ?? 10);
    const start = Number(searchParams.get("start") ?? 0);
    if (!(count >= 1 && count <= 110) || !(start >= 0)) return refusal(3, "요청 변수의 값이 허용 범위를 벗어났습니다.");
    const min = Number(searchParams.get("published_min") ?? 0);
    const max = Number(searchParams.get("published_max") ?? Number.MAX_SAFE_INTEGER);
    const fields = (searchParams.get("fields") ?? "").split(/[,+ ]/);
    const found = state.jobs.filter(({ postedAt }) => postedAt >= min && postedAt <= max);
    const job = found.slice(start * count, (start + 1) * count).map((one) => toJob(one, fields));
    const page = { count: job.length, start, total: String(found.length) };
    const list = state.single && job.length === 1 ? job[0] : job;
    return { body: { jobs: state.broken ? { ...page, list } : { ...page, job: list } } };
  });
  return { ...standIn, state };
}

/** Errors come with the status 200. */
function refusal(code: number, message: string): StandInAnswer {
  return { body: { code, message } };
}

function toJob({ id, title, company, postedAt, closesAt, active }: SaraminJob, fields: readonly string[]) {
  return {
    url: `http://www.saramin.co.kr/zf_user/jobs/relay/view?rec_idx=${id}&utm_source=job-search-api`,
    active: active ? 1 : 0,
    company: { detail: { href: `http://www.saramin.co.kr/zf_user/company-info/view?csn=${id % 97}`, name: company } },
    position: {
      title,
      industry: { code: "301", name: "솔루션·SI·ERP·CRM" },
      location: { code: "101050,102180", name: "서울 &gt; 마포구,경기 &gt; 성남시 분당구" },
      "job-type": { code: "1", name: "정규직" },
      "job-mid-code": { code: "2", name: "IT개발·데이터" },
      "job-code": { code: "84,86", name: "백엔드/서버개발,웹개발" },
      "experience-level": { code: 2, min: 3, max: 7, name: "경력 3~7년" },
      "required-education-level": { code: "0", name: "학력무관" },
    },
    keyword: "Java,Spring,백엔드/서버개발",
    salary: { code: "0", name: "회사내규에 따름" },
    id: String(id),
    "posting-timestamp": String(postedAt),
    "modification-timestamp": String(postedAt + 600),
    "opening-timestamp": String(postedAt),
    "expiration-timestamp": String(closesAt ?? 1_830_000_000),
    "close-type": closesAt === null ? { code: "2", name: "채용시" } : { code: "1", name: "접수 마감일" },
    ...(fields.includes("posting-date") ? { "posting-date": new Date(postedAt * 1000).toISOString() } : {}),
    ...(fields.includes("count") ? { "read-cnt": "1204", "apply-cnt": "31", "reply-cnt": "0" } : {}),
  };
}
