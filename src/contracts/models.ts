import { z } from "zod";
import { cursor, dateTime, limit, pageOf } from "./common.ts";

/** In UTF-16 code units. */
export const longestPredictText = 20_000;
const text = z.string().min(1).max(longestPredictText);

export const predictRequest = z
  .strictObject({
    text: z.union([text, z.array(text).min(1).max(1000)]),
    model: z.string().max(200).default("sentiment-ko"),
    alias: z.string().max(100).default("champion"),
    version: z.int().positive().optional().describe("Instead of an alias"),
  })
  .meta({ id: "PredictRequest" });
export type PredictRequest = z.infer<typeof predictRequest>;
export const predictQuery = z.object({
  probs: z.stringbool().default(false).describe("Adds the probabilities of both classes"),
});

export const prediction = z
  .object({
    prediction: z.enum(["positive", "negative"]),
    confidence: z.number(),
    probabilities: z.object({ positive: z.number(), negative: z.number() }).optional(),
    model: z.string().describe("name@version that answered"),
  })
  .meta({ id: "Prediction" });
export type Prediction = z.infer<typeof prediction>;
/** One text gives one answer, a list gives a list. */
export const predictResponse = z.union([prediction, z.array(prediction)]);

export const modelVersion = z
  .object({
    version: z.int(),
    aliases: z.array(z.string()),
    runId: z.string().nullable(),
    source: z.string(),
    engine: z.string(),
    metrics: z.record(z.string(), z.number()),
    createdAt: dateTime,
  })
  .meta({ id: "ModelVersion" });
export const registeredModel = z
  .object({ name: z.string(), task: z.string(), description: z.string().nullable(), versions: z.array(modelVersion) })
  .meta({ id: "RegisteredModel" });
export const modelList = z.object({ items: z.array(registeredModel) });

export const run = z
  .object({
    id: z.string(),
    experiment: z.string(),
    name: z.string(),
    status: z.enum(["running", "finished", "failed", "killed"]),
    trainer: z.string(),
    dataset: z.string(),
    datasetVersion: z.string(),
    startedAt: dateTime,
    finishedAt: dateTime.nullable(),
    params: z.record(z.string(), z.string()),
    metrics: z.record(z.string(), z.number()).describe("Last value of each metric"),
  })
  .meta({ id: "Run" });
export const runList = pageOf(run);
export const runListQuery = z.object({ cursor, limit });
export const runDetail = run.extend({
  environment: z.record(z.string(), z.unknown()),
  history: z.array(z.object({ key: z.string(), step: z.int(), value: z.number(), at: dateTime })),
  artifacts: z.array(z.object({ path: z.string(), bytes: z.int(), digest: z.string() })),
});
