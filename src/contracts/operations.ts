import { z } from "zod";

/** `naru refine`: reads captures again with today's parsers. */
export const refineRequest = z
  .strictObject({
    source: z.string().max(100).optional(),
    since: z.iso.date().optional().describe("Only captures from this day (KST) on"),
    dryRun: z.boolean().default(false).describe("Say what would change, change nothing"),
    diff: z.boolean().default(false).describe("Name the fields that differ, document by document"),
  })
  .meta({ id: "RefineRequest" });
export type RefineRequest = z.infer<typeof refineRequest>;

export const refineReport = z
  .object({
    captures: z.int().describe("Captures read"),
    unchanged: z.int(),
    changed: z.int().describe("Documents that got a new version"),
    added: z.int().describe("Captures that became a document only now"),
    failed: z.int(),
    dryRun: z.boolean(),
    failures: z
      .array(z.object({ captureId: z.int(), url: z.string(), code: z.string(), message: z.string() }))
      .describe("The first hundred of the failed ones"),
    changes: z.array(
      z.object({
        url: z.string(),
        fields: z.array(z.object({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() })),
      }),
    ),
  })
  .meta({ id: "RefineReport" });
export type RefineReport = z.infer<typeof refineReport>;

/** `naru train`. */
export const trainRequest = z
  .strictObject({
    dataset: z.string().max(100).default("nsmc"),
    trainer: z.string().max(100).default("linear"),
    set: z
      .record(z.string().max(100), z.string().max(1000))
      .default({})
      .describe("Settings of the data set and the trainer by name, such as path"),
    register: z.boolean().default(false),
  })
  .meta({ id: "TrainRequest" });
export type TrainRequest = z.infer<typeof trainRequest>;

export const trainReport = z
  .object({
    runId: z.string(),
    metrics: z.record(z.string(), z.number()),
    registered: z.object({ name: z.string(), version: z.int(), aliases: z.array(z.string()) }).nullable(),
    /** Why it was not registered, when it was not. */
    notRegistered: z.string().nullable(),
    seconds: z.number(),
  })
  .meta({ id: "TrainReport" });
export type TrainReport = z.infer<typeof trainReport>;

/** `naru doctor --deep`: compares the counts that are kept with a full count of the documents. */
export const checkRequest = z
  .strictObject({
    rebuild: z
      .boolean()
      .default(false)
      .describe("Count anew when something differs; writers of documents wait meanwhile"),
  })
  .meta({ id: "CheckRequest" });
export type CheckRequest = z.infer<typeof checkRequest>;

export const checkReport = z
  .object({
    counts: z.int().describe("Counts that were compared"),
    differences: z
      .array(
        z.object({
          level: z.string(),
          bucket: z.int(),
          host: z.string(),
          source: z.string(),
          language: z.string(),
          sentiment: z.string(),
          grade: z.int(),
          waits: z.boolean(),
          hidden: z.boolean(),
          kept: z.int(),
          counted: z.int(),
        }),
      )
      .describe("The first ten that differ from the documents, as they were before"),
    rebuilt: z.boolean(),
    seconds: z.number(),
  })
  .meta({ id: "CheckReport" });
export type CheckReport = z.infer<typeof checkReport>;

/** A line of the answer to a long operation (application/x-ndjson): progress, then one result or one error. */
export const operationEvent = z.discriminatedUnion("event", [
  z.object({
    event: z.literal("progress"),
    message: z.string(),
    done: z.number().nullable(),
    total: z.number().nullable(),
  }),
  z.object({ event: z.literal("result"), result: z.unknown() }),
  z.object({
    event: z.literal("error"),
    status: z.int(),
    code: z.string(),
    message: z.string(),
    next: z.string().nullable(),
    exit: z.int().min(1).max(5).describe("What the command line ends with"),
  }),
]);
export type OperationEvent = z.infer<typeof operationEvent>;
export type OperationProgress = Omit<Extract<OperationEvent, { event: "progress" }>, "event">;
