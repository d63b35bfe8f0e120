import { type Span, spansOf } from "./kinds.ts";

// M12345678, since December 2021 M123A4567; other letters stand for other kinds of passport.
const pattern = /(?:여권|passport)[^\d\n]{0,15}?(?<![A-Z\d])([MSRODG]\d{3}[A-Z\d]\d{4})(?![A-Z\d])/gi;

/** Numbers of Korean passports behind the word for passport (외교부, 여권번호 체계). "여권 번호 M12345678". */
export function findPassports(text: string): Span[] {
  return spansOf(text, pattern, () => true, 1);
}
