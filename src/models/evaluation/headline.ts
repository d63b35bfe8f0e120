import type { Evaluation } from "./evaluate.ts";

/** The figures of an evaluation that go with a model version: accuracy, F1, macro F1, precision, recall, ECE; all 0–1. */
export function headlineMetrics(evaluation: Evaluation): Record<string, number> {
  const { accuracy, f1, macroF1, precision, recall, ece } = evaluation;
  return Object.fromEntries(
    Object.entries({ accuracy, f1, macroF1, precision, recall, ece }).map(([key, value]) => [
      key,
      Number(value.toFixed(6)),
    ]),
  );
}
