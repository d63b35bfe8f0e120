/** How much of a label an extracted text holds, by overlap of word 4-grams as in the article-extraction benchmark. */
export interface Score {
  precision: number;
  recall: number;
  f1: number;
}

interface Overlap {
  truePositive: number;
  falsePositive: number;
  falseNegative: number;
}

const words = /[\p{L}\p{N}_]+/gu;

/** Counts of word 4-grams; a text shorter than four words is one shingle. */
function shingles(text: string): Map<string, number> {
  const tokens = text.toLowerCase().match(words) ?? [];
  const counts = new Map<string, number>();
  if (tokens.length === 0) return counts;
  for (let i = 0; i === 0 || i + 4 <= tokens.length; i++) {
    const shingle = tokens.slice(i, i + 4).join(" ");
    counts.set(shingle, (counts.get(shingle) ?? 0) + 1);
  }
  return counts;
}

/** Shares of shingles that both texts hold, that only the extracted one holds, and that only the label holds. */
function overlap(label: string, extracted: string): Overlap {
  const [wanted, got] = [shingles(label), shingles(extracted)];
  let [truePositive, falsePositive, falseNegative] = [0, 0, 0];
  for (const key of new Set([...wanted.keys(), ...got.keys()])) {
    const [a, b] = [wanted.get(key) ?? 0, got.get(key) ?? 0];
    truePositive += Math.min(a, b);
    falsePositive += Math.max(0, b - a);
    falseNegative += Math.max(0, a - b);
  }
  const total = truePositive + falsePositive + falseNegative;
  if (total === 0) return { truePositive: 0, falsePositive: 0, falseNegative: 0 };
  return {
    truePositive: truePositive / total,
    falsePositive: falsePositive / total,
    falseNegative: falseNegative / total,
  };
}

/** Score of one page. */
export function pageScore(label: string, extracted: string): Score {
  return scoreOf([overlap(label, extracted)]);
}

/** Score of many pages: every page weighs the same; precision and recall are taken over the summed overlaps, F1 from the two. */
export function corpusScore(pages: readonly { label: string; extracted: string }[]): Score {
  return scoreOf(pages.map((page) => overlap(page.label, page.extracted)));
}

function scoreOf(overlaps: readonly Overlap[]): Score {
  const sum = (read: (one: Overlap) => number): number => overlaps.reduce((total, one) => total + read(one), 0);
  const truePositive = sum((one) => one.truePositive);
  const falsePositive = sum((one) => one.falsePositive);
  const falseNegative = sum((one) => one.falseNegative);
  if (truePositive + falsePositive + falseNegative === 0) return { precision: 1, recall: 1, f1: 1 };
  const precision = truePositive + falsePositive === 0 ? 1 : truePositive / (truePositive + falsePositive);
  const recall = truePositive + falseNegative === 0 ? 1 : truePositive / (truePositive + falseNegative);
  const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return { precision, recall, f1 };
}
