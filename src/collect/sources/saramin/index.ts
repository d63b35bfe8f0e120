import type { Item } from "../../../domain/item.ts";
import { InvalidInputError } from "../../../platform/errors.ts";
import { type Answer, readSome } from "../answer.ts";
import { plainText } from "../plain-text.ts";
import { type Career, postingFields, postingItem } from "../posting.ts";
import { careerOfText, epochOf, momentOf } from "../posting-words.ts";
import type { NextAddress, Order, ReadContext, Source, SourceFailure, SourceReading } from "../source.ts";
import { addressOf, numberParam, wireUrl, withParams } from "../wire-url.ts";
import { apiError, type JobResult, jobPage, jobResult } from "./schema.ts";

/** Most postings that a page holds. */
const pageSize = 110;
/** Ways to narrow that the API has and naru hands on as they are. */
const filters = ["loc_mcd", "loc_cd", "job_mid_cd", "job_cd", "ind_cd", "job_type", "edu_lv"] as const;

/** Saramin's official job search: what it tells of each posting, which is everything but its body. */
export const saramin: Source = {
  id: "saramin",
  name: { ko: "사람인", en: "Saramin" },
  description: {
    ko: "사람인 채용 공고를 공식 API로 찾아 모읍니다. 공고 본문은 API가 주지 않습니다.",
    en: "Collects Saramin job postings by the official API, which gives no bodies.",
  },
  way: "api",
  permission: {
    ko: "승인받은 키로 하루 500번까지 물을 수 있고, 받은 공고를 다시 팔거나 나누어 줄 수 없습니다. 웹 페이지는 robots.txt가 막아 모으지 않습니다.",
    en: "An approved key may ask 500 times a day; what comes may not be sold or passed on. The web pages are closed by robots.txt and not collected.",
  },
  credentials: [
    {
      id: "key",
      name: { ko: "사람인 오픈 API", en: "Saramin open API" },
      variables: ["SARAMIN_ACCESS_KEY"],
      applyAt: "https://oapi.saramin.co.kr/",
    },
  ],
  homes: { api: "https://oapi.saramin.co.kr" },
  quotas: [
    {
      bucket: "calls",
      limit: 500,
      window: { kind: "day", zone: "Asia/Seoul" },
      of: { ko: "하루 호출", en: "calls a day" },
    },
  ],
  options: [
    option(
      "loc_mcd",
      "근무 지역 코드 (101000은 서울), 쉼표로 여럿",
      "code of the region (101000 is Seoul), several by comma",
    ),
    option("loc_cd", "근무 지역의 상세 코드", "finer code of the region"),
    option("job_mid_cd", "직무 코드 (2는 IT개발·데이터)", "code of the kind of work (2 is IT and data)"),
    option("job_cd", "직무의 상세 코드", "finer code of the kind of work"),
    option("ind_cd", "업종 코드", "code of the industry"),
    option("job_type", "고용 형태 코드 (1은 정규직)", "code of the employment (1 is permanent)"),
    option("edu_lv", "학력 코드", "code of the education"),
    {
      ...option(
        "sort",
        "차례: 게시일(pd), 수정일(ud), 조회수(rc), 지원자수(ac)",
        "order: posted (pd), changed (ud), views (rc), applicants (ac)",
      ),
      default: "pd",
    },
  ],
  asks: "none",
  paceMs: 200,
  allowAddresses: [],
  fields: [...postingFields, "query", "keywords", "closeType", "views", "applicants"],
  version: "2",
  begin,
  request: (url, { values }) =>
    url.pathname === "/job-search"
      ? {
          url: wireUrl(url, { "access-key": values.SARAMIN_ACCESS_KEY ?? "" }),
          headers: [["Accept", "application/json"]],
          costs: [{ bucket: "calls", amount: 1 }],
        }
      : null,
  read,
  judge,
};

function option(name: string, ko: string, en: string): Source["options"][number] {
  return { name, says: { ko, en } };
}

function begin({ homes, query, set, since, until, maxResults }: Order): NextAddress[] {
  const narrowed = filters.some((name) => set[name] !== undefined);
  if (query.length === 0 && !narrowed) {
    throw new InvalidInputError("query_missing", "Saramin needs something to look for, or a code that narrows.", {
      field: "query",
      next: "Type: naru collect --source saramin --query 백엔드, or --set job_mid_cd=2",
    });
  }
  if (!/^[a-z]{2,6}$/.test(set.sort ?? "pd")) {
    throw new InvalidInputError("source_option_wrong", `sort cannot be "${set.sort?.slice(0, 60)}".`, {
      field: "set.sort",
      next: "Type one of: pd, ud, rc, ac.",
    });
  }
  const seconds = (moment: Date | null) => (moment === null ? null : Math.floor(moment.getTime() / 1000));
  return (query.length === 0 ? [null] : query).map((keywords) => ({
    url: addressOf(`${homes.api}/job-search`, {
      keywords,
      ...Object.fromEntries(filters.map((name) => [name, set[name]])),
      published_min: seconds(since),
      published_max: seconds(until),
      sort: set.sort,
      fields: "posting-date,expiration-date,keyword-code,count",
      count: Math.min(pageSize, maxResults ?? pageSize),
      start: 0,
    }),
  }));
}

function read(answer: Answer, { order, now }: ReadContext): SourceReading {
  const { jobs } = answer.json(jobPage);
  const total = /^\d{1,9}$/.test(jobs.total ?? "") ? Number(jobs.total) : null;
  const { good, unreadable } = readSome(jobs.job, jobResult);
  const query = answer.url.searchParams.get("keywords");
  const page = numberParam(answer.url, "start", 0);
  const count = numberParam(answer.url, "count", pageSize);
  const room = order.maxResults === null ? Number.POSITIVE_INFINITY : order.maxResults - page * count;
  const items = good.map((job) => toItem(job, query, now)).filter((item) => isWithin(item, order));
  const next = goOn(answer.url, { read: jobs.job.length, total, page, count, order });
  return { items: items.slice(0, Math.max(0, room)), next, total, unreadable, list: true, listed: good.length };
}

function toItem(job: JobResult, query: string | null, now: Date): Item {
  const { position } = job;
  const company = job.company?.detail;
  const item = postingItem(
    {
      site: "SRN",
      nativeId: job.id,
      url: pageOf(job),
      title: plainText(position.title),
      companyName: plainText(company?.name ?? ""),
      companyId: URL.parse(company?.href ?? "")?.searchParams.get("csn") ?? null,
      // `서울 &gt; 강남구,경기 &gt; 성남시`
      location: listIn(position.location?.name)
        .map((place) => place.replaceAll(/\s*>\s*/g, " "))
        .join(", "),
      employmentType: plainText(position["job-type"]?.name ?? ""),
      career: careerOf(position["experience-level"]),
      education: plainText(position["required-education-level"]?.name ?? ""),
      salary: plainText(job.salary?.name ?? ""),
      skills: listIn(job.keyword),
      category: listIn(position["job-code"]?.name ?? position["job-mid-code"]?.name),
      industry: plainText(position.industry?.name ?? ""),
      postedAt: epochOf(job["posting-timestamp"]) ?? momentOf(job["posting-date"]),
      modifiedAt: epochOf(job["modification-timestamp"]),
      closesAt: closesAt(job),
      isOpen: job.active === null || job.active === undefined ? undefined : !/^(?:0|false)$/.test(job.active),
      counts: { views: countOf(job["read-cnt"]), applicants: countOf(job["apply-cnt"]) },
    },
    now,
  );
  const closeType = job["close-type"]?.name ?? null;
  return {
    ...item,
    fields: { ...item.fields, ...(query === null ? {} : { query }), ...(closeType === null ? {} : { closeType }) },
  };
}

function pageOf({ id, url }: JobResult): string {
  const told = URL.parse(url ?? "");
  if (told?.protocol === "https:" || told?.protocol === "http:") return told.href;
  return `https://www.saramin.co.kr/zf_user/jobs/relay/view?rec_idx=${encodeURIComponent(id)}`;
}

/** Of the kinds 1 deadline, 2 until filled, 3 always, 4 now and then only the first has a date that means something. */
function closesAt(job: JobResult): Date | null | undefined {
  const kind = job["close-type"]?.code;
  if (kind === "2" || kind === "3" || kind === "4") return null;
  return epochOf(job["expiration-timestamp"]) ?? momentOf(job["expiration-date"]) ?? undefined;
}

/** Kinds: 0 any, 1 newcomers, 2 experienced, 3 both. Years of 0 say nothing. */
function careerOf(level: JobResult["position"]["experience-level"]): Career | null {
  const told = careerOfText(level?.name);
  if (level === null || level === undefined || told === null) return told;
  const years = (text: string | null | undefined) => (/^[1-9]\d?$/.test(text ?? "") ? Number(text) : null);
  return {
    text: told.text,
    min: level.code === "2" ? (years(level.min) ?? told.min) : (level.code ?? null) === null ? told.min : 0,
    max: years(level.max) ?? told.max,
  };
}

/** `웹개발,백엔드/서버개발` */
function listIn(text: string | null | undefined): string[] {
  return plainText(text ?? "")
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");
}

function countOf(text: string | null | undefined): number | null {
  return /^\d{1,12}$/.test(text ?? "") ? Number(text) : null;
}

function isWithin({ publishedAt }: Item, { since, until }: Order): boolean {
  if (publishedAt === null) return true;
  return (since === null || publishedAt >= since) && (until === null || publishedAt < until);
}

function goOn(
  url: URL,
  {
    read,
    total,
    page,
    count,
    order,
  }: { read: number; total: number | null; page: number; count: number; order: Order },
): NextAddress[] {
  const seen = page * count + read;
  const wanted = Math.min(order.maxResults ?? Number.POSITIVE_INFINITY, total ?? Number.POSITIVE_INFINITY);
  if (read === 0 || seen >= wanted || (total === null && read < count)) return [];
  return [{ url: withParams(url, { start: page + 1 }) }];
}

/** Errors are told by a code in the body, also where the status says that all is well: 1 and 2 the key, 3 a parameter, 4 the day's calls, 99 its own fault. */
function judge(answer: Answer): SourceFailure | null {
  if (answer.status >= 500 || answer.status === 429) return null;
  const parsed = apiError.safeParse(tryJson(answer));
  const { code, message } = parsed.data ?? {};
  if (code === null || code === undefined) return null;
  const detail = `Saramin says: ${plainText(message ?? "").slice(0, 200) || "no reason"} (code ${code.slice(0, 20)}).`;
  if (code === "4" || (code !== "3" && /초과|exceed|limit/i.test(message ?? ""))) {
    return { reason: "quota_exhausted", detail, bucket: "calls" };
  }
  if (code === "1" || code === "2" || /access-?key|인증/i.test(message ?? ""))
    return { reason: "auth_expired", detail };
  if (code === "99") return { reason: "server_error", detail };
  return {
    reason: answer.status === 403 ? "permission_denied" : answer.status === 404 ? "not_found" : "http_error",
    detail,
  };
}

function tryJson(answer: Answer): unknown {
  try {
    return JSON.parse(answer.text().slice(0, 100_000));
  } catch {
    return null;
  }
}
