import { decodeHTML } from "entities";

/** Text of a short piece of markup such as a search result's title: `<b>스위스</b> 여행 &amp; 맛집` → `스위스 여행 & 맛집`. */
export function plainText(markup: string): string {
  const breaks = markup.replaceAll(/<(?:br|\/p|\/div|\/li|\/h[1-6])\b[^>]{0,200}>/gi, "\n");
  const text = decodeHTML(breaks.replaceAll(/<\/?[a-z!][^<>]{0,2000}>/gi, ""));
  return text
    .split("\n")
    .map((line) => line.replaceAll(/[^\S\n]+/g, " ").trim())
    .filter((line) => line !== "")
    .join("\n");
}
