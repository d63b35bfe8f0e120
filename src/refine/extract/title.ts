import { foldBlanks } from "../html/text-of.ts";

const separators = /\s+[|\-–—:·»›<>/~]+\s+|\s*[|｜»›]\s*|\s+::+\s+/g;

/**
 * The title of the text: the declared one without the site's name around it. `headings` (h1 to h3, in order) tell which part of
 * "Part – Site" is meant when the site's name is unknown; without a declared title the first of them stands for it.
 */
export function cleanTitle(
  declared: string | null,
  siteName: string | null,
  headings: readonly string[],
): string | null {
  const title = declared === null ? "" : foldBlanks(stripTags(declared)).slice(0, 500);
  if (title === "") return headings[0]?.slice(0, 500) ?? null;
  const fitting = headings.filter((heading) => isEndOf(heading, title)).toSorted((a, b) => b.length - a.length)[0];
  if (fitting !== undefined) {
    if (title.startsWith(fitting)) return fitting;
    const rest = title.slice(0, -fitting.length);
    if (fitting.length >= rest.length || (siteName !== null && same(rest, siteName))) return fitting;
    // A short heading at the end of the title is the site's name, in a banner.
    const cut = /\s*[|\-–—:·»›<>/~｜]{1,3}\s*$/.exec(rest);
    if (cut !== null) return rest.slice(0, cut.index);
  }
  const cuts = [...title.matchAll(separators)];
  if (siteName !== null && siteName !== "") {
    for (const cut of cuts) {
      const before = title.slice(0, cut.index);
      const after = title.slice(cut.index + cut[0].length);
      if (before !== "" && same(after, siteName)) return before;
      if (after !== "" && same(before, siteName)) return after;
    }
    return title;
  }
  const last = cuts[cuts.length - 1];
  if (last === undefined) return title;
  const before = title.slice(0, last.index);
  const after = title.slice(last.index + last[0].length);
  // Without a known site name only a short tail behind a longer title is taken for one.
  return before.length >= 10 &&
    after.length > 0 &&
    after.length <= 25 &&
    after.length < before.length &&
    !/[-–—:]/.test(last[0].trim().slice(1))
    ? before
    : title;
}

/** True when a heading is what the title starts or ends with, next to a separator. */
function isEndOf(heading: string, title: string): boolean {
  if (heading.length < 2 || heading.length >= title.length) return false;
  if (title.startsWith(heading)) return /^\s*[|\-–—:·»›<>/~｜([]/.test(title.slice(heading.length));
  return title.endsWith(heading) && /[|\-–—:·»›<>/~｜\])]\s*$/.test(title.slice(0, -heading.length));
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

/** Letters and digits of a text in lower case: what two spellings of one title share. */
export function plain(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
}
