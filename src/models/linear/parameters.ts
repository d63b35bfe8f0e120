import { z } from "zod";
import { defaultFeatures } from "./features.ts";

/** What `naru train --trainer linear --set key=value` may change; text is read as number. */
export const linearParametersSchema = z.strictObject({
  /** Same seed, same data, same model, bit by bit. */
  seed: z.coerce.number().int().default(1),
  epochs: z.coerce.number().int().min(1).max(100).default(6),
  /** AdaGrad's step at the start; falls in a line to 0. */
  learningRate: z.coerce.number().positive().max(10).default(0.3),
  /** Share of a text's features left out of each step. n-grams repeat each other; dropout makes each stand alone. */
  dropout: z.coerce.number().min(0).max(0.95).default(0.75),
  /** Smoothing of the Bayes ratios. */
  smoothing: z.coerce.number().positive().max(100).default(1),
  /** Exponent on the Bayes ratios' size: below 1, rare and lopsided n-grams count less. */
  ratioPower: z.coerce.number().min(0).max(2).default(0.5),
  /** Where every weight starts: 0 = logistic regression alone, 1 = naive Bayes. */
  startWeight: z.coerce.number().min(0).max(1).default(0.5),
  /** Slots seen in fewer texts are left out. */
  minTexts: z.coerce.number().int().min(1).max(1000).default(2),
  /** Share of the training texts kept back for metrics by epoch and for calibration. */
  heldOut: z.coerce.number().min(0.001).max(0.5).default(0.04),
  /** Weights smaller than this times the largest are dropped from the compact file. */
  prune: z.coerce.number().min(0).max(0.5).default(0.02),
  hashBits: z.coerce.number().int().min(10).max(26).default(defaultFeatures.hashBits),
  charMax: z.coerce.number().int().min(1).max(8).default(defaultFeatures.charMax),
  partialMax: z.coerce.number().int().min(0).max(8).default(defaultFeatures.partialMax),
  wordMax: z.coerce.number().int().min(0).max(4).default(defaultFeatures.wordMax),
  maxCharacters: z.coerce.number().int().min(16).max(65_536).default(defaultFeatures.maxCharacters),
});

export type LinearParameters = z.output<typeof linearParametersSchema>;
