/** Kinds of personal data, in the order in which they win when two claim the same characters. */
export const maskKinds = [
  "email",
  "residentNumber",
  "passport",
  "card",
  "phone",
  "account",
  "plate",
  "address",
] as const;
export type MaskKind = (typeof maskKinds)[number];

/** What stands in the text instead. */
export const placeholders: Readonly<Record<MaskKind, string>> = {
  email: "[이메일]",
  residentNumber: "[주민등록번호]",
  passport: "[여권번호]",
  card: "[카드번호]",
  phone: "[전화번호]",
  account: "[계좌번호]",
  plate: "[차량번호]",
  address: "[주소]",
};

/** A stretch of text, UTF-16 code units, end exclusive. */
export interface Span {
  start: number;
  end: number;
}

/** Spans of all matches that pass the test; `group` narrows a span to one capturing group at the end of the match. */
export function spansOf(
  text: string,
  pattern: RegExp,
  test: (match: RegExpExecArray) => boolean = () => true,
  group = 0,
): Span[] {
  const spans: Span[] = [];
  for (const match of text.matchAll(pattern)) {
    if (!test(match)) continue;
    const end = match.index + match[0].length;
    spans.push({ start: group === 0 ? match.index : end - (match[group]?.length ?? 0), end });
  }
  return spans;
}
