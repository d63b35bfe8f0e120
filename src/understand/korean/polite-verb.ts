import type { KoreanToken } from "../../korean/index.ts";
import { isJamo } from "./hangul.ts";

/** Stems of one syllable that the ending -아요/-어요 melts into without a trace, and that a noun with 요 looks the same as. */
const stems = new Set("가 개 나 내 대 매 베 사 새 서 세 자 재 차 캐 타 파 패 펴".split(" "));

/**
 * True when a noun such as 가요 (song) is a verb with its polite ending: "자주 가요", "배터리가 오래가요". The dictionary gives the noun in either
 * place. It is the verb where an adverb or a particle of a clause stands before and nothing goes on behind: a noun there
 * would want a particle or the copula. Source: National Institute of Korean Language, Hangul orthography §34 (가아요 → 가요).
 */
export function isPoliteVerb(tokens: readonly KoreanToken[], i: number): boolean {
  const token = tokens[i];
  if (token === undefined || !/^NN[GP]$/.test(token.tag) || token.surface.length !== 2) return false;
  if (token.surface[1] !== "요" || !stems.has(token.surface.charAt(0))) return false;
  const before = tokens[i - 1];
  const after = tokens[i + 1];
  const inClause = before !== undefined && /^(MAG|JKS|JKO|JKB|JX)$/.test(before.tag);
  const ends = after === undefined || /^(S[FPEYWCS]|IC)/.test(after.tag) || isJamo(after.surface.charCodeAt(0));
  return inClause && ends;
}
