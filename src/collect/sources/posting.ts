import { type FieldValue, type Item, itemOf } from "../../domain/item.ts";

/** Boards by the codes that the unified job table has. */
export type SiteCode = "WAN" | "SRN" | "JPT" | "RKP" | "PRG" | "JKR" | "LNK";

/** Experience that is asked for. Numbers are years. */
export interface Career {
  /** As the board says it, or in its words: `경력 3~7년`. */
  text: string;
  /** 0 when people without experience may apply. */
  min: number | null;
  /** Null for no upper bound. */
  max: number | null;
}

/** What a posting says, part by part. Parts that a board does not have are absent. */
export interface PostingBody {
  intro?: string | null;
  tasks?: string | null;
  requirements?: string | null;
  preferred?: string | null;
  benefits?: string | null;
  process?: string | null;
  /** Text that no part can be told of. */
  whole?: string | null;
}

/** A job posting as a board tells it. What it says nothing of is absent or null, but for `closesAt`. */
export interface Posting {
  site: SiteCode;
  /** Number or name within the site. */
  nativeId: string;
  url: string;
  title: string;
  companyName?: string | null;
  /** Of the site. */
  companyId?: string | null;
  location?: string | null;
  employmentType?: string | null;
  career?: Career | null;
  education?: string | null;
  salary?: string | null;
  skills?: readonly string[];
  postedAt?: Date | null;
  modifiedAt?: Date | null;
  /** Null: open until somebody is found. Undefined: the board does not tell. */
  closesAt?: Date | null | undefined;
  /** The board's own word; without it the deadline decides. */
  isOpen?: boolean | undefined;
  category?: readonly string[];
  industry?: string | null;
  body?: PostingBody;
  /** Numbers of the board: applicants, views. */
  counts?: Readonly<Record<string, number | null | undefined>>;
}

/** Names of the fields that every board's postings may have. */
export const postingFields: readonly string[] = [
  "site",
  "nativeId",
  "companyName",
  "companyId",
  "location",
  "employmentType",
  "requiredCareer",
  "careerMin",
  "careerMax",
  "education",
  "salary",
  "skills",
  "postedAt",
  "closesAt",
  "isOpen",
  "category",
  "industry",
  "isSummary",
];

/** Headings that stand over the parts of a posting's text. */
export const postingHeadings: Readonly<Record<Exclude<keyof PostingBody, "whole">, string>> = {
  intro: "회사 소개",
  tasks: "주요 업무",
  requirements: "자격 요건",
  preferred: "우대 사항",
  benefits: "혜택 및 복지",
  process: "채용 절차",
};

const maxPartChars = 50_000;
const maxFieldChars = 500;
const maxListed = 100;

/** The item of a posting. Its text are the parts under their headings; a board that sends none gets its facts, line by line. */
export function postingItem(posting: Posting, now: Date): Item {
  const { body = {}, title, url, postedAt = null, modifiedAt = null } = posting;
  const fields = fieldsOf(posting, now);
  const text = textOfParts(body);
  return itemOf({
    url,
    kind: "posting",
    title: oneLine(title) ?? "",
    text: text || factsOf(posting),
    publishedAt: postedAt,
    modifiedAt,
    // Facts from a list do not take the place of a posting that is there whole.
    fields: text === "" ? { ...fields, isSummary: true } : fields,
  });
}

/** Whether one can apply at a moment; undefined when nothing tells. */
export function isOpenAt(posting: Pick<Posting, "isOpen" | "closesAt">, now: Date): boolean | undefined {
  const { isOpen, closesAt } = posting;
  if (isOpen === false) return false;
  if (closesAt instanceof Date && closesAt.getTime() < now.getTime()) return false;
  return isOpen === true || closesAt !== undefined ? true : undefined;
}

function fieldsOf(posting: Posting, now: Date): Record<string, FieldValue> {
  const { site, nativeId, career, skills = [], category = [], counts = {}, postedAt, closesAt } = posting;
  const told: Record<string, FieldValue | undefined> = {
    site,
    nativeId,
    companyName: oneLine(posting.companyName),
    companyId: oneLine(posting.companyId),
    location: oneLine(posting.location),
    employmentType: oneLine(posting.employmentType),
    requiredCareer: oneLine(career?.text),
    careerMin: career?.min,
    careerMax: career?.max,
    education: oneLine(posting.education),
    salary: oneLine(posting.salary),
    skills: listOf(skills),
    postedAt: postedAt?.toISOString(),
    category: listOf(category),
    industry: oneLine(posting.industry),
    ...counts,
  };
  const fields: Record<string, FieldValue> = {};
  for (const [name, value] of Object.entries(told)) {
    const isTold = Array.isArray(value) ? value.length > 0 : value !== null && value !== undefined;
    if (isTold) fields[name] = value ?? null;
  }
  if (closesAt !== undefined) fields.closesAt = closesAt?.toISOString() ?? null;
  const isOpen = isOpenAt(posting, now);
  if (isOpen !== undefined) fields.isOpen = isOpen;
  return fields;
}

function textOfParts({ whole, ...parts }: PostingBody): string {
  const titled = Object.entries(postingHeadings).flatMap(([name, heading]) => {
    const text = partOf(parts[name as keyof typeof postingHeadings]);
    return text === "" ? [] : [`${heading}\n${text}`];
  });
  return [...titled, partOf(whole)].filter((part) => part !== "").join("\n");
}

function partOf(text: string | null | undefined): string {
  return (
    (text ?? "")
      .slice(0, maxPartChars)
      .split(/\r?\n|\r/)
      .map((line) => line.replaceAll(/[^\S\n]+/g, " ").trim())
      // A line that is nothing but a bullet says nothing.
      .filter((line) => !/^[-+•·*]?$/.test(line))
      .join("\n")
  );
}

function factsOf(posting: Posting): string {
  const { career, skills = [], category = [] } = posting;
  const facts: [string, string | null][] = [
    ["기업", oneLine(posting.companyName)],
    ["직무", category.length === 0 ? null : listOf(category).join(", ")],
    ["업종", oneLine(posting.industry)],
    ["근무지", oneLine(posting.location)],
    ["고용 형태", oneLine(posting.employmentType)],
    ["경력", oneLine(career?.text)],
    ["학력", oneLine(posting.education)],
    ["급여", oneLine(posting.salary)],
    ["기술", skills.length === 0 ? null : listOf(skills).join(", ")],
  ];
  return facts.flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`])).join("\n");
}

function listOf(values: readonly string[]): string[] {
  return [...new Set(values.flatMap((value) => oneLine(value) ?? []))].slice(0, maxListed);
}

function oneLine(text: string | null | undefined): string | null {
  const line = (text ?? "").slice(0, maxFieldChars).replaceAll(/\s+/g, " ").trim();
  return line === "" ? null : line;
}
