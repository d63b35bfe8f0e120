import { type Span, spansOf } from "./kinds.ts";

/** Digits in groups, or in one: with hyphens of any kind, points or single blanks between them. */
const number = "\\d(?:[^\\S\\n]?[-–—·.]?[^\\S\\n]?\\d){8,17}";
const near = "[^\\d\\n]{0,15}";
/** Names that are nothing but banks, with or without the word. */
const banks = "신한|농협|카카오|토스|케이|새마을|우체국|수협|신협|씨티|아이엠|SC제일|IBK|NH|KB|KEB";
/** And those that mean something else in most sentences: "기업 2024", "하나 둘". */
const words = "국민|우리|하나|기업|제일|산업|대구|부산|광주|전북|경남|제주";
const bank = "(?:은행|뱅크|금고)";
const pattern = new RegExp(
  `(?:(?:${banks})${bank}?|(?:${words})${bank})${near}(?<!\\d)(${number})(?![-–\\d])|(?:계좌(?:\\s?번호)?|입금(?:\\s?계좌)?|송금|account(?: number| no)?)${near}(?<!\\d)(${number})(?![-–\\d])`,
  "gi",
);
/** Only in the very form of an account: three or four groups with hyphens. */
const word = new RegExp(
  `(?<![가-힣])(?:${words})[:：\\s]{1,3}(\\d{3,6}[-–]\\d{2,6}[-–]\\d{4,7}(?:[-–]\\d{1,3})?)(?![-–\\d])`,
  "g",
);

/** "110-123-456789 계좌로 보내 주세요". Without hyphens it might be any number. */
const before = /(?<![\d-–])\d{2,6}[-–][\d-–]{5,14}\d(?=[^\S\n]?(?:계좌|통장|으로[^\S\n]입금|로[^\S\n]입금))/g;

/**
 * Bank accounts: ten to fourteen digits behind the name of a bank or the word for account, or before that word; each bank groups them differently
 * (금융결제원, 은행별 계좌번호 체계). "국민은행 123456-04-123456 홍길동".
 */
export function findAccounts(text: string): Span[] {
  return [
    ...spansOf(text, pattern, ([, written]) => countsUp(written), 1),
    ...spansOf(text, pattern, ([, , written]) => countsUp(written), 2),
    ...spansOf(text, word, ([, written]) => countsUp(written), 1),
    ...spansOf(text, before, ([written]) => countsUp(written)),
  ];
}

function countsUp(written: string | undefined): boolean {
  if (
    written === undefined ||
    /--|(?:^|\D)(?:19|20)\d\d[^\S\n]?[-–.][^\S\n]?(?:0?\d|1[0-2])[^\S\n]?[-–.][^\S\n]?[0-3]?\d(?:\D|$)/.test(written)
  )
    return false;
  const digits = written.replace(/\D/g, "").length;
  // 2024-03-05-style dates have eight digits, and no bank has fewer than ten.
  return digits >= 10 && digits <= 14;
}
