import { type Span, spansOf } from "./kinds.ts";

/** Mobile, internet and personal numbers (010…019, 070, 050x), with any or no separators. */
const mobile =
  /(?<![\d]|\d[-.])(?:\+?82[-.\s)]{0,2}\(?0?\)?|\(?0)(?:1[016789]|70|50\d)[-.\s)]{0,2}\d{3,4}[-.\s]{0,2}\d{4}(?!\d)/g;
/** Area codes (02, 031…064): only with separators, since bare digits could be any number. */
const landline =
  /(?<![\d]|\d[-.])(?:\+?82[-.\s]?|\(?0)(?:2|3[1-3]|4[1-4]|5[1-5]|6[1-4])[-.\s)]{1,2}\d{3,4}[-.\s]\d{4}(?!\d)/g;

/**
 * Telephone numbers of persons, as 전기통신번호관리세칙 forms them. "문의는 010-1234-5678 이나 +82 10 1234 5678 로".
 * Nationwide business numbers (1588-0000) stay: they belong to no person.
 */
export function findPhones(text: string): Span[] {
  return [...spansOf(text, mobile), ...spansOf(text, landline)];
}
