import { isTag } from "domhandler";
import { z } from "zod";
import type { Item } from "../../../domain/item.ts";
import { SchemaError } from "../../errors.ts";
import type { Answer } from "../answer.ts";
import { jsonLdPostings, partsOfJsonLd } from "../json-ld-posting.ts";
import { type Posting, postingFields, postingItem } from "../posting.ts";
import { ownAddress, shownParts, wallIn } from "../posting-page.ts";
import { careerOfText, deadlineOf } from "../posting-words.ts";
import { importOnly, readCards, readSaved, type SavedList, type SavedPage } from "../saved-posting.ts";
import { attributeOf, type Element, parseMarkup, selectAll, selectFirst, textAt, textOf } from "../select.ts";
import type { ReadContext, Source, SourceReading } from "../source.ts";

const home = "https://www.rocketpunch.com";

/** RocketPunch's job listings and pages that a person saved. */
export const rocketpunch: Source = {
  ...importOnly,
  id: "rocketpunch",
  name: { ko: "로켓펀치", en: "RocketPunch" },
  description: {
    ko: "직접 저장한 로켓펀치 채용 페이지와 목록(JSON)을 읽습니다.",
    en: "Reads RocketPunch job pages and lists (JSON) that you saved.",
  },
  permission: {
    ko: "로봇 확인과 로그인 뒤에 있고 무단 수집을 법적으로 경고하므로 자동으로 모으지 않습니다. 직접 보며 저장한 페이지만 읽습니다.",
    en: "It stands behind a robot check and a login and warns of legal steps, so nothing is collected; only pages that you saved yourself are read.",
  },
  fields: [...postingFields, "companyAbout"],
  version: "2",
  read: (answer, context) => readSaved(answer, context, { host: "rocketpunch.com", json: readJson, list, detail }),
};

/** The list of older days: JSON around markup. */
const template = z.object({ data: z.object({ template: z.string() }) });

function readJson(answer: Answer, { now }: ReadContext): SourceReading | null {
  const parsed = template.safeParse(parseOr(answer));
  if (!parsed.success) return null;
  const page = parseMarkup(parsed.data.data.template);
  const found = list({ page, url: answer.url, now });
  if (found !== null) return { ...found, list: true };
  const wall = wallIn(page);
  if (wall !== null) throw new SchemaError(wall);
  if (selectFirst("#company-list, .company-list", page) !== null) return { items: [], list: true, total: 0 };
  throw new SchemaError("The list's markup holds no companies in a shape that is known.");
}

function parseOr(answer: Answer): unknown {
  try {
    return JSON.parse(answer.text());
  } catch {
    return null;
  }
}

/** Companies, each with the jobs it offers. */
function list({ page, now }: SavedPage): SavedList | null {
  const jobs = selectAll(".company-list .job-detail, .company.item .job-detail", page);
  return jobs.length === 0 ? null : readCards(jobs, cardReader(now));
}

/** The company that a job stands in. Climbing from each job stays fast however companies are nested. */
function companyOf(job: Element): Element {
  for (let up = job.parent; up !== null && isTag(up); up = up.parent) {
    if (/(?:^|\s)company(?:\s|$)/.test(up.attribs.class ?? "")) return up;
  }
  return job;
}

interface Company {
  id: string | null;
  name: string | null;
  about: string | null;
}

/** Looks at each company once, however many jobs it has. */
function cardReader(now: Date): (job: Element) => Item | null {
  const known = new Map<Element, Company>();
  return (job) => {
    const element = companyOf(job);
    const company = known.get(element) ?? {
      id: attributeOf(element, "data-company_id"),
      name: textAt(".company-name strong, .company-name", element),
      about: textAt(".description", element),
    };
    known.set(element, company);
    return itemOfCard(job, company, now);
  };
}

function itemOfCard(job: Element, company: Company, now: Date): Item | null {
  const link = selectFirst('a.job-title, .job-name a, a[href*="/jobs/"]', job);
  const id = idIn(attributeOf(link, "href"));
  const title = link === null ? null : textOf(link).replaceAll("\n", " ");
  if (id === null || title === null || title === "") return null;
  const { career, salary } = statsOf(textAt(".job-stat-info", job));
  const item = postingItem(
    {
      site: "RKP",
      nativeId: id,
      url: `${home}/jobs/${id}`,
      title,
      companyName: company.name,
      companyId: company.id,
      location: textAt(".job-company-areas, .location", job),
      career: careerOfText(career),
      salary,
      skills: selectAll(".job-specialties a, .specialties a", job).map(textOf),
      closesAt: deadlineOfDates(job, now),
    },
    now,
  );
  const { about } = company;
  return about === null ? item : { ...item, fields: { ...item.fields, companyAbout: about.slice(0, 300) } };
}

/** `5,000 - 7,000만원 / 경력` */
function statsOf(text: string | null): { career: string | null; salary: string | null } {
  const stats = (text ?? "").split("/").map((one) => one.trim());
  return {
    salary: stats.find((one) => /만원|연봉|시급|월급|협의|지분/.test(one)) ?? null,
    career: stats.find((one) => /경력|신입|인턴|무관/.test(one)) ?? null,
  };
}

/** `12/31 마감`, `상시채용`; `3일 전 수정` beside it is no deadline. */
function deadlineOfDates(job: Element, now: Date): Date | null | undefined {
  const dates = selectAll(".job-dates span", job).map((one) => textOf(one));
  const told = dates.find((one) => /마감|상시|수시|채용\s?시|D-/.test(one));
  return deadlineOf(told, now);
}

function idIn(address: string | null): string | null {
  return (
    /\/jobs\/(\d{1,12})(?:[/?#]|$)/.exec(address ?? "")?.[1] ??
    /[?&]selectedJobId=(\d{1,12})/.exec(address ?? "")?.[1] ??
    null
  );
}

function detail({ page, url, now }: SavedPage): Item | null {
  const id = idIn(url.href) ?? idIn(ownAddress(page));
  const title = textAt("h1.job-title, .job-title h1, h1", page);
  const [entry] = jsonLdPostings(page);
  const { body, said } = shownParts(page);
  if (id === null || (entry === undefined && (title === null || Object.keys(body).length === 0))) return null;
  const facts: Partial<Posting> = entry === undefined ? {} : partsOfJsonLd(entry, now);
  return postingItem(
    {
      ...facts,
      site: "RKP",
      nativeId: id,
      url: `${home}/jobs/${id}`,
      title: facts.title || (title ?? ""),
      companyName: facts.companyName || textAt('.company-name a, .nowrap.company-name, a[href*="/companies/"]', page),
      location: facts.location || (said.get("근무지") ?? said.get("지역") ?? textAt(".office.item .address", page)),
      career: facts.career ?? careerOfText(said.get("경력") ?? statsOf(textAt(".job-stat-info", page)).career),
      salary: facts.salary ?? said.get("연봉") ?? statsOf(textAt(".job-stat-info", page)).salary,
      skills: selectAll(".job-specialties a, .specialties a", page).map(textOf),
      closesAt:
        facts.closesAt === undefined
          ? deadlineOf(said.get("마감일") ?? textAt(".job-dates", page), now)
          : facts.closesAt,
      body: Object.keys(body).length > 0 ? body : (facts.body ?? {}),
    },
    now,
  );
}
