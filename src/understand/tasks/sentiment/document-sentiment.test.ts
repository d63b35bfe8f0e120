import { describe, expect, it } from "vitest";
import { documentSentiment } from "./document-sentiment.ts";

describe("documentSentiment", () => {
  const text = `네. ${"좋은글".repeat(100)}. ---`;
  const spans = [
    { start: 0, end: 2 },
    { start: 3, end: 304 },
    { start: 305, end: 308 },
  ];

  it("weighs sentences by letters, at most 80 each, and signs not at all", () => {
    // By hand: (1 letter × 0.1 + 80 × 0.9) / 81; both are as sure.
    const judged = documentSentiment(text, spans, [0.1, 0.9, 0], 0.1);
    expect(judged?.positive).toBeCloseTo(72.1 / 81, 4);
    expect(judged?.sentences.map(({ label }) => label)).toEqual(["negative", "positive", "neutral"]);
    expect(judged?.label).toBe("positive");
  });

  it("lets an opinion speak among plain facts", () => {
    // By hand: 3 letters each; weights 3 × 0.05 and 3 × 0.85.
    const judged = documentSentiment(
      "사실은. 좋았다.",
      [
        { start: 0, end: 4 },
        { start: 5, end: 9 },
      ],
      [0.5, 0.9],
      0.1,
    );
    expect(judged?.positive).toBeCloseTo((0.5 * 0.05 + 0.9 * 0.85) / 0.9, 4);
  });

  it("calls the middle neutral, as wide as the band says", () => {
    const one = [{ start: 0, end: 2 }];
    expect(documentSentiment(text, one, [0.55], 0.1)?.label).toBe("neutral");
    expect(documentSentiment(text, one, [0.55], 0.05)?.label).toBe("positive");
    expect(documentSentiment(text, one, [0.45], 0)?.label).toBe("negative");
  });

  it("says nothing about nothing", () => {
    expect(documentSentiment("--- !!!", [{ start: 0, end: 7 }], [0.9], 0.1)).toBeNull();
    expect(documentSentiment("", [], [], 0.1)).toBeNull();
  });
});
