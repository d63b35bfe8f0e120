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
    // By hand: (1 letter × 0.1 + 80 × 0.9) / 81.
    const judged = documentSentiment(text, spans, [0.1, 0.9, 0], 0.1);
    expect(judged?.positive).toBeCloseTo(72.1 / 81, 4);
    expect(judged?.sentences.map(({ label }) => label)).toEqual(["negative", "positive", "neutral"]);
    expect(judged?.label).toBe("positive");
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
