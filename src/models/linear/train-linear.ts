import { DatasetError } from "../errors.ts";
import { type Calibration, fitPlatt, sigmoid } from "./calibrate.ts";
import { FeatureExtractor, type FeatureSpec } from "./features.ts";
import { IdRows } from "./id-rows.ts";
import type { LinearWeights } from "./model-file.ts";
import type { LinearParameters } from "./parameters.ts";
import { quantiseWeights } from "./quantise.ts";
import { seededRandom, shuffle } from "./random.ts";

export interface TrainingText {
  text: string;
  /** 1 positive, 0 negative. */
  label: 0 | 1;
}

export interface EpochMetrics {
  epoch: number;
  /** Mean log loss over the training texts, under dropout. */
  loss: number;
  heldOutLoss: number;
  heldOutAccuracy: number;
  /** F1 of the positive class on the texts kept back. */
  heldOutF1: number;
}

export interface TrainingHooks {
  /** Called now and then while reading, and after each epoch. */
  onProgress?(done: { stage: "read" | "epoch"; count: number; total: number | null }): void;
  onEpoch?(metrics: EpochMetrics): void | Promise<void>;
  signal?: AbortSignal;
}

const textsBetweenPauses = 2000;

/**
 * NB-weighted logistic regression over hashed n-grams (Wang and Manning 2012, "Baselines and bigrams", with logistic loss
 * in place of the hinge): features are scaled by their log ratio between the classes, then weighted by AdaGrad with
 * dropout. Reads the texts once, keeps only their slots, and gives the thread back every few thousand texts.
 */
export async function trainLinear(
  texts: AsyncIterable<TrainingText>,
  parameters: LinearParameters,
  hooks: TrainingHooks = {},
): Promise<LinearWeights> {
  const features: FeatureSpec = {
    hashBits: parameters.hashBits,
    charMax: parameters.charMax,
    partialMax: parameters.partialMax,
    wordMax: parameters.wordMax,
    maxCharacters: parameters.maxCharacters,
  };
  const training = await readRows(texts, features, hooks);
  const random = seededRandom(parameters.seed);
  const order = new Uint32Array(training.rows.count).map((_, i) => i);
  shuffle(order, random);
  const held = order.slice(0, Math.max(1, Math.round(order.length * parameters.heldOut)));
  const learned = order.slice(held.length);
  requireBothClasses(training.labels, learned);

  const ratios = bayesRatios(training, learned, parameters);
  const weights = new Float32Array(ratios.length).fill(parameters.startWeight);
  const squares = new Float32Array(ratios.length).fill(1e-4);
  const dropped = new Uint32Array(1 << 17);
  let state = (parameters.seed * 2654435761 + 88675123) | 0 || 1;
  const keepBelow = (1 - parameters.dropout) * 4294967296;
  let bias = 0;

  for (let epoch = 0; epoch < parameters.epochs; epoch++) {
    shuffle(learned, random);
    const rate = parameters.learningRate * (1 - epoch / parameters.epochs);
    let loss = 0;
    for (let n = 0; n < learned.length; n++) {
      const row = learned[n] as number;
      const chunk = training.rows.chunk(row);
      const start = training.rows.start(row);
      const end = start + training.rows.length(row);
      const scale = 1 / Math.sqrt(Math.max(1, end - start)) / (1 - parameters.dropout);
      let kept = 0;
      let sum = 0;
      for (let j = start; j < end; j++) {
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        if (state >>> 0 >= keepBelow) continue;
        const id = chunk[j] as number;
        dropped[kept++] = id;
        sum += (weights[id] as number) * (ratios[id] as number);
      }
      const label = training.labels.at(row);
      const wrong = sigmoid(bias + sum * scale) - label;
      loss -= Math.log(Math.max(1e-12, 1 - Math.abs(wrong)));
      bias -= 0.01 * wrong;
      const push = wrong * scale;
      for (let j = 0; j < kept; j++) {
        const id = dropped[j] as number;
        const slope = push * (ratios[id] as number);
        const square = (squares[id] as number) + slope * slope;
        squares[id] = square;
        weights[id] = (weights[id] as number) - (rate * slope) / Math.sqrt(square);
      }
      if (n % textsBetweenPauses === 0) await pause(hooks.signal);
    }
    const scores = scoreRows(training, held, (id) => (weights[id] as number) * (ratios[id] as number), bias);
    await hooks.onEpoch?.({ epoch: epoch + 1, loss: loss / learned.length, ...judge(scores, training.labels, held) });
    hooks.onProgress?.({ stage: "epoch", count: epoch + 1, total: parameters.epochs });
  }

  for (let id = 0; id < weights.length; id++) weights[id] = (weights[id] as number) * (ratios[id] as number);
  let top = 0;
  for (const weight of weights) top = Math.max(top, Math.abs(weight));
  const { nibbles, levels, kept } = quantiseWeights(weights, top * parameters.prune);
  // Calibrated on the compact weights: they are what answers.
  const scores = scoreRows(
    training,
    held,
    (id) => levels[((nibbles[id >>> 1] as number) >>> ((id & 1) << 2)) & 15] as number,
    bias,
  );
  const calibration: Calibration = fitPlatt(
    scores,
    Uint8Array.from(held, (row) => training.labels.at(row)),
  );
  return { task: "sentiment", features, bias, calibration, levels, kept, nibbles };
}

interface TrainingRows {
  rows: IdRows;
  labels: Labels;
}

class Labels {
  private values = new Uint8Array(1 << 14);
  private count = 0;

  push(label: 0 | 1): void {
    if (this.count === this.values.length) {
      const grown = new Uint8Array(this.count * 2);
      grown.set(this.values);
      this.values = grown;
    }
    this.values[this.count++] = label;
  }

  at(row: number): number {
    return this.values[row] as number;
  }
}

async function readRows(
  texts: AsyncIterable<TrainingText>,
  features: FeatureSpec,
  hooks: TrainingHooks,
): Promise<TrainingRows> {
  const extractor = new FeatureExtractor(features);
  const rows = new IdRows();
  const labels = new Labels();
  for await (const { text, label } of texts) {
    const count = extractor.extract(text);
    rows.append(extractor.ids.subarray(0, count));
    labels.push(label);
    if (rows.count % textsBetweenPauses === 0) {
      hooks.onProgress?.({ stage: "read", count: rows.count, total: null });
      await pause(hooks.signal);
    }
  }
  return { rows, labels };
}

function requireBothClasses(labels: Labels, rows: Uint32Array): void {
  const positives = rows.reduce((sum, row) => sum + labels.at(row), 0);
  if (positives > 0 && positives < rows.length) return;
  throw new DatasetError("dataset_one_class", "Training needs texts of both classes; the data set has one or none.");
}

/** log(p/q) of each slot between the classes, tempered by `ratioPower`; 0 where too few texts hold it. */
function bayesRatios(training: TrainingRows, learned: Uint32Array, parameters: LinearParameters): Float32Array {
  const slots = 2 ** parameters.hashBits;
  const positive = new Float32Array(slots);
  const negative = new Float32Array(slots);
  let positives = 0;
  for (const row of learned) {
    const counts = training.labels.at(row) === 1 ? positive : negative;
    positives += training.labels.at(row);
    const chunk = training.rows.chunk(row);
    const end = training.rows.start(row) + training.rows.length(row);
    for (let j = training.rows.start(row); j < end; j++) {
      const id = chunk[j] as number;
      counts[id] = (counts[id] as number) + 1;
    }
  }
  const { smoothing, ratioPower, minTexts } = parameters;
  const prior = Math.log((positives + smoothing) / (learned.length - positives + smoothing));
  for (let id = 0; id < slots; id++) {
    const p = positive[id] as number;
    const q = negative[id] as number;
    const ratio = Math.log((p + smoothing) / (q + smoothing)) - prior;
    positive[id] = p + q < minTexts ? 0 : Math.sign(ratio) * Math.abs(ratio) ** ratioPower;
  }
  return positive;
}

function scoreRows(
  training: TrainingRows,
  rows: Uint32Array,
  weightOf: (id: number) => number,
  bias: number,
): Float64Array {
  return Float64Array.from(rows, (row) => {
    const chunk = training.rows.chunk(row);
    const start = training.rows.start(row);
    const length = training.rows.length(row);
    let sum = 0;
    for (let j = start; j < start + length; j++) sum += weightOf(chunk[j] as number);
    return bias + (length === 0 ? 0 : sum / Math.sqrt(length));
  });
}

function judge(scores: Float64Array, labels: Labels, rows: Uint32Array): Omit<EpochMetrics, "epoch" | "loss"> {
  let right = 0;
  let truePositive = 0;
  let called = 0;
  let positives = 0;
  let loss = 0;
  for (let i = 0; i < scores.length; i++) {
    const label = labels.at(rows[i] as number);
    const guess = (scores[i] as number) >= 0 ? 1 : 0;
    if (guess === label) right++;
    truePositive += guess & label;
    called += guess;
    positives += label;
    const margin = label === 1 ? (scores[i] as number) : -(scores[i] as number);
    loss += margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin;
  }
  return {
    heldOutLoss: loss / scores.length,
    heldOutAccuracy: right / scores.length,
    heldOutF1: called + positives === 0 ? 0 : (2 * truePositive) / (called + positives),
  };
}

/** Lets other work of the process have the thread; throws when the work is to end. */
async function pause(signal: AbortSignal | undefined): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  signal?.throwIfAborted();
}
