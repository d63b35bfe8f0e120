import type { Item } from "../../../domain/item.ts";
import { type Answer, readSome } from "../answer.ts";
import { jsonLdPostings, partsOfJsonLd } from "../json-ld-posting.ts";
import { plainText } from "../plain-text.ts";
import { type Posting, postingFields, postingItem } from "../posting.ts";
import { ownAddress, shownParts } from "../posting-page.ts";
import { careerOfText, deadlineOf, momentOf } from "../posting-words.ts";
import { importOnly, readCards, readSaved, type SavedPage } from "../saved-posting.ts";
import { attributeOf, type Element, selectAll, selectFirst, textAt, textOf } from "../select.ts";
import type { ReadContext, Source, SourceReading } from "../source.ts";
import { type ProgrammersPosition, position, positionList } from "./schema.ts";

const home = "https://career.programmers.co.kr";

/** Programmers' job positions, as people saved them while the site was there. */
export const programmers: Source = {
  ...importOnly,
  id: "programmers",
  name: { ko: "프로그래머스", en: "Programmers" },
  description: {
    ko: "예전에 저장해 둔 프로그래머스 채용 목록(JSON)과 공고 페이지를 읽습니다.",
    en: "Reads lists (JSON) and pages of Programmers' job positions that were saved in its time.",
  },
  permission: {
    ko: "채용 서비스가 2025년 5월에 문을 닫아 모을 곳이 없습니다. 저장해 둔 파일만 읽습니다.",
    en: "The job board closed in May 2025, so there is nothing to collect; only saved files are read.",
  },
  fields: postingFields,
  version: "2",
  read: (answer, context) => readSaved(answer, context, { host: "programmers.co.kr", json: readJson, list, detail }),
};

function readJson(answer: Answer, { now }: ReadContext): SourceReading | null {
  const parsed = positionList.safeParse(parseOr(answer));
  if (!parsed.success) {
    const one = position.safeParse(parseOr(answer));
    return one.success && /job_positions/.test(`${one.data.url} ${answer.url.pathname}`)
      ? { items: [itemOf(one.data, now)] }
      : null;
  }
  const { jobPositions, totalEntries } = parsed.data;
  const { good, unreadable } = readSome(jobPositions, position);
  const items = good.map((one) => itemOf(one, now));
  return {
    items,
    unreadable,
    list: true,
    total: totalEntries ?? (jobPositions.length === 0 ? 0 : null),
  };
}

function parseOr(answer: Answer): unknown {
  try {
    return JSON.parse(answer.text());
  } catch {
    return null;
  }
}

function itemOf(one: ProgrammersPosition, now: Date): Item {
  const salary = [one.minSalary, one.maxSalary].map((amount) => (amount ? `${amount.toLocaleString("ko")}만원` : ""));
  const [, from, to] = /^(.{8,20}?)\s?~\s?(.{8,30})$/.exec(one.period ?? "") ?? [];
  return postingItem(
    {
      site: "PRG",
      nativeId: one.id,
      url: URL.parse(one.url ?? "", home)?.href ?? `${home}/job_positions/${encodeURIComponent(one.id)}`,
      title: plainText(one.title),
      companyName: one.company?.name ?? one.companyName ?? null,
      companyId: one.companyId ?? one.company?.id ?? null,
      location: one.address ?? null,
      employmentType: one.jobType ?? null,
      career: careerOfText(one.career ?? one.careerRange),
      education: one.education ?? null,
      salary: salary.filter(Boolean).join(" ~ ") || null,
      skills: one.technicalTags ?? [],
      category: one.jobCategories ?? [],
      postedAt: momentOf(one.publishedAt ?? one.startAt ?? from ?? one.createdAt),
      modifiedAt: momentOf(one.updatedAt),
      closesAt: deadlineOf(one.endAt ?? to ?? one.period, now),
      isOpen:
        one.status === null || one.status === undefined ? undefined : /active|open|publish|채용중/i.test(one.status),
      body: {
        tasks: plainText(one.description ?? ""),
        requirements: plainText(one.requirement ?? ""),
        preferred: plainText(one.preferredExperience ?? ""),
        benefits: plainText(one.additionalInformation ?? ""),
      },
    },
    now,
  );
}

function idIn(address: string | null): string | null {
  return /\/job_positions\/(\d{1,12})/.exec(address ?? "")?.[1] ?? null;
}

function list({ page, now }: SavedPage) {
  const cards = selectAll(".list-position-item, .job-positions li", page);
  return cards.length === 0 ? null : readCards(cards, (card) => itemOfCard(card, now));
}

function itemOfCard(card: Element, now: Date): Item | null {
  const link = selectFirst('a[href*="/job_positions/"]', card);
  const id = idIn(attributeOf(link, "href"));
  const title = textAt(".position-title, .job-title, h5, h4", card);
  if (id === null || title === null) return null;
  return postingItem(
    {
      site: "PRG",
      nativeId: id,
      url: `${home}/job_positions/${id}`,
      title,
      companyName: textAt(".company-name, h6", card),
      location: textAt(".location", card),
      career: careerOfText(textAt(".experience", card)),
      skills: selectAll(".list-position-tags li, .tags li", card).map(textOf),
      closesAt: deadlineOf(textAt(".deadline, .period", card), now),
    },
    now,
  );
}

function detail({ page, url, now }: SavedPage): Item | null {
  const id = idIn(url.pathname) ?? idIn(ownAddress(page));
  const shown = shownParts(page);
  const title = textAt("h1, h2.title, .header-position .title", page);
  if (id === null || title === null || shown.body.tasks === undefined) return null;
  const [entry] = jsonLdPostings(page);
  const facts: Partial<Posting> = entry === undefined ? {} : partsOfJsonLd(entry, now);
  const { said } = shown;
  return postingItem(
    {
      ...facts,
      site: "PRG",
      nativeId: id,
      url: `${home}/job_positions/${id}`,
      title,
      companyName: facts.companyName || textAt('h4.sub-title, .company-name, a[href*="/companies/"]', page),
      location: said.get("근무 위치") ?? said.get("근무지") ?? facts.location ?? null,
      career: careerOfText(said.get("경력")) ?? facts.career ?? null,
      employmentType: said.get("고용 형태") ?? facts.employmentType ?? null,
      salary: said.get("연봉") ?? facts.salary ?? null,
      skills: (said.get("기술 스택") ?? "").split(/[\n,]/),
      closesAt:
        facts.closesAt === undefined ? deadlineOf(said.get("채용 기간") ?? said.get("기간"), now) : facts.closesAt,
      body: shown.body,
    },
    now,
  );
}
