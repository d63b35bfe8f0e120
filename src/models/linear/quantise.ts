/** Weights as 4-bit codes: 0 is nothing, 1–7 positive and 8–14 negative levels; 15 is not used. */
export interface QuantisedWeights {
  /** Two codes a byte, low nibble first. */
  nibbles: Uint8Array;
  /** Value of each of the 15 codes. */
  levels: number[];
  /** Codes that are not 0. */
  kept: number;
}

const bins = 4096;
const magnitudes = 7;

/**
 * Seven magnitudes, placed by Lloyd's rule (each the mean of the weights nearest to it) over a histogram of |weight|;
 * weights below `floor` are dropped. Uneven levels, because a few weights are a hundred times the usual.
 */
export function quantiseWeights(weights: Float32Array, floor: number): QuantisedWeights {
  let top = 0;
  for (const weight of weights) top = Math.max(top, Math.abs(weight));
  const nibbles = new Uint8Array(weights.length / 2);
  if (top <= floor) return { nibbles, levels: new Array<number>(2 * magnitudes + 1).fill(0), kept: 0 };

  const histogram = new Float64Array(bins);
  for (const weight of weights) {
    const size = Math.abs(weight);
    if (size > floor) histogram[binOf(size, top)] = (histogram[binOf(size, top)] as number) + 1;
  }
  const centres = placeLevels(histogram, floor, top);
  const codeOfBin = new Uint8Array(bins);
  for (let bin = 0; bin < bins; bin++) codeOfBin[bin] = nearest(centres, ((bin + 0.5) / bins) * top) + 1;

  let kept = 0;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i] as number;
    const size = Math.abs(weight);
    if (size <= floor) continue;
    const code = (codeOfBin[binOf(size, top)] as number) + (weight < 0 ? magnitudes : 0);
    nibbles[i >>> 1] = (nibbles[i >>> 1] as number) | (code << ((i & 1) << 2));
    kept++;
  }
  const levels = [0, ...centres, ...centres.map((centre) => -centre)];
  return { nibbles, levels, kept };
}

function binOf(size: number, top: number): number {
  return Math.min(bins - 1, Math.floor((size / top) * bins));
}

function placeLevels(histogram: Float64Array, floor: number, top: number): number[] {
  // Start spread evenly in the logarithm, which is near where the mass lies.
  const low = Math.max(floor, top / bins);
  let centres = Array.from({ length: magnitudes }, (_, i) => low * (top / low) ** ((i + 0.5) / magnitudes));
  for (let round = 0; round < 60; round++) {
    const sums = new Float64Array(magnitudes);
    const counts = new Float64Array(magnitudes);
    for (let bin = 0; bin < bins; bin++) {
      const count = histogram[bin] as number;
      if (count === 0) continue;
      const value = ((bin + 0.5) / bins) * top;
      const level = nearest(centres, value);
      sums[level] = (sums[level] as number) + value * count;
      counts[level] = (counts[level] as number) + count;
    }
    centres = centres.map((centre, i) =>
      (counts[i] as number) > 0 ? (sums[i] as number) / (counts[i] as number) : centre,
    );
  }
  return centres.map((centre) => Number(centre.toPrecision(7)));
}

function nearest(centres: readonly number[], value: number): number {
  let best = 0;
  for (let i = 1; i < centres.length; i++) {
    if (Math.abs((centres[i] as number) - value) < Math.abs((centres[best] as number) - value)) best = i;
  }
  return best;
}
