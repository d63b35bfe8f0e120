import { finals, isSyllable, syllableParts } from "./hangul.ts";

/**
 * A tag for what the dictionary does not know, by script: digits SN, Latin SL, Han SH, laughter and crying IC, signs SW or
 * SF, everything else with letters NNG. One gap of the dictionary is mended by its place: the single syllable 이 is the
 * subject particle after a final consonant ("사람이 온다") and else a determiner ("이 영화"); Korean grammar for foreign
 * learners 1 (National Institute of Korean Language, 2005), the particles 이/가.
 */
export function tagUnknown(surface: string, text: string, start: number): string {
  if (surface === "이") {
    const before = start > 0 ? syllableParts(text, start - 1) : null;
    return before !== null && before.final !== finals.none ? "JKS" : "MM";
  }
  if (/^[\p{N}.,]*\p{N}$/u.test(surface)) return "SN";
  if (/^[.!?…。]+$/u.test(surface)) return "SF";
  if (/^[ㄱ-ㅣ]+$/u.test(surface)) return "IC";
  if (/^[\p{scx=Latin}\p{N}\p{M}'_-]+$/u.test(surface)) return "SL";
  if (/^\p{sc=Han}+$/u.test(surface)) return "SH";
  if (isSyllable(surface.charCodeAt(0)) || /\p{L}/u.test(surface)) return "NNG";
  return "SW";
}
