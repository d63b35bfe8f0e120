import { isZeroWidth } from "../../lib/zero-width.ts";
import { composeSyllable, finalLetter, finals, isJamo, isSyllable, silentOnset, syllableParts } from "./hangul.ts";
import { type MappedText, MappedTextBuilder } from "./mapped-text.ts";

/**
 * Frequent slips whose right form has the same length. Source: National Institute of Korean Language, Hangul orthography
 * §16–18 and §35 (past -었-/-았-, -겠-, 되어 → 돼) and standard language rule §17 (-습니다).
 */
const slips: readonly (readonly [wrong: string, right: string])[] = [
  ["엇어", "었어"], // 재밌엇어요 → 재밌었어요
  ["엇다", "었다"], // 좋엇다 → 좋었다, which the dictionary reads as a past form
  ["엇는", "었는"],
  ["햇어", "했어"], // 추천햇어요 → 추천했어요
  ["햇다", "했다"],
  ["햇는", "했는"],
  ["겟다", "겠다"], // 다시 보겟다 → 다시 보겠다
  ["겟어", "겠어"],
  ["겟습", "겠습"],
  ["됬", "됐"], // 안됬다 → 안됐다
  ["읍니다", "습니다"], // 있읍니다 → 있습니다
];
const slipStarts = new Set(slips.map(([wrong]) => wrong[0]));

/**
 * Web spelling brought nearer to the dictionary, with the way back to the original. In the manner of twitter-korean-text's
 * normaliser (the rules are documented in its README; the code is ours):
 *
 * - a run of one letter keeps two: ㅋㅋㅋㅋㅋ → ㅋㅋ, 와아아아아 → 와아아, !!!!!! → !!
 * - a repeated pair keeps two: 훌쩍훌쩍훌쩍훌쩍 → 훌쩍훌쩍
 * - laughter stuck to a syllable comes off: 욬ㅋㅋ → 요ㅋㅋ, 좋닿ㅎㅎ → 좋다ㅎㅎ
 * - a cry's hard ending comes off: 하앍 → 하아, 으앜 → 으아 (부엌 stays: its 어 is not drawn out of the syllable before)
 * - frequent slips: 재밌엇어요 → 재밌었어요
 * - signs without width vanish, so that the word they stand in is whole
 */
export function normaliseKorean(original: string): MappedText {
  // Same length: a lone surrogate becomes U+FFFD, and the analyser takes well-formed text only.
  const text = original.toWellFormed();
  const builder = new MappedTextBuilder(text.length);
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (isZeroWidth(code)) {
      at++;
      continue;
    }
    const run = runLength(text, at, 1);
    if (run > 2 && !isDigit(code) && !isSurrogate(code)) {
      builder.add(text.slice(at, at + 1), at, at + 1);
      builder.add(text.slice(at + 1, at + 2), at + 1, at + run);
      at += run;
      continue;
    }
    if (isSyllable(code) && isSyllable(text.charCodeAt(at + 1))) {
      const pairs = runLength(text, at, 2);
      if (pairs > 2) {
        builder.add(text.slice(at, at + 3), at, at + 3);
        builder.add(text.slice(at + 3, at + 4), at + 3, at + pairs * 2);
        at += pairs * 2;
        continue;
      }
    }
    const slip = slipStarts.has(text[at]) ? slips.find(([wrong]) => text.startsWith(wrong, at)) : undefined;
    if (slip !== undefined) {
      builder.add(slip[1], at, at + slip[0].length);
      at += slip[0].length;
      continue;
    }
    builder.add(isSyllable(code) ? openSyllable(text, at) : text.charAt(at), at, at + 1);
    at++;
  }
  return builder.build(text.length);
}

/** The syllable at `at` without a final that is laughter or a cry rather than part of the word. */
function openSyllable(text: string, at: number): string {
  const parts = syllableParts(text, at);
  if (parts === null || parts.final === finals.none) return text.charAt(at);
  const next = text.charAt(at + 1);
  const laughs = (parts.final === finals.kieuk || parts.final === finals.hieut) && next === finalLetter(parts.final);
  if (laughs) return composeSyllable({ ...parts, final: finals.none });
  const wordEnds = next === "" || !isSyllable(next.charCodeAt(0));
  const hard = parts.final === finals.kieuk || parts.final === finals.rieulGiyeok;
  if (!wordEnds || !hard || parts.onset !== silentOnset || at === 0) return text.charAt(at);
  const before = syllableParts(text, at - 1);
  const drawnOut = before !== null && before.final === finals.none && sameSound(before.vowel, parts.vowel);
  return drawnOut ? composeSyllable({ ...parts, final: finals.none }) : text.charAt(at);
}

// Vowels by Unicode index: ㅏ 0, ㅑ 2, ㅓ 4, ㅡ 18. A cry goes on with its own vowel or opens from ㅡ (흐엌, 으앜).
function sameSound(before: number, vowel: number): boolean {
  return before === vowel || before === 18;
}

/** How many times the `size` units at `at` stand there in a row. */
function runLength(text: string, at: number, size: number): number {
  let times = 1;
  let next = at + size;
  while (next + size <= text.length && same(text, at, next, size)) {
    times++;
    next += size;
  }
  return times;
}

function same(text: string, a: number, b: number, size: number): boolean {
  for (let i = 0; i < size; i++) if (text.charCodeAt(a + i) !== text.charCodeAt(b + i)) return false;
  return true;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}

/** True when a text has laughter or crying letters at `at`: ㅋ ㅎ ㅠ ㅜ. */
export function isFeelingLetter(code: number): boolean {
  return isJamo(code) && (code === 0x314b || code === 0x314e || code === 0x3160 || code === 0x315c);
}
