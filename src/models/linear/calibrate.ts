/** Turns a raw score into a probability: 1 / (1 + exp(−(slope·score + offset))). */
export interface Calibration {
  slope: number;
  offset: number;
}

/**
 * Platt scaling (Platt 1999, with the smoothed targets and Newton steps of Lin, Lin and Weng 2007) fitted on scores that
 * training has not seen. `labels` are 1 for positive, 0 for negative. Too few scores, or one class only: the identity.
 */
export function fitPlatt(scores: Float64Array, labels: Uint8Array): Calibration {
  let positives = 0;
  for (const label of labels) positives += label;
  const negatives = labels.length - positives;
  if (positives < 2 || negatives < 2) return { slope: 1, offset: 0 };
  const high = (positives + 1) / (positives + 2);
  const low = 1 / (negatives + 2);
  let slope = 1;
  let offset = 0;
  let loss = lossAt(slope, offset);
  for (let round = 0; round < 50; round++) {
    let gs = 0;
    let go = 0;
    let hss = 1e-9;
    let hoo = 1e-9;
    let hso = 0;
    for (let i = 0; i < scores.length; i++) {
      const score = scores[i] as number;
      const p = sigmoid(slope * score + offset);
      const wrong = p - (labels[i] === 1 ? high : low);
      const weight = p * (1 - p);
      gs += wrong * score;
      go += wrong;
      hss += weight * score * score;
      hoo += weight;
      hso += weight * score;
    }
    const determinant = hss * hoo - hso * hso;
    const stepSlope = (hoo * gs - hso * go) / determinant;
    const stepOffset = (hss * go - hso * gs) / determinant;
    let size = 1;
    let better = false;
    while (size > 1e-6) {
      const next = lossAt(slope - size * stepSlope, offset - size * stepOffset);
      if (next < loss) {
        better = loss - next > 1e-9;
        slope -= size * stepSlope;
        offset -= size * stepOffset;
        loss = next;
        break;
      }
      size /= 2;
    }
    if (!better) break;
  }
  return { slope, offset };

  function lossAt(a: number, b: number): number {
    let sum = 0;
    for (let i = 0; i < scores.length; i++) {
      const z = a * (scores[i] as number) + b;
      const target = labels[i] === 1 ? high : low;
      // log(1 + e^z) − target·z, in the form that does not overflow.
      sum += (z > 0 ? z + Math.log1p(Math.exp(-z)) : Math.log1p(Math.exp(z))) - target * z;
    }
    return sum;
  }
}

export function sigmoid(z: number): number {
  return 1 / (1 + Math.exp(-z));
}
