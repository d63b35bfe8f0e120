import { foldBlanks } from "../html/text-of.ts";

const separators = /\s+[|\-–—:·»›<>/~]+\s+|\s*[|｜»›]\s*|\s+::+\s+/g;

/**
 * The title of the text: the declared one without the site's name around it. `heading` is the page's h1, which tells which part
 * of "Part – Site" is meant when the site's name is unknown.
 */
export function cleanTitle(declared: string | null, siteName: string | null, heading: string | null): string | null {
  const title = declared === null ? "" : foldBlanks(stripTags(declared)).slice(0, 500);
  if (title === "") return heading === null || heading === "" ? null : heading.slice(0, 500);
  if (
    heading !== null &&
    heading.length >= 4 &&
    title !== heading &&
    (title.startsWith(heading) || title.endsWith(heading))
  ) {
    const leads = title.startsWith(heading);
    const rest = leads ? title.slice(heading.length) : title.slice(0, -heading.length);
    // A short heading at the end is the site's name, in a banner.
    if (!leads && heading.length < rest.length) {
      const cut = [...rest.matchAll(/\s*[|\-–—:·»›<>/~｜]+\s*$/g)][0];
      if (cut !== undefined) return rest.slice(0, cut.index);
    } else if (/^\s*[|\-–—:·»›<>/~｜([]/.test(rest) || /[|\-–—:·»›<>/~｜\])]\s*$/.test(rest)) return heading;
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
