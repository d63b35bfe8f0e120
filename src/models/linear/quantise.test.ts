import { describe, expect, it } from "vitest";
import { fitPlatt, sigmoid } from "./calibrate.ts";
import { quantiseWeights } from "./quantise.ts";
import { seededRandom } from "./random.ts";

describe("quantiseWeights", () => {
  const read = (nibbles: Uint8Array, levels: readonly number[], i: number) =>
    levels[((nibbles[i >>> 1] ?? 0) >>> ((i & 1) << 2)) & 15] ?? Number.NaN;

  it("keeps sign and rough size, drops what is below the floor", () => {
    const weights = Float32Array.from([0, 0.01, -0.5, 0.5, 2, -2, 4, -0.02]);
    const { nibbles, levels, kept } = quantiseWeights(weights, 0.05);
    expect(kept).toBe(5);
    const back = [...weights].map((_, i) => read(nibbles, levels, i));
    expect(back[0]).toBe(0);
    expect(back[1]).toBe(0);
    expect(back[7]).toBe(0);
    for (const i of [2, 3, 4, 5, 6]) expect(back[i]).toBeCloseTo(weights[i] ?? 0, 2);
  });

  it("leaves a table of nothing as nothing", () => {
    expect(quantiseWeights(new Float32Array(8), 0)).toEqual({
      nibbles: new Uint8Array(4),
      levels: new Array(15).fill(0),
      kept: 0,
    });
  });
});

describe("fitPlatt", () => {
  it("finds slope and offset that scores were drawn with", () => {
    const random = seededRandom(3);
    const scores = Float64Array.from({ length: 20_000 }, () => random.next() * 8 - 4);
    const labels = Uint8Array.from(scores, (score) => (random.next() < sigmoid(1.7 * score - 0.6) ? 1 : 0));
    const { slope, offset } = fitPlatt(scores, labels);
    expect(slope).toBeCloseTo(1.7, 1);
    expect(offset).toBeCloseTo(-0.6, 1);
  });

  it("changes nothing with one class", () => {
    expect(fitPlatt(Float64Array.from([1, 2]), Uint8Array.from([1, 1]))).toEqual({ slope: 1, offset: 0 });
  });
});
