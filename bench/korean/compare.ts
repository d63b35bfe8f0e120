import type { ReadToken } from "./report.ts";

export interface Comparison {
  /** F1 of nouns (NNG, NNP), text by text and as often as they stand there. */
  nounF1: number;
  /** Of the nouns with 이, particle or copula, behind them: the share whose end this reading does not see. */
  glued: number;
}

/** How a reading stands to another one that is taken for right. */
export function compare(read: readonly ReadToken[][], right: readonly ReadToken[][]): Comparison {
  let both = 0;
  let found = 0;
  let wanted = 0;
  let places = 0;
  let glued = 0;
  for (const [i, truth] of right.entries()) {
    const tokens = read[i] ?? [];
    const mine = nouns(tokens);
    const theirs = nouns(truth);
    for (const [noun, count] of theirs) both += Math.min(count, mine.get(noun) ?? 0);
    found += total(mine);
    wanted += total(theirs);
    const starts = new Set(tokens.map(([, , start]) => start));
    for (const [at, [surface, tag, start]] of truth.entries()) {
      const before = truth[at - 1];
      if (surface !== "이" || !/^(JKS|VCP)/.test(tag) || before === undefined || !isNoun(before[1])) continue;
      if (before[2] + before[0].length !== start) continue;
      places++;
      if (!starts.has(start)) glued++;
    }
  }
  const nounF1 = (2 * both) / Math.max(1, found + wanted);
  return { nounF1, glued: glued / Math.max(1, places) };
}

const isNoun = (tag: string) => /^NN[GP]/.test(tag);

function nouns(tokens: readonly ReadToken[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [surface, tag] of tokens) if (isNoun(tag)) counts.set(surface, (counts.get(surface) ?? 0) + 1);
  return counts;
}

const total = (counts: ReadonlyMap<string, number>) => [...counts.values()].reduce((sum, count) => sum + count, 0);
