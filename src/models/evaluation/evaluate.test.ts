import { describe, expect, it } from "vitest";
import { ErrorSamples } from "./error-samples.ts";
import { evaluate } from "./evaluate.ts";

describe("evaluate", () => {
  // Worked by hand: 3 right positives, 1 missed, 2 false alarms, 4 right negatives.
  const judged = [
    ...[0.9, 0.9, 0.6, 0.3].map((positive) => ({ label: 1 as const, positive })),
    ...[0.8, 0.6, 0.1, 0.1, 0.1, 0.4].map((positive) => ({ label: 0 as const, positive })),
  ];
  const result = evaluate(judged);

  it("counts the confusion matrix", () => {
    expect(result.confusion).toEqual({ truePositive: 3, falseNegative: 1, falsePositive: 2, trueNegative: 4 });
    expect(result.count).toBe(10);
  });

  it("tells accuracy, precision, recall and both F1 figures", () => {
    expect(result.accuracy).toBeCloseTo(0.7, 12);
    expect(result.precision).toBeCloseTo(3 / 5, 12);
    expect(result.recall).toBeCloseTo(3 / 4, 12);
    expect(result.f1).toBeCloseTo(6 / 9, 12);
    expect(result.macroF1).toBeCloseTo((6 / 9 + 8 / 11) / 2, 12);
  });

  it("bins confidence in fifteenths for the calibration error", () => {
    // Confidences: 0.9 five times, all right → gap 0.5; 0.6 three times (positive right, positive wrong, negative right)
    // → |1.8 − 2| = 0.2; 0.7 once, wrong → 0.7; 0.8 once, wrong → 0.8. Sum 2.2 over 10 texts.
    expect(result.ece).toBeCloseTo(0.22, 12);
    expect(result.bins).toHaveLength(15);
    expect(result.bins[13]).toMatchObject({ count: 5, accuracy: 1 });
    expect(result.bins[13]?.confidence).toBeCloseTo(0.9, 12);
    expect(result.bins[0]).toMatchObject({ count: 0, confidence: null, accuracy: null });
  });

  it("gives zeros, not NaN, for nothing", () => {
    expect(evaluate([])).toMatchObject({ count: 0, accuracy: 0, f1: 0, macroF1: 0, ece: 0 });
  });
});

describe("ErrorSamples", () => {
  it("keeps the surest wrong answers, surest first, and never a right one", () => {
    const samples = new ErrorSamples(2);
    for (let i = 0; i < 100; i++) samples.add({ text: `글 ${i}`, label: 0, positive: 0.5 + (i % 50) / 200 });
    samples.add({ text: "맞음", label: 1, positive: 0.99 });
    samples.add({ text: "가".repeat(1000), label: 1, positive: 0.01 });
    expect(samples.list().map(({ positive }) => positive)).toEqual([0.01, 0.745]);
    expect(samples.list()[0]?.text).toHaveLength(300);
  });
});
