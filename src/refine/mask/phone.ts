import { type Span, spansOf } from "./kinds.ts";

/** What people write between the groups of a number: a sign with or without blanks around it, or a blank. Within a line. */
const sep = "(?:[^\\S\\n]?[-–—‐‑.·ㆍ/][^\\S\\n]?|[^\\S\\n])";
const country = "(?:\\+?82[-–.\\s)]{0,2}\\(?0?\\)?[-–.\\s]?|\\(?0)";
/** Behind a longer number, or a part of one, nothing is a telephone number. */
const start = "(?<![\\d]|\\d[-–.,/])";
const end = "(?!\\d|[-–.·/]\\d)";

/** Mobile, internet and personal numbers (010…019, 070, 050x), with any or no separators. */
const mobile = new RegExp(`${start}${country}(?:1[016789]|70|50\\d)\\)?${sep}?\\d{3,4}${sep}?\\d{4}${end}`, "g");
/** Area codes (02, 031…064): only with separators, since bare digits could be any number. */
const landline = new RegExp(
  `${start}${country}(?:2|3[1-3]|4[1-4]|5[1-5]|6[1-4])(?:\\)${sep}?|${sep})\\d{3,4}${sep}\\d{4}${end}`,
  "g",
);

/**
 * Telephone numbers of persons, as 전기통신번호관리세칙 forms them. "문의는 010-1234-5678 이나 +82 10 1234 5678 로".
 * Nationwide business numbers (1588-0000) stay: they belong to no person.
 */
export function findPhones(text: string): Span[] {
  return [...spansOf(text, mobile), ...spansOf(text, landline)];
}
