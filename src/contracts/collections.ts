import { z } from "zod";
import { failureReasons } from "../domain/failure.ts";
import { cursor, dateTime, limit, pageOf } from "./common.ts";

export const scope = z.enum(["host", "path", "domain"]);

/** What `POST /collections` and `naru collect` ask for. */
export const collectionRequest = z
  .strictObject({
    urls: z.array(z.string().min(1).max(2048)).min(1).max(1000).describe("Where to begin"),
    source: z.string().default("web"),
    depth: z.int().min(0).max(50).default(3).describe("Links away from the first pages"),
    maxPages: z.int().min(1).max(10_000_000).default(1000),
    scope: scope
      .default("host")
      .describe("host: same host and port · path: below the first page's folder · domain: same registrable domain"),
    sitemaps: z.boolean().default(true).describe("Also begin from sitemaps and feeds that the sites name"),
    delayMs: z
      .int()
      .min(0)
      .max(600_000)
      .optional()
      .describe("Pause between requests to one host; the site's crawl-delay wins when longer"),
    maxPagesPerHost: z.int().min(1).max(10_000_000).optional(),
    allowAddresses: z
      .array(z.string().max(255))
      .max(100)
      .default([])
      .describe(
        "Private or loopback `host:port` that may be visited; only the command line of this machine may name them",
      ),
  })
  .meta({ id: "CollectionRequest" });
export type CollectionRequest = z.infer<typeof collectionRequest>;
export type CollectionRequestInput = z.input<typeof collectionRequest>;

export const collectionStatus = z.enum(["running", "paused", "stopped", "done", "failed"]);
export const failureReason = z.enum(failureReasons);

export const collectionProgress = z
  .object({
    queued: z.int(),
    inFlight: z.int(),
    done: z.int().describe("Addresses answered and archived"),
    failed: z.int(),
    skipped: z.int().describe("Known and deliberately not fetched: robots, scope, traps, budget"),
    captures: z.int(),
    documents: z.int(),
    bytes: z.int().describe("Payload bytes archived"),
    pagesPerSecond: z.number().describe("Over the last ten seconds"),
    byReason: z.record(z.string(), z.int()),
  })
  .meta({ id: "CollectionProgress" });
export type CollectionProgress = z.infer<typeof collectionProgress>;

export const collection = z
  .object({
    id: z.int(),
    source: z.string(),
    request: collectionRequest,
    status: collectionStatus,
    errorCode: z.string().nullable(),
    errorMessage: z.string().nullable(),
    createdAt: dateTime,
    startedAt: dateTime.nullable(),
    finishedAt: dateTime.nullable(),
    progress: collectionProgress,
  })
  .meta({ id: "Collection" });
export type Collection = z.infer<typeof collection>;

export const collectionList = pageOf(collection);
export const collectionListQuery = z.object({ cursor, limit, status: collectionStatus.optional() });

/** One address that did not become a document, newest first. */
export const collectionFailure = z
  .object({
    url: z.string(),
    reason: failureReason,
    detail: z.string().nullable(),
    httpStatus: z.int().nullable(),
    at: dateTime.nullable(),
  })
  .meta({ id: "CollectionFailure" });
export const collectionFailures = pageOf(collectionFailure);
export const collectionFailuresQuery = z.object({ cursor, limit, reason: failureReason.optional() });

/** Body of the server-sent event `progress` on `/collections/:id/events`; the stream ends after a final status. */
export const progressEvent = collection;

export const source = z
  .object({
    id: z.string(),
    name: z.object({ ko: z.string(), en: z.string() }),
    description: z.object({ ko: z.string(), en: z.string() }),
    credentials: z.array(z.object({ variable: z.string(), set: z.boolean() })),
    collections: z.int(),
    documents: z.int(),
    lastCollectedAt: dateTime.nullable(),
  })
  .meta({ id: "Source" });
export const sourceList = z.object({ items: z.array(source) });
