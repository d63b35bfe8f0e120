import type { Item } from "../../../domain/item.ts";
import { jsonLdPostings, partsOfJsonLd } from "../json-ld-posting.ts";
import { type Posting, postingFields, postingItem } from "../posting.ts";
import { ownAddress, shownParts } from "../posting-page.ts";
import { careerOfText, deadlineOf, momentOf } from "../posting-words.ts";
import { importOnly, readCards, readSaved, type SavedList, type SavedPage } from "../saved-posting.ts";
import { attributeOf, type Element, selectAll, selectFirst, textAt, textOf } from "../select.ts";
import type { Source } from "../source.ts";

const home = "https://www.jobkorea.co.kr";

/** JobKorea's lists and postings that a person saved. */
export const jobkorea: Source = {
  ...importOnly,
  id: "jobkorea",
  name: { ko: "잡코리아", en: "JobKorea" },
  description: {
    ko: "직접 저장한 잡코리아 검색 목록과 공고 페이지를 읽습니다.",
    en: "Reads JobKorea lists and posting pages that you saved.",
  },
  permission: {
    ko: "이용 약관 제18조 4항이 자동 수집을 금하고 API는 공공기관과 학교에만 열려 있어 모으지 않습니다. 직접 저장한 페이지만 읽습니다.",
    en: "The terms (article 18, paragraph 4) forbid machines, and the API is for public bodies and schools only; only pages that you saved yourself are read.",
  },
  fields: postingFields,
  version: "2",
  read: (answer, context) => readSaved(answer, context, { host: "jobkorea.co.kr", list, detail }),
};

function idIn(address: string | null): string | null {
  return (
    /\/GI_Read(?:_Comt_Ifrm)?\/(\d{1,12})/i.exec(address ?? "")?.[1] ??
    /[?&]Gno=(\d{1,12})/i.exec(address ?? "")?.[1] ??
    null
  );
}

/** Search results (`.list-post`) and the table of the job lists (`.devloopArea`). */
function list({ page, now }: SavedPage): SavedList | null {
  // Lists beside the results (recommended postings) have the same cards.
  const results = selectFirst(".list-default, .lists-cnt", page) ?? page;
  const posts = selectAll(".list-post", results);
  if (posts.length > 0) return readCards(posts, (card) => itemOfPost(card, now));
  const rows = selectAll("tr.devloopArea, .tplList tr[data-index], .tplJobList tbody tr", page);
  return rows.length === 0 ? null : readCards(rows, (row) => itemOfRow(row, now));
}

function itemOfPost(card: Element, now: Date): Item | null {
  const link = selectFirst("a.title, .post-list-info > a", card);
  const id = attributeOf(card, "data-gno") ?? idIn(attributeOf(link, "href"));
  const title = link === null ? "" : textOf(link);
  if (id === null || !/^\d{1,12}$/.test(id) || title === "") return null;
  const option = (name: string) => textAt(`.option .${name}`, card);
  const kinds = selectAll(".option span", card).map(textOf);
  return postingItem(
    {
      site: "JKR",
      nativeId: id,
      url: pageOf(id),
      title,
      companyName: textAt(".post-list-corp a.name, .post-list-corp .name, a.name", card),
      companyId: companyIn(attributeOf(selectFirst(".post-list-corp a.name, a.name", card), "href")),
      location: option("loc"),
      employmentType: kinds.find((one) => /정규|계약|인턴|파견|프리랜서|아르바이트/.test(one)) ?? null,
      career: careerOfText(option("exp")),
      education: option("edu"),
      closesAt: deadlineOf(option("date"), now),
      skills: (textAt(".etc", card) ?? "").split(","),
    },
    now,
  );
}

function itemOfRow(row: Element, now: Date): Item | null {
  const link = selectFirst(".titBx a, .tplTit a", row);
  const id = idIn(attributeOf(link, "href"));
  const title = link === null ? "" : (attributeOf(link, "title") ?? textOf(link));
  if (id === null || title === "") return null;
  const cells = selectAll(".titBx .etc .cell", row).map(textOf);
  const like = (pattern: RegExp) => cells.find((cell) => pattern.test(cell)) ?? null;
  const company = selectFirst(".tplCo a", row);
  return postingItem(
    {
      site: "JKR",
      nativeId: id,
      url: pageOf(id),
      title,
      companyName: company === null ? null : textOf(company),
      companyId: companyIn(attributeOf(company, "href")),
      location: like(
        /^(?:서울|경기|인천|부산|대구|광주|대전|울산|세종|강원|충[북남]|전[북남]|경[북남]|제주|전국|해외)/,
      ),
      employmentType: like(/정규|계약|인턴|파견|프리랜서|아르바이트/),
      career: careerOfText(like(/경력|신입/)),
      education: like(/졸|학력|석사|박사/),
      salary: like(/만원|연봉|협의/),
      skills: (textAt(".titBx .dsc", row) ?? "").split(","),
      closesAt: deadlineOf(textAt(".odd .date, .date", row), now),
    },
    now,
  );
}

function pageOf(id: string): string {
  return `${home}/Recruit/GI_Read/${id}`;
}

function companyIn(address: string | null): string | null {
  return (
    /\/Co_Read\/C\/([^/?#]{1,60})/i.exec(address ?? "")?.[1] ?? /\/company\/(\d{1,12})/.exec(address ?? "")?.[1] ?? null
  );
}

/** The page of a posting, the frame that holds its body, or the entry that both have for search engines. */
function detail({ page, url, now }: SavedPage): Item | null {
  const id = idIn(url.href) ?? idIn(ownAddress(page));
  if (id === null) return null;
  const [entry] = jsonLdPostings(page);
  const { body, said } = shownParts(page);
  const shown = shownTitle(page);
  if (entry === undefined && (shown === null || said.size + Object.keys(body).length === 0)) return null;
  const facts: Partial<Posting> = entry === undefined ? {} : partsOfJsonLd(entry, now);
  const whole = textAt(".artReadDetail, .view-content, #recruitContents", page);
  return postingItem(
    {
      ...facts,
      site: "JKR",
      nativeId: id,
      url: pageOf(id),
      title: shown?.title || facts.title || "",
      companyName: facts.companyName || (shown?.company ?? null),
      companyId: companyIn(attributeOf(selectFirst('a[href*="/Co_Read/"], a[href*="/company/"]', page), "href")),
      location: facts.location || (said.get("지역") ?? said.get("근무지역") ?? null),
      employmentType: said.get("고용형태") ?? facts.employmentType ?? null,
      career: careerOfText(said.get("경력")) ?? facts.career ?? null,
      education: said.get("학력") ?? (facts.education || null),
      salary: said.get("급여") ?? facts.salary ?? null,
      skills: said.has("스킬") ? (said.get("스킬") ?? "").split(/[,\n]/) : (facts.skills ?? []),
      industry: said.get("산업(업종)") ?? said.get("업종") ?? (facts.industry || null),
      postedAt: facts.postedAt ?? momentOf(said.get("시작일")),
      closesAt: facts.closesAt === undefined ? deadlineOf(said.get("마감일"), now) : facts.closesAt,
      body: Object.keys(body).length > 0 ? body : whole === null ? (facts.body ?? {}) : { whole },
    },
    now,
  );
}

/** The company stands inside the heading, before the title. */
function shownTitle(page: SavedPage["page"]): { title: string; company: string | null } | null {
  const heading = selectFirst(".sumTit h3, .sumTit .hd_3, h1", page);
  if (heading === null) return null;
  const company = textAt(".coName", heading) ?? textAt(".coName, .company-name", page);
  const inside = textAt(".coName", heading) ?? "";
  const title = textOf(heading).replaceAll("\n", " ").replace(inside, "").trim();
  return { title: title === "" ? (company ?? "") : title, company };
}
