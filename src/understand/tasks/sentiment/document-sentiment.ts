import type { SentenceSentiment, SentimentLabel } from "../../../domain/sentiment.ts";
import type { SentenceSpan } from "../../korean/sentences.ts";

export interface DocumentSentiment {
  label: SentimentLabel;
  /** 0–1. */
  positive: number;
  sentences: SentenceSentiment[];
}

/** A sentence weighs by its letters up to this many; beyond, length is rambling and not more feeling. */
const fullWeight = 80;

/** What a sentence without any lean still weighs, so that a page of mere facts comes out in the middle. */
const leastConviction = 0.05;

/**
 * A document's sentiment from its sentences': the mean of their probabilities, weighted by letters (at most 80 a sentence) and
 * by conviction (how far each lies from 0.5). So "네." counts little, one endless sentence does not drown the rest, and neither
 * do the plain facts around an opinion: "기차로 두 시간 걸렸다. 경치가 정말 아름다웠다." speaks well of its trip. Probabilities within `neutralBand` of 0.5
 * are neutral, for sentences and documents alike. Null when no sentence holds a letter.
 */
export function documentSentiment(
  text: string,
  spans: readonly SentenceSpan[],
  probabilities: readonly number[],
  neutralBand: number,
): DocumentSentiment | null {
  let sum = 0;
  let weights = 0;
  const sentences = spans.map(({ start, end }, i): SentenceSentiment => {
    const letters = countLetters(text, start, end);
    const positive = letters === 0 ? 0.5 : round(probabilities[i] ?? 0.5);
    const weight = Math.min(letters, fullWeight) * (Math.abs(2 * positive - 1) + leastConviction);
    sum += positive * weight;
    weights += weight;
    return { start, end, positive, label: labelOf(positive, neutralBand) };
  });
  if (weights === 0) return null;
  const positive = round(sum / weights);
  return { label: labelOf(positive, neutralBand), positive, sentences };
}

export function labelOf(positive: number, neutralBand: number): SentimentLabel {
  if (neutralBand > 0 && Math.abs(positive - 0.5) < neutralBand) return "neutral";
  return positive >= 0.5 ? "positive" : "negative";
}

function countLetters(text: string, start: number, end: number): number {
  return text.slice(start, end).match(/\p{L}/gu)?.length ?? 0;
}

function round(probability: number): number {
  return Number(probability.toFixed(4));
}
