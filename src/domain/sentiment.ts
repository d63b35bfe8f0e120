export const sentimentLabels = ["positive", "negative", "neutral"] as const;
export type SentimentLabel = (typeof sentimentLabels)[number];

/** Sentiment of one stretch of a document's clean text. Offsets are UTF-16 code units, end exclusive. */
export interface SentenceSentiment {
  start: number;
  end: number;
  label: SentimentLabel;
  /** Probability of the positive class, 0–1. */
  positive: number;
}
