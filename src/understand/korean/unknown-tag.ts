import { isSyllable } from "./hangul.ts";

/**
 * A tag for letters that make no known word, by script: digits SN, Latin SL, Han SH, laughter and crying IC, signs SW or SF,
 * everything else with letters NNG.
 */
export function tagUnknown(surface: string): string {
  if (/^[\p{N}.,]*\p{N}$/u.test(surface)) return "SN";
  if (/^[.!?…。]+$/u.test(surface)) return "SF";
  if (/^[ㄱ-ㅣ]+$/u.test(surface)) return "IC";
  if (/^[\p{scx=Latin}\p{N}\p{M}'_-]+$/u.test(surface)) return "SL";
  if (/^\p{sc=Han}+$/u.test(surface)) return "SH";
  if (isSyllable(surface.charCodeAt(0)) || /\p{L}/u.test(surface)) return "NNG";
  return "SW";
}
