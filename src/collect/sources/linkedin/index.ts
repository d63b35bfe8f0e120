import type { Item } from "../../../domain/item.ts";
import { jsonLdPostings, partsOfJsonLd } from "../json-ld-posting.ts";
import { type Posting, postingFields, postingItem } from "../posting.ts";
import { ownAddress } from "../posting-page.ts";
import { momentOf } from "../posting-words.ts";
import { importOnly, readCards, readSaved, type SavedList, type SavedPage } from "../saved-posting.ts";
import { attributeOf, type Element, type Markup, selectAll, selectFirst, textAt, textOf } from "../select.ts";
import type { Source } from "../source.ts";

const home = "https://www.linkedin.com";

/** LinkedIn's job lists and postings as guests see them, saved by a person. */
export const linkedin: Source = {
  ...importOnly,
  id: "linkedin",
  name: { ko: "링크드인", en: "LinkedIn" },
  description: {
    ko: "로그인하지 않고 본 링크드인 채용 목록과 공고를 직접 저장한 페이지에서 읽습니다.",
    en: "Reads LinkedIn job lists and postings, as guests see them, from pages that you saved.",
  },
  permission: {
    ko: "robots.txt가 따로 허락받지 않은 자동 수집을 금하므로 모으지 않습니다. 직접 저장한 페이지만 읽습니다.",
    en: "Its robots.txt forbids machines without express permission, so nothing is collected; only pages that you saved yourself are read.",
  },
  fields: [...postingFields, "seniority"],
  version: "2",
  read: (answer, context) => readSaved(answer, context, { host: "linkedin.com", list, detail }),
};

function idIn(text: string | null): string | null {
  return (
    /jobPosting:(\d{1,15})/.exec(text ?? "")?.[1] ??
    /\/jobs\/view\/(?:[^/?#]{0,300}-)?(\d{5,15})(?:[/?#]|$)/.exec(text ?? "")?.[1] ??
    null
  );
}

function pageOf(id: string): string {
  return `${home}/jobs/view/${id}/`;
}

function list({ page, now }: SavedPage): SavedList | null {
  const cards = selectAll(".base-search-card, .base-card", page).filter(
    (card) => card.attribs["data-entity-urn"] !== undefined,
  );
  if (cards.length > 0) return readCards(cards, (card) => itemOfCard(card, now));
  // The answer behind "see more" holds bare cards.
  const bare = selectAll('[data-entity-urn*="jobPosting"]', page);
  return bare.length === 0 ? null : readCards(bare, (card) => itemOfCard(card, now));
}

function itemOfCard(card: Element, now: Date): Item | null {
  const link = attributeOf(selectFirst("a.base-card__full-link, a[href*='/jobs/view/']", card), "href");
  const id = idIn(attributeOf(card, "data-entity-urn")) ?? idIn(link);
  const title = textAt(".base-search-card__title", card);
  if (id === null || title === null) return null;
  const time = selectFirst("time[datetime]", card);
  return postingItem(
    {
      site: "LNK",
      nativeId: id,
      url: pageOf(id),
      title,
      companyName: textAt(".base-search-card__subtitle", card),
      companyId: companyIn(card),
      location: textAt(".job-search-card__location", card),
      postedAt: momentOf(attributeOf(time, "datetime")),
    },
    now,
  );
}

/** `https://kr.linkedin.com/company/naru-soft?trk=…` */
function companyIn(within: Markup): string | null {
  const address = attributeOf(selectFirst('a[href*="/company/"]', within), "href");
  return /\/company\/([^/?#]{1,100})/.exec(address ?? "")?.[1] ?? null;
}

function detail({ page, url, now }: SavedPage): Item | null {
  const markup = selectFirst(".show-more-less-html__markup, .description__text", page);
  const [entry] = jsonLdPostings(page);
  if (markup === null && entry === undefined) return null;
  const urn = attributeOf(
    selectFirst("[data-semaphore-content-urn], [data-entity-urn]", page),
    "data-semaphore-content-urn",
  );
  const id = idIn(url.href) ?? idIn(ownAddress(page)) ?? idIn(urn);
  const title = textAt(".top-card-layout__title, .topcard__title, h1", page) ?? entry?.title ?? null;
  if (id === null || title === null) return null;
  const facts: Partial<Posting> = entry === undefined ? {} : partsOfJsonLd(entry, now);
  const criteria = criteriaIn(page);
  const closed = selectFirst(".closed-job, .closed-job__flavor--closed", page) !== null;
  const seniority = criteria.get("seniority");
  const item = postingItem(
    {
      ...facts,
      site: "LNK",
      nativeId: id,
      url: pageOf(id),
      title,
      companyName: textAt(".topcard__org-name-link, .topcard__flavor", page) ?? facts.companyName ?? null,
      companyId: companyIn(selectFirst(".top-card-layout, .topcard", page) ?? page),
      location: textAt(".topcard__flavor--bullet", page) ?? facts.location ?? null,
      employmentType: criteria.get("employment") ?? facts.employmentType ?? null,
      category: (criteria.get("function") ?? "").split(/,| 및 | and /),
      industry: criteria.get("industry") ?? facts.industry ?? null,
      isOpen: closed ? false : undefined,
      body: markup === null ? (facts.body ?? {}) : { whole: textOf(markup) },
    },
    now,
  );
  return seniority === undefined ? item : { ...item, fields: { ...item.fields, seniority } };
}

const criteriaNames: readonly [RegExp, string][] = [
  [/seniority|직급|경력 수준/i, "seniority"],
  [/employment|고용 형태|고용형태/i, "employment"],
  [/function|직무|직군/i, "function"],
  [/industr|업계|업종|산업/i, "industry"],
];

function criteriaIn(page: Markup): Map<string, string> {
  const found = new Map<string, string>();
  for (const item of selectAll(".description__job-criteria-item", page).slice(0, 20)) {
    const name = textAt(".description__job-criteria-subheader, h3", item) ?? "";
    const value = textAt(".description__job-criteria-text, span", item);
    const known = criteriaNames.find(([pattern]) => pattern.test(name))?.[1];
    if (known !== undefined && value !== null) found.set(known, value);
  }
  return found;
}
