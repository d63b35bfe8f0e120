import type { Prediction } from "../contracts/index.ts";
import type { PredictionAnswer } from "../models/index.ts";

/** Predictions as the contract has them: the label, how sure, and the version that answered. */
export function presentPredictions({ model, predictions }: PredictionAnswer, probs: boolean): Prediction[] {
  return predictions.map(({ positive }) => {
    const confidence = Math.max(positive, 1 - positive);
    return {
      prediction: positive >= 0.5 ? "positive" : "negative",
      confidence: round(confidence),
      ...(probs ? { probabilities: { positive: round(positive), negative: round(1 - positive) } } : {}),
      model,
    };
  });
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
