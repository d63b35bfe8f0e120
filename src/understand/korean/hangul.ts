const first = 0xac00;
const count = 11172;

/** Parts of a composed syllable as indexes: onset 0–18, vowel 0–20, final 0–27 (0 = none). Null for anything else. */
export interface SyllableParts {
  onset: number;
  vowel: number;
  final: number;
}

/** Indexes of finals that rules name. */
export const finals = { none: 0, rieul: 8, rieulGiyeok: 9, kieuk: 24, hieut: 27, ssangSiot: 20, siot: 19 } as const;
/** Index of the silent onset ㅇ. */
export const silentOnset = 11;

const finalLetters = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ";

export function syllableParts(text: string, at: number): SyllableParts | null {
  const index = text.charCodeAt(at) - first;
  if (!(index >= 0 && index < count)) return null;
  return { onset: Math.floor(index / 588), vowel: Math.floor((index % 588) / 28), final: index % 28 };
}

export function composeSyllable({ onset, vowel, final }: SyllableParts): string {
  return String.fromCharCode(first + onset * 588 + vowel * 28 + final);
}

/** The final consonant as a compatibility letter (ㅋ), or "" for none. */
export function finalLetter(final: number): string {
  return final === 0 ? "" : (finalLetters[final - 1] ?? "");
}

export function isSyllable(code: number): boolean {
  return code >= first && code < first + count;
}

/** Compatibility jamo ㄱ–ㅣ, as in ㅋㅋ and ㅠㅠ. */
export function isJamo(code: number): boolean {
  return code >= 0x3131 && code <= 0x3163;
}
