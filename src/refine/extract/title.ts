import { foldBlanks } from "../html/text-of.ts";
import { plain } from "./plain.ts";
import { endsLikeSite, isSection, isSiteName } from "./site-names.ts";

/** Signs between the title and names of a site: with blanks on both sides, or alone (`ㅣ` is what Korean editors type for `|`). */
const separators = /\s+[|\-–—:·•»›<>/~]+\s+|\s*[|｜ㅣ│»›]+\s*|\s+::+\s+/g;

/**
 * The title of the text: the declared one without the site's and the section's name around it. `headings` (h1 to h3, in order) tell which part of
 * "Part – Site" is meant when the site's name is unknown; without a declared title the first of them stands for it.
 */
export function cleanTitle(
  declared: string | null,
  siteName: string | null,
  headings: readonly string[],
  url = "",
): string | null {
  const title = declared === null ? "" : foldBlanks(stripTags(declared)).slice(0, 500);
  if (title === "") return headings[0]?.slice(0, 500) ?? null;
  if (headings.some((heading) => same(heading, title))) return title;
  const stripped = withoutSite(title, siteName, url);
  const fitting = headings
    .filter((heading) => isEndOf(heading, title) && !isSiteName(heading, siteName, url))
    .toSorted((a, b) => b.length - a.length)[0];
  if (fitting !== undefined) {
    if (title.startsWith(fitting)) return fitting;
    const rest = title.slice(0, -fitting.length);
    if (fitting.length >= rest.length || (siteName !== null && same(rest, siteName))) return fitting;
    // A short heading at the end of the title is the site's name, in a banner.
    const cut = /\s*[|\-–—:·»›<>/~｜ㅣ│]{1,3}\s*$/.exec(rest);
    if (cut !== null) return rest.slice(0, cut.index);
  }
  if (stripped !== title || (siteName !== null && siteName !== "")) return stripped;
  return withoutTail(title);
}

/** Signs that part a title from its second half as often as from the site. */
const ownSign = /[:·•~<>/]/;

/** Without names of the site at either end, and the sections between: "제목-정치ㅣ나루일보", "제목 : 네이버 블로그", "나루일보 | 제목". */
function withoutSite(title: string, siteName: string | null, url: string): string {
  let rest = title;
  let known = false;
  for (let round = 0; round < 4; round++) {
    const cuts = [...rest.matchAll(separators)];
    const last = cuts[cuts.length - 1];
    const first = cuts[0];
    if (last !== undefined) {
      const tail = rest.slice(last.index + last[0].length);
      const before = rest.slice(0, last.index);
      const named = isSiteName(tail, siteName, url) || (!ownSign.test(last[0]) && endsLikeSite(tail));
      if (before !== "" && (named || (known && isSection(tail)))) {
        rest = before;
        known = true;
        continue;
      }
    }
    if (first !== undefined) {
      const head = rest.slice(0, first.index);
      const after = rest.slice(first.index + first[0].length);
      const named = isSiteName(head, siteName, url) || (!ownSign.test(first[0]) && endsLikeSite(head));
      if (after !== "" && named) {
        rest = after;
        known = true;
        continue;
      }
    }
    break;
  }
  if (!known) return title;
  // "다리 놓인다-사회": a section may hang on without blanks once the site's name is off.
  const hung = /^(.{4,})-([^-\s]{1,8})$/.exec(rest);
  return hung?.[1] !== undefined && isSection(hung[2] ?? "") ? hung[1].trimEnd() : rest.trim();
}

/** Without a known site only a short tail behind a longer title is taken for one; a colon is the title's own. */
function withoutTail(title: string): string {
  const last = [...title.matchAll(separators)].at(-1);
  if (last === undefined) return title;
  const before = title.slice(0, last.index);
  const after = title.slice(last.index + last[0].length);
  const sign = last[0].trim();
  return before.length >= 10 &&
    after.length > 0 &&
    after.length <= 25 &&
    after.length < before.length &&
    !/[:·~<>/]/.test(sign) &&
    !/[-–—]/.test(sign.slice(1)) &&
    !/\d|[?!]/.test(after)
    ? before
    : title;
}

/** True when a heading is what the title starts or ends with, next to a separator. */
function isEndOf(heading: string, title: string): boolean {
  if (heading.length < 2 || heading.length >= title.length) return false;
  if (title.startsWith(heading)) return /^\s*[|\-–—:·»›<>/~｜ㅣ│([]/.test(title.slice(heading.length));
  return title.endsWith(heading) && /[|\-–—:·»›<>/~｜ㅣ│\])]\s*$/.test(title.slice(0, -heading.length));
}

function same(a: string, b: string): boolean {
  return plain(a) === plain(b);
}

/** Some sites put markup, even escaped markup, into titles. */
function stripTags(text: string): string {
  return text.includes("<") ? text.replace(/<\/?[a-z][^<>]{0,300}>/gi, "") : text;
}

/** True when a line says the title once more, whole or without its end, perhaps as a reply to it. `plainTitle` comes from `plain`. */
export function sameTitle(line: string, plainTitle: string): boolean {
  if (line.length > plainTitle.length * 2 + 30) return false;
  const a = plain(line.replace(/^(?:re|답변|답글)\s?[:：]\s*/i, ""));
  const b = plainTitle;
  if (a === "" || a === b) return a !== "";
  if (a.length >= 12 && b.startsWith(a) && a.length * 2 > b.length) return true;
  return b.length >= 12 && a.startsWith(b) && a.length < b.length + 20;
}

/** True when a line is exactly one of the parts that separators cut the title into, and not a small one. */
export function isTitlePart(line: string, title: string): boolean {
  if (line.length < 8 || line.length >= title.length || !title.includes(line)) return false;
  const parts = title.split(separators).map(plain);
  return parts.length > 1 && line.length * 2.5 > title.length && parts.includes(plain(line));
}
