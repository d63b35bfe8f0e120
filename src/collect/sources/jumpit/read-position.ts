import type { Item } from "../../../domain/item.ts";
import { jsonLdPostings, partsOfJsonLd } from "../json-ld-posting.ts";
import { plainText } from "../plain-text.ts";
import { postingItem } from "../posting.ts";
import { shownParts } from "../posting-page.ts";
import { careerOfText, careerOfYears, deadlineOf, momentOf } from "../posting-words.ts";
import { type Markup, textAt } from "../select.ts";
import { nextObjects } from "./next-data.ts";
import { isWhole, type Position, position } from "./schema.ts";

interface Where {
  id: string;
  url: string;
  now: Date;
}

/** The position that a page shows: from its data, else from what it has for search engines, else from its visible parts. Null for none. */
export function readPosition(page: Markup, where: Where): Item | null {
  const data = findPosition(page, where.id);
  if (data !== null) return itemOfData(data, where);
  const [entry] = jsonLdPostings(page);
  const shown = shownParts(page);
  if (entry !== undefined) {
    const parts = partsOfJsonLd(entry, where.now);
    const body = Object.keys(shown.body).length > 1 ? shown.body : (parts.body ?? {});
    return postingItem({ ...parts, ...about(where), body }, where.now);
  }
  const title = textAt("h1", page);
  if (title === null || Object.keys(shown.body).length === 0) return null;
  return postingItem(
    {
      ...about(where),
      title,
      companyName: textAt('a[href*="/company/"]', page),
      location: shown.said.get("근무지역") ?? null,
      career: careerOfText(shown.said.get("경력")),
      education: shown.said.get("학력") ?? null,
      closesAt: deadlineOf(shown.said.get("마감일"), where.now),
      skills: (shown.said.get("기술스택") ?? "").split("\n"),
      body: shown.body,
    },
    where.now,
  );
}

function about({ id, url }: Where): { site: "JPT"; nativeId: string; url: string } {
  return { site: "JPT", nativeId: id, url };
}

function findPosition(page: Markup, id: string): Position | null {
  for (const value of nextObjects(page)) {
    if (!("title" in value && "companyName" in value)) continue;
    // Some of the page's own copies leave the number out.
    const parsed = position.safeParse({ id, ...value });
    if (parsed.success && parsed.data.id === id && isWhole(parsed.data)) return parsed.data;
  }
  return null;
}

function itemOfData(data: Position, where: Where): Item {
  const places = data.workingPlaces?.map(({ address }) => address ?? "") ?? data.locations ?? [data.location ?? ""];
  return postingItem(
    {
      ...about(where),
      title: plainText(data.title),
      companyName: data.companyName,
      companyId: data.serialNumber ?? null,
      location: places.filter(Boolean).join(", ") || (data.location ?? null),
      career: careerOfYears({ min: data.minCareer, max: data.maxCareer, newcomer: data.newcomer }),
      education: data.educationName ?? null,
      skills: (data.techStacks ?? []).map(plainText),
      postedAt: momentOf(data.publishedAt),
      closesAt: data.alwaysOpen === true ? null : deadlineOf(data.closedAt, where.now),
      isOpen: data.closed === true ? false : undefined,
      category: data.jobCategories ?? data.jobCategory ?? [],
      body: {
        intro: plainText(data.serviceInfo ?? ""),
        tasks: plainText(data.responsibility ?? ""),
        requirements: plainText(data.qualifications ?? ""),
        preferred: plainText(data.preferredRequirements ?? ""),
        benefits: plainText(data.welfares ?? ""),
        process: plainText(data.recruitProcess ?? ""),
      },
    },
    where.now,
  );
}
