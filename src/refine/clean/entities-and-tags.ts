import { decodeHTML } from "entities";

const htmlTag =
  /<\/?(?:a|abbr|b|big|blockquote|br|center|code|dd|del|div|dl|dt|em|font|h[1-6]|hr|i|iframe|img|ins|kbd|label|li|mark|nobr|ol|p|pre|q|s|script|section|small|span|strike|strong|style|sub|sup|table|tbody|td|th|thead|tr|tt|u|ul|wbr)(?:\s[^<>]{0,1000})?\s?\/?>/gi;
const breakingTag = /^<\/?(?:br|p|div|li|tr|h[1-6]|blockquote|hr|section|table|ul|ol)\b/i;

/**
 * Undoes what is left of markup in text that was escaped twice: entities, then HTML tags. `a < b` and `List<T>` stay.
 * "맛있어요&lt;br&gt;또 갈게요" → "맛있어요", "또 갈게요" (titles of Naver's search API carry `<b>` and entities).
 */
export function stripEntitiesAndTags(text: string): string {
  let out = text;
  for (let round = 0; round < 2 && out.includes("&"); round++) {
    const decoded = decodeHTML(out);
    if (decoded === out) break;
    out = decoded;
  }
  if (!out.includes("<")) return out;
  return out.replace(htmlTag, (tag) => (breakingTag.test(tag) ? "\n" : ""));
}
