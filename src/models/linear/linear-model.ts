import { readFileSync } from "node:fs";
import { MissingPartError } from "../../platform/errors.ts";
import { type Calibration, sigmoid } from "./calibrate.ts";
import { FeatureExtractor } from "./features.ts";
import { decodeLinearModel, type LinearWeights } from "./model-file.ts";

export interface LinearPrediction {
  label: "positive" | "negative";
  /** Calibrated probability of the positive class, 0–1. */
  positive: number;
}

/** A trained text classifier in memory: about half a byte a slot (8 MB with 2^24 slots). */
export class LinearModel {
  readonly task: string;
  private readonly extractor: FeatureExtractor;
  private readonly nibbles: Uint8Array;
  private readonly levels: Float64Array;
  private readonly bias: number;
  private readonly calibration: Calibration;

  constructor(weights: LinearWeights) {
    this.task = weights.task;
    this.extractor = new FeatureExtractor(weights.features);
    this.nibbles = weights.nibbles;
    this.levels = Float64Array.from(weights.levels);
    this.bias = weights.bias;
    this.calibration = weights.calibration;
  }

  /** One answer a text, in order. Of texts longer than the model's bound, only the beginning counts. */
  predict(texts: readonly string[]): LinearPrediction[] {
    return texts.map((text) => {
      const positive = sigmoid(this.calibration.slope * this.score(text) + this.calibration.offset);
      return { label: positive >= 0.5 ? "positive" : "negative", positive };
    });
  }

  /** The score before calibration; above 0 leans to positive. */
  score(text: string): number {
    const { nibbles, levels } = this;
    const count = this.extractor.extract(text);
    const { ids } = this.extractor;
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const id = ids[i] as number;
      sum += levels[((nibbles[id >>> 1] as number) >>> ((id & 1) << 2)) & 15] as number;
    }
    return this.bias + (count === 0 ? 0 : sum / Math.sqrt(count));
  }
}

/** Model from a file's path or its bytes. ModelFileError when the bytes are wrong, MissingPartError without a file. */
export function loadLinearModel(source: string | Uint8Array): LinearModel {
  return new LinearModel(decodeLinearModel(typeof source === "string" ? readModelFile(source) : source));
}

function readModelFile(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new MissingPartError("model_file_missing", `The model file ${path} cannot be read.`, {
      cause,
      next: "Check the path, or train a model with `naru train`.",
    });
  }
}
