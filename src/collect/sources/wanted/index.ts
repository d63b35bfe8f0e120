import type { Item } from "../../../domain/item.ts";
import { type Answer, readSome } from "../answer.ts";
import { plainText } from "../plain-text.ts";
import { postingFields, postingItem } from "../posting.ts";
import { careerOfYears, deadlineOf } from "../posting-words.ts";
import type { NextAddress, Note, Order, ReadContext, Source, SourceFailure, SourceReading } from "../source.ts";
import { addressOf, numberParam, wireUrl, withParams } from "../wire-url.ts";
import { type Job, job, jobDetail, jobList } from "./schema.ts";

const pageSize = 100;
/** Lists end here, however many jobs there are. */
const reach = 10_000;
const filters = ["category_tag", "category_tags", "subcategory_tags", "skill_tags", "locations", "years"] as const;

/** Wanted's official API: lists of jobs, and each job's details. */
export const wanted: Source = {
  id: "wanted",
  name: { ko: "원티드", en: "Wanted" },
  description: {
    ko: "원티드 채용 공고를 공식 오픈 API로 본문까지 모읍니다.",
    en: "Collects Wanted job postings, bodies and all, by the official API.",
  },
  way: "api",
  permission: {
    ko: "사업자등록번호로 신청해 승인받은 키로만 모읍니다. 웹 페이지는 robots.txt와 이용 약관이 자동 수집을 막아 모으지 않습니다.",
    en: "Only with keys granted to a registered business; the web pages are closed to machines by robots.txt and the terms, and not collected.",
  },
  credentials: [
    {
      id: "authorized",
      name: { ko: "원티드 오픈 API (인증 토큰 있음)", en: "Wanted OpenAPI, with an authorization token" },
      variables: ["WANTED_CLIENT_ID", "WANTED_CLIENT_SECRET", "WANTED_AUTHORIZATION"],
      applyAt: "https://openapi.wanted.jobs/",
    },
    {
      id: "client",
      name: { ko: "원티드 오픈 API", en: "Wanted OpenAPI" },
      variables: ["WANTED_CLIENT_ID", "WANTED_CLIENT_SECRET"],
      applyAt: "https://openapi.wanted.jobs/",
    },
  ],
  homes: { api: "https://openapi.wanted.jobs" },
  quotas: [],
  options: [
    { ...option("version", "목록 API의 판", "version of the list API"), oneOf: ["v1", "v2"], default: "v2" },
    {
      ...option("details", "공고마다 본문도 가져올지", "whether to fetch each posting's body too"),
      oneOf: ["yes", "no"],
      default: "yes",
    },
    {
      ...option("sort", "차례 (job.latest_order는 최신순)", "order (job.latest_order is newest first)"),
      default: "job.latest_order",
    },
    option("category_tag", "직군 번호 (518은 개발, v2)", "number of the kind of work (518 is development, v2)"),
    option("category_tags", "직군 번호 (v1)", "numbers of the kinds of work (v1)"),
    option("subcategory_tags", "직무 번호, 쉼표로 여럿", "numbers of the jobs within it, several by comma"),
    option("skill_tags", "기술 번호, 쉼표로 여럿", "numbers of skills, several by comma"),
    option("locations", "지역", "region"),
    option("years", "경력 연수", "years of experience"),
  ],
  asks: "none",
  paceMs: 200,
  allowAddresses: [],
  fields: [...postingFields, "query", "isOutlink"],
  version: "2",
  begin,
  request: (url, { values }) => {
    if (!/^\/v[12]\/(?:jobs|search\/position)(?:\/\d+)?$/.test(url.pathname)) return null;
    const { WANTED_CLIENT_ID = "", WANTED_CLIENT_SECRET = "", WANTED_AUTHORIZATION } = values;
    return {
      url: wireUrl(url),
      headers: [
        ["wanted-client-id", WANTED_CLIENT_ID],
        ["wanted-client-secret", WANTED_CLIENT_SECRET],
        ...(WANTED_AUTHORIZATION === undefined ? [] : [["Authorization", WANTED_AUTHORIZATION] as const]),
      ],
    };
  },
  read: (answer, context) => (idIn(answer.url) === null ? readList(answer, context) : readDetail(answer, context)),
  judge,
};

function option(name: string, ko: string, en: string): Source["options"][number] {
  return { name, says: { ko, en } };
}

/** The search by words exists in version 1 only. */
function begin({ homes, query, set, maxResults }: Order): NextAddress[] {
  const paging = { limit: Math.min(pageSize, maxResults ?? pageSize), offset: 0 };
  const narrowed = Object.fromEntries(filters.map((name) => [name, set[name]]));
  if (query.length === 0) {
    return [{ url: addressOf(`${homes.api}/${set.version}/jobs`, { ...narrowed, sort: set.sort, ...paging }) }];
  }
  return query.map((words) => ({
    url: addressOf(`${homes.api}/v1/search/position`, { query: words, years: set.years, ...paging }),
  }));
}

/** Number of the job that an address asks the details of; null for lists. */
function idIn(url: URL): string | null {
  return /^\/v[12]\/jobs\/(\d{1,18})$/.exec(url.pathname)?.[1] ?? null;
}

/** A job's page has this address, whichever way its data came. */
function pageOf(id: string): string {
  return `https://www.wanted.co.kr/wd/${encodeURIComponent(id)}`;
}

function readList(answer: Answer, { order, now }: ReadContext): SourceReading {
  const { data, links } = answer.json(jobList);
  const { good, unreadable } = readSome(data, job);
  const { url } = answer;
  const offset = numberParam(url, "offset", 0);
  const room = order.maxResults === null ? good.length : Math.max(0, order.maxResults - offset);
  const jobs = good.slice(0, room);
  const query = url.searchParams.get("query");
  const base = { listed: good.length, unreadable, list: true };
  const { next, notes } = goOn(url, { read: data.length, more: links?.next, order });
  if (offset === 0 && (order.since !== null || order.until !== null)) notes.push(undated);
  if (order.set.details === "no") return { ...base, items: jobs.map((one) => toItem(one, query, now)), next, notes };
  const details = jobs.map(({ id }) => ({
    url: addressOf(`${order.homes.api}/v1/jobs/${encodeURIComponent(id)}`, { "naru.query": query }),
  }));
  return { ...base, items: [], next: [...details, ...next], notes };
}

const undated: Note = {
  code: "dates_unknown",
  message:
    "Wanted does not tell when a job was posted: all that are listed were taken. Leave out what is known with --only new.",
};

function goOn(
  url: URL,
  { read, more, order }: { read: number; more: string | null | undefined; order: Order },
): { next: NextAddress[]; notes: Note[] } {
  const seen = numberParam(url, "offset", 0) + read;
  const limit = numberParam(url, "limit", pageSize);
  const ends = more === null || (more === undefined && read < limit);
  if (read === 0 || ends || seen >= (order.maxResults ?? Number.POSITIVE_INFINITY)) return { next: [], notes: [] };
  if (seen >= reach) {
    const message = `Wanted gives the first ${reach.toLocaleString("en")} jobs of a list; narrow it by subcategory_tags for the rest.`;
    return { next: [], notes: [{ code: "truncated", message }] };
  }
  // The link of the answer is not followed: it could lead anywhere.
  return { next: [{ url: withParams(url, { offset: seen }) }], notes: [] };
}

function readDetail(answer: Answer, { now }: ReadContext): SourceReading {
  const one = answer.json(jobDetail);
  return { items: [toItem(one, answer.url.searchParams.get("naru.query"), now)] };
}

function toItem(one: Job, query: string | null, now: Date): Item {
  const { address, company, detail } = one;
  const item = postingItem(
    {
      site: "WAN",
      nativeId: one.id,
      url: pageOf(one.id),
      title: plainText(one.position ?? one.name ?? ""),
      companyName: company?.name ?? null,
      companyId: company?.id ?? null,
      location: address?.full_location ?? [address?.location, address?.district].filter(Boolean).join(" "),
      employmentType: one.employment_type ?? null,
      career: careerOfYears({ min: one.annual_from, max: one.annual_to, newcomer: one.is_newbie }),
      skills: one.skill_tags ?? [],
      closesAt: one.due_time === null ? null : deadlineOf(one.due_time, now),
      isOpen: openBy(one.status),
      category: one.category_tags ?? [],
      industry: company?.industry_name ?? null,
      body: {
        intro: detail?.intro ?? null,
        tasks: detail?.main_tasks ?? null,
        requirements: detail?.requirements ?? null,
        preferred: detail?.preferred_points ?? null,
        benefits: detail?.benefits ?? null,
        process: detail?.hire_rounds ?? null,
      },
    },
    now,
  );
  const more = {
    ...(query === null ? {} : { query }),
    ...(one.is_outlink == null ? {} : { isOutlink: one.is_outlink }),
  };
  return { ...item, fields: { ...item.fields, ...more } };
}

function openBy(status: string | null | undefined): boolean | undefined {
  if (status === "active" || status === "open") return true;
  return status === null || status === undefined || status === "" ? undefined : false;
}

/** A job that is no longer there is gone, whatever else is wrong with the key would have shown at the list. */
function judge(answer: Answer): SourceFailure | null {
  const id = idIn(answer.url);
  if (id === null || (answer.status !== 404 && answer.status !== 410)) return null;
  return { reason: "deleted", detail: `Job ${id} is no longer there.`, gone: [pageOf(id)] };
}
