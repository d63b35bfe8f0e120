import type { z } from "zod";
import type { LabelledText } from "../datasets/dataset.ts";
import type { Classifier } from "../evaluation/evaluate-model.ts";

export interface TrainerHooks {
  /** `total` is null while it is not known. */
  onProgress?(done: { stage: "read" | "epoch"; count: number; total: number | null }): void;
  /** Metrics of one epoch, from 1 on. */
  onMetrics?(step: number, metrics: Record<string, number>): Promise<void> | void;
  signal?: AbortSignal;
}

/** What a training leaves: one file, and the model that this file is. */
export interface TrainedModel {
  /** Engine that runs the file. */
  engine: string;
  file: Uint8Array;
  model: Classifier;
}

/** A way to make a model of labelled texts. */
export interface Trainer<Parameters extends z.ZodType = z.ZodType> {
  id: string;
  task: string;
  description: string;
  parameters: Parameters;
  train(
    texts: AsyncIterable<LabelledText>,
    parameters: z.output<Parameters>,
    hooks: TrainerHooks,
  ): Promise<TrainedModel>;
}
