import { z } from "zod";
import { failureReason } from "./collections.ts";

/** `naru import`: takes files that a person has into the archive. */
export const importRequest = z
  .strictObject({
    paths: z
      .array(z.string().min(1).max(4096))
      .min(1)
      .max(10_000)
      .describe("Files and folders on the machine of the server, as whole paths"),
    source: z.string().max(100).optional().describe("Source that reads them (default files)"),
    urlBase: z
      .string()
      .max(2048)
      .optional()
      .describe("Web address that the pages were saved from, for pages that do not name it themselves"),
    set: z
      .record(z.string().max(100), z.string().max(1000))
      .default({})
      .describe("Options of the source by name, such as text=COLUMN"),
  })
  .meta({ id: "ImportRequest" });
export type ImportRequest = z.infer<typeof importRequest>;

export const importReport = z
  .object({
    collectionId: z.int(),
    files: z.int().describe("Files looked into"),
    archived: z
      .int()
      .describe("Records written into the archive: pages, chunks of tables, answers out of web archives"),
    known: z.int().describe("Records that the archive had already"),
    rows: z.int().describe("Rows of tables that were archived now"),
    documents: z.int().describe("Documents that are new or changed"),
    failed: z.int(),
    skipped: z.int().describe("Left out on purpose"),
    byReason: z.record(z.string(), z.int()),
    failures: z
      .array(z.object({ url: z.string(), reason: failureReason, detail: z.string() }))
      .describe("The first hundred of those that failed"),
    finished: z.boolean().describe("False when it was stopped before its end"),
    seconds: z.number(),
  })
  .meta({ id: "ImportReport" });
export type ImportReport = z.infer<typeof importReport>;
