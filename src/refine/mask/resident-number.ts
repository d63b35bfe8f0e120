import { type Span, spansOf } from "./kinds.ts";

const pattern = /(?<!\d)(\d{6})[^\S\n]?[-–—·./]?[^\S\n]?([1-8]\d{6})(?!\d)/g;
const weights = [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5];

/**
 * Resident registration numbers: a date of birth, a century digit and a check digit (주민등록법 시행규칙 제2조; foreigners 출입국관리법).
 * "주민번호는 900101-1234568 입니다". Numbers given since October 2020 are random behind the century digit and have no check digit.
 */
export function findResidentNumbers(text: string): Span[] {
  return spansOf(text, pattern, (match) => isResidentNumber(`${match[1]}${match[2]}`));
}

/** Checks thirteen digits. */
export function isResidentNumber(digits: string): boolean {
  const n = [...digits].map(Number);
  const century = n[6] ?? 0;
  const month = Number(digits.slice(2, 4));
  const day = Number(digits.slice(4, 6));
  if (month < 1 || month > 12 || day < 1 || day > 31) return false;
  const year = (century % 4 === 1 || century % 4 === 2 ? 1900 : 2000) + Number(digits.slice(0, 2));
  if (year * 100 + month >= 202010) return true;
  const sum = weights.reduce((total, weight, i) => total + weight * (n[i] ?? 0), 0);
  const check = century >= 5 ? (13 - (sum % 11)) % 10 : (11 - (sum % 11)) % 10;
  return check === n[12];
}
