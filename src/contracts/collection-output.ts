import { z } from "zod";
import { failureReasons } from "../domain/failure.ts";
import { dateTime, limit, sentimentLabel } from "./common.ts";

/** Which documents of a collection are given out: every one that it met, those new to naru, or those that are new or changed. */
export const wantedRows = z.enum(["all", "new", "changed"]);

export const collectionRowsQuery = z.object({
  cursor: z.string().max(200).optional().describe("`nextCursor` of the page before, also when that one was empty"),
  limit,
  only: wantedRows.default("all").describe("all · new: not met before · changed: new or changed since"),
  final: z
    .stringbool()
    .default(false)
    .describe(
      "Also documents that are still being cleaned or understood, as they stand; for a collection that has ended",
    ),
});

const fieldValue = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string()).readonly()]);

/** A document as a collection met it. */
export const collectionRow = z
  .object({
    id: z.int(),
    url: z.string(),
    kind: z.string(),
    state: z.enum(["new", "changed", "known", "deleted"]).describe("What it was to this collection"),
    title: z.string().nullable(),
    author: z.string().nullable(),
    siteName: z.string().nullable(),
    publishedAt: dateTime.nullable(),
    collectedAt: dateTime,
    language: z.string().nullable(),
    grade: z.int(),
    sentiment: sentimentLabel.nullable(),
    positive: z.number().nullable(),
    keywords: z.array(z.string()),
    text: z.string().describe("Clean, masked text; empty below grade 4"),
    parentUrl: z.string().nullable().describe("What it answers or belongs to"),
    deletedAt: dateTime.nullable(),
    fields: z.record(z.string(), fieldValue).describe("What else the source says"),
  })
  .meta({ id: "CollectionRow" });
export type CollectionRow = z.infer<typeof collectionRow>;

export const collectionRows = z
  .object({
    items: z.array(collectionRow),
    nextCursor: z.string().describe("Where the next page begins; a running collection brings more"),
    more: z.boolean().describe("Another page can be read at once"),
    fields: z
      .array(z.string())
      .readonly()
      .nullable()
      .describe("Names that `fields` may hold, as the source declares them; null when it declares none"),
  })
  .meta({ id: "CollectionRows" });
export type CollectionRows = z.infer<typeof collectionRows>;

/** How a host behaved towards one collection. */
export const hostReport = z.object({
  host: z.string(),
  pages: z.int().describe("Pages read"),
  requests: z.int().describe("Requests made, robots.txt and sitemaps among them"),
  answers: z.int().describe("Requests that were answered, whatever the status"),
  failures: z.int().describe("Addresses that failed for good"),
  bytes: z.int().describe("Payload bytes received"),
  medianMs: z.int().nullable().describe("Half the answers came within this; to about a fifth"),
  slowestMs: z.int().nullable(),
});
export type HostReport = z.infer<typeof hostReport>;

/** What a collection brought and what it did not. */
export const collectionReport = z
  .object({
    id: z.int(),
    reasons: z
      .array(
        z.object({
          reason: z.enum(failureReasons),
          count: z.int(),
          example: z.object({ url: z.string(), detail: z.string().nullable() }).nullable(),
        }),
      )
      .describe("Failed and left-out addresses, the most frequent reason first"),
    hostCount: z.int(),
    hosts: z.array(hostReport).describe("The ten with most requests"),
    slowestHosts: z.array(hostReport).describe("The five whose answers took longest on average"),
    rows: z
      .object({ new: z.int(), changed: z.int(), known: z.int(), deleted: z.int() })
      .describe("Documents by what they were to this collection"),
    notes: z.array(z.object({ code: z.string(), message: z.string() })).describe("Such as a result that was cut short"),
    log: z.string().nullable().describe("File in the data folder that tells what happened when"),
  })
  .meta({ id: "CollectionReport" });
export type CollectionReport = z.infer<typeof collectionReport>;

/** A line of a collection's log. Further members tell the particulars of the event. */
export const logLine = z
  .looseObject({
    at: dateTime,
    event: z
      .string()
      .describe("start, pause, resume, end, failure, retry, left_out, host_slow, robots, quota_wait, note, …"),
    collector: z.string().describe("Which process wrote it"),
  })
  .meta({ id: "CollectionLogLine" });
export type LogLine = z.infer<typeof logLine>;

export const logQuery = z.object({
  cursor: z.string().max(200).optional().describe("`nextCursor` of the page before"),
  limit,
});
export const logPage = z
  .object({
    items: z.array(logLine).describe("Oldest first"),
    nextCursor: z.string().describe("Where lines will stand that are not written yet"),
    more: z.boolean().describe("Another page can be read at once"),
  })
  .meta({ id: "CollectionLog" });
export type LogPage = z.infer<typeof logPage>;
