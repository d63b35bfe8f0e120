import { type Span, spansOf } from "./kinds.ts";

const pattern =
  /(?:국민|신한|우리|하나|농협|기업|카카오|토스|케이|새마을|우체국|수협|신협|제일|씨티|산업|대구|부산|광주|전북|경남|제주|아이엠)(?:은행|뱅크|금고)?[^\d\n]{0,15}(?<!\d)(\d[\d-]{8,18}\d)(?![\d-])|(?:계좌(?:\s?번호)?|입금(?:\s?계좌)?|account(?: number| no)?)[^\d\n]{0,15}(\d[\d-]{8,18}\d)(?![\d-])/gi;

/** "110-123-456789 계좌로 보내 주세요". Without hyphens it might be any number. */
const before = /(?<![\d-])\d{2,6}-[\d-]{5,14}\d(?=[^\S\n]?(?:계좌|통장|으로[^\S\n]입금|로[^\S\n]입금))/g;

/**
 * Bank accounts: ten to fourteen digits behind the name of a bank or the word for account, or before that word; each bank groups them differently
 * (금융결제원, 은행별 계좌번호 체계). "국민은행 123456-04-123456 홍길동".
 */
export function findAccounts(text: string): Span[] {
  return spansOf(text, pattern, isAccount, 1)
    .concat(spansOf(text, pattern, isLabelled, 2))
    .concat(spansOf(text, before, ([written]) => countsUp(written)));
}

function isAccount(match: RegExpExecArray): boolean {
  return match[1] !== undefined && countsUp(match[1]);
}

function isLabelled(match: RegExpExecArray): boolean {
  return match[2] !== undefined && countsUp(match[2]);
}

function countsUp(written: string): boolean {
  const digits = written.replace(/\D/g, "").length;
  // 2024-03-05-style dates have eight digits, and no bank has fewer than ten.
  return digits >= 10 && digits <= 14 && !written.includes("--");
}
