import { z } from "zod";
import { failureReasons } from "../domain/failure.ts";
import { cursor, dateTime, limit, pageOf } from "./common.ts";

export const scope = z.enum(["host", "path", "domain"]);

/** What `POST /collections` and `naru collect` ask for. */
export const collectionRequest = z
  .strictObject({
    urls: z.array(z.string().min(1).max(2048)).max(1000).default([]).describe("Where to begin"),
    source: z.string().default("web"),
    query: z
      .array(z.string().max(500))
      .max(500)
      .default([])
      .describe("What a source is to look for, each by itself; commas separate too"),
    maxResults: z.int().min(1).max(10_000_000).optional().describe("Items of each query"),
    since: dateTime
      .or(z.literal("last"))
      .optional()
      .describe("Only what was published at or after this moment; last: after what the last collection met"),
    until: dateTime.optional().describe("Only what was published before this moment"),
    set: z.record(z.string(), z.string().max(2000)).default({}).describe("The source's own options"),
    credentials: z.string().optional().describe("Set of credentials; chosen by naru from what is set"),
    only: z
      .enum(["all", "new", "changed"])
      .default("all")
      .describe("What is given out: every item met, those new to naru, or those that are new or changed"),
    recipe: z
      .string()
      .min(1)
      .max(64_000)
      .optional()
      .describe("How pages are read: selectors for lists and items, as YAML (docs/recipes.md)"),
    render: z
      .enum(["auto", "always", "never"])
      .default("auto")
      .describe("auto: a browser reads pages that are empty without one"),
    rendering: z
      .strictObject({
        scrolls: z.int().min(0).max(500).default(0).describe("Most times that a page is scrolled to its end for more"),
        presses: z.int().min(0).max(500).default(0).describe("Most times that its button for more is pressed"),
        moreButton: z
          .string()
          .max(500)
          .nullable()
          .default(null)
          .describe("CSS selector of that button; null finds it by its wording (더보기, Load more)"),
        waitFor: z.string().max(500).nullable().default(null).describe("CSS selector of what has to be there first"),
        screenshot: z.boolean().default(false).describe("Also a picture of each page, with its images"),
      })
      .optional()
      .describe("What a browser does with a page before it is read"),
    session: z.string().max(100).optional().describe("Name of a stored session of one's own"),
    depth: z.int().min(0).max(50).optional().describe("Links away from the first pages; 3 for a crawl, 0 for a source"),
    maxPages: z
      .int()
      .min(1)
      .max(10_000_000)
      .optional()
      .describe("Pages, or requests to an API; 1,000 for a crawl, 100,000 for a source"),
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
    pages: z.int().describe("Pages read, or requests of a source answered: what maxPages counts"),
    captures: z.int(),
    documents: z.int(),
    items: z.int().describe("Items that answers of a source held, known ones among them"),
    waitingUntil: dateTime.nullable().describe("Everything left waits until then, for a quota or a retry"),
    waitingForReading: z
      .object({
        documents: z.int().describe("More than so many wait to be read"),
        read: z.boolean().describe("False when no worker has been heard of for a minute"),
      })
      .nullable()
      .describe("Collecting waits until what was collected has been read: see collect.backlog"),
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
    request: collectionRequest.extend({ depth: z.int(), maxPages: z.int() }),
    status: collectionStatus,
    errorCode: z.string().nullable(),
    errorMessage: z.string().nullable(),
    createdAt: dateTime,
    startedAt: dateTime.nullable(),
    finishedAt: dateTime.nullable(),
    progress: collectionProgress,
    notes: z
      .array(z.object({ code: z.string(), message: z.string() }))
      .describe("What the person who asked should know, such as a result that was cut short"),
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

const bilingual = z.object({ ko: z.string(), en: z.string() });

/** What an operator allows a source, for all collectors. */
export const sourceLimits = z
  .object({
    dailyRequests: z.int().min(0).nullable().describe("Requests a day of Seoul; null for no limit of naru's own"),
    quietHours: z
      .object({ from: z.string(), to: z.string() })
      .nullable()
      .describe("No request between these times of Seoul, such as 23:00 and 07:00"),
    delayMs: z.int().min(0).max(600_000).nullable().describe("Pause between requests; null takes the source's own"),
    bodies: z.boolean().describe("Whole texts may be fetched where the API gives a summary and robots.txt allows it"),
  })
  .meta({ id: "SourceLimits" });
export const sourceLimitsChange = z.strictObject(sourceLimits.shape).partial();
export type SourceLimitsChange = z.infer<typeof sourceLimitsChange>;

export const source = z
  .object({
    id: z.string(),
    name: bilingual,
    description: bilingual,
    way: z
      .enum(["pages", "api", "import"])
      .describe("pages crawls · api asks an official API · import reads saved files"),
    permission: bilingual.describe("What the owner allows and asks for"),
    asks: z.enum(["urls", "query", "none"]),
    ready: z.boolean().describe("Every key that it needs is set"),
    credentials: z.array(z.object({ variable: z.string(), set: z.boolean() })),
    credentialSets: z
      .array(
        z.object({
          id: z.string(),
          name: bilingual,
          variables: z.array(z.string()),
          set: z.boolean(),
          applyAt: z.string(),
        }),
      )
      .describe("Any one of these is enough, unless an option chooses"),
    options: z.array(
      z.object({
        name: z.string(),
        says: bilingual,
        oneOf: z.array(z.string()).nullable(),
        default: z.string().nullable(),
      }),
    ),
    quotas: z.array(
      z.object({
        bucket: z.string(),
        of: bilingual,
        limit: z.int(),
        used: z.int().nullable().describe("By the key that is set; null when none is"),
        opensAt: dateTime.nullable(),
      }),
    ),
    limits: sourceLimits,
    collections: z.int(),
    documents: z.int(),
    lastCollectedAt: dateTime.nullable(),
    lastResult: z
      .object({
        collection: z.int(),
        status: collectionStatus,
        errorCode: z.string().nullable(),
        errorMessage: z.string().nullable(),
        documents: z.int(),
      })
      .nullable(),
  })
  .meta({ id: "Source" });
export type SourceView = z.infer<typeof source>;
export const sourceList = z.object({ items: z.array(source) });
