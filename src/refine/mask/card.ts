import { type Span, spansOf } from "./kinds.ts";

const sep = "(?:[^\\S\\n]?[-–—.·/][^\\S\\n]?|[^\\S\\n])?";
const pattern = new RegExp(
  `(?<!\\d|\\d[-–.])(?:[3-69]\\d{3}(?:${sep}\\d{4}){3}|3[47]\\d{2}${sep}\\d{6}${sep}\\d{5})(?!\\d|[-–.]\\d)`,
  "g",
);

/** Payment cards by the check of ISO/IEC 7812-1 (Luhn). "카드 4111-1111-1111-1111 로 결제". */
export function findCards(text: string): Span[] {
  return spansOf(text, pattern, (match) => passesLuhn(match[0].replace(/\D/g, "")));
}

export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    sum += i % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
  }
  return sum % 10 === 0 && /[^0]/.test(digits);
}
