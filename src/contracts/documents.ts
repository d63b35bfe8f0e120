import { z } from "zod";
import { itemKinds } from "../domain/item.ts";
import { capture } from "./captures.ts";
import { cursor, dateTime, day, interval, limit, sentimentLabel } from "./common.ts";

const many = (name: string) =>
  z
    .union([z.string(), z.array(z.string())])
    .transform((value) => (typeof value === "string" ? [value] : value))
    .pipe(z.array(z.string().max(255)).max(50))
    .optional()
    .describe(`Repeat for several; a leading "-" excludes that ${name}`);

/** Filters that documents, trends and keywords share. Days are KST, both ends included. */
export const documentFilter = z.object({
  q: z
    .string()
    .max(500)
    .optional()
    .describe('Words are ANDed; OR, NOT (or -), "phrases", parentheses. Korean matches inside words'),
  from: day.optional(),
  to: day.optional(),
  host: many("host"),
  source: many("source"),
  language: many("language"),
  sentiment: many("sentiment"),
  grade: many("grade").describe(
    'Repeat for several; a leading "-" excludes that grade. Unless asked for, grades 1 and 2 (walls, lists of links) are left out',
  ),
  keyword: many("keyword"),
  collection: z.coerce.number().int().optional(),
});
export type DocumentFilter = z.infer<typeof documentFilter>;

export const documentSort = z.enum(["newest", "oldest"]).default("newest");
export const documentListQuery = documentFilter.extend({ cursor, limit, sort: documentSort });

export const documentSummary = z
  .object({
    id: z.int(),
    url: z.string(),
    host: z.string(),
    source: z.string(),
    title: z.string().nullable(),
    /** Stretch of clean text around the first match, or its beginning; plain text. */
    snippet: z.string(),
    /** Offsets of matches inside the snippet, UTF-16, end exclusive. */
    matches: z.array(z.object({ start: z.int(), end: z.int() })),
    author: z.string().nullable(),
    datedAt: dateTime,
    language: z.string().nullable(),
    grade: z.int(),
    medal: z.enum(["bronze", "silver", "gold"]),
    sentiment: sentimentLabel.nullable(),
    positive: z.number().nullable(),
  })
  .meta({ id: "DocumentSummary" });
export type DocumentSummary = z.infer<typeof documentSummary>;

/** What an estimate was made from; absent when everything that fits was counted. */
export const sampled = z
  .object({
    documents: z.int().describe("Documents that were looked at"),
    of: z.int().describe("Documents that they stand for: all in the range of days"),
  })
  .meta({ id: "Sampled" });
export type Sampled = z.infer<typeof sampled>;
const sample = sampled.optional().describe("Present when the numbers are an estimate, made from a sample");

const facet = z.array(z.object({ value: z.string(), count: z.int() }));
export const documentList = z.object({
  items: z.array(documentSummary),
  nextCursor: z.string().nullable(),
  total: z.int(),
  sample,
});
/** Counts by value under the same filters; each facet ignores its own filter, so that alternatives stay visible. */
export const documentFacets = z
  .object({ total: z.int(), host: facet, source: facet, language: facet, sentiment: facet, grade: facet, sample })
  .meta({ id: "DocumentFacets" });

export const sentence = z.object({ start: z.int(), end: z.int(), label: sentimentLabel, positive: z.number() });

export const lineage = z
  .object({
    capture,
    parserVersion: z.string(),
    refinerVersion: z.string().nullable(),
    analyzerVersion: z.string().nullable(),
    sentimentModel: z.string().nullable(),
    charset: z.string().nullable(),
    charsetSource: z.string().nullable(),
    /** Other versions of the same address, newest first. */
    versions: z.array(
      z.object({
        id: z.int(),
        current: z.boolean(),
        parserVersion: z.string(),
        refinerVersion: z.string().nullable(),
        collectedAt: dateTime,
      }),
    ),
  })
  .meta({ id: "Lineage" });

export const documentDetail = documentSummary
  .omit({ snippet: true, matches: true })
  .extend({
    kind: z.enum(itemKinds).describe("page, or what a source's item is"),
    fields: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string()).readonly()]))
      .describe("What else the source says of an item"),
    parentUrl: z.string().nullable().describe("What an item answers or belongs to"),
    deletedAt: dateTime.nullable().describe("When the source was seen to have it no more"),
    /** Clean, masked text; empty below grade 4. Sentence offsets index it. */
    text: z.string(),
    siteName: z.string().nullable(),
    publishedAt: dateTime.nullable(),
    modifiedAt: dateTime.nullable(),
    collectedAt: dateTime,
    canonicalUrl: z.string().nullable(),
    images: z.array(z.object({ url: z.string(), alt: z.string().nullable() })),
    failedRule: z.string().nullable(),
    failedDetail: z.string().nullable(),
    masked: z.record(z.string(), z.int()),
    hashtags: z.array(z.string()),
    noAi: z.boolean(),
    tokenCount: z.int().nullable(),
    keywords: z.array(z.object({ term: z.string(), weight: z.number(), count: z.int() })),
    sentences: z.array(sentence),
    lineage,
  })
  .meta({ id: "DocumentDetail" });
export type DocumentDetail = z.infer<typeof documentDetail>;

export const trendQuery = documentFilter.extend({ interval: interval.default("day") });
export const trendPoint = z.object({
  /** First day of the bucket, KST. */
  date: day,
  documents: z.int(),
  positive: z.int(),
  negative: z.int(),
  neutral: z.int(),
  /** True while the bucket is not over yet. */
  partial: z.boolean(),
});
export const trends = z
  .object({ interval, points: z.array(trendPoint), total: z.int(), sample })
  .meta({ id: "Trends" });
export type Trends = z.infer<typeof trends>;

export const keywordQuery = documentFilter.extend({ limit: z.coerce.number().int().min(1).max(200).default(30) });
export const keywordList = z
  .object({
    total: z.int().describe("Documents under these filters"),
    counted: z
      .int()
      .describe("Documents whose keywords were counted: all, or else the newest 10,000, or those of the sample"),
    sample: sampled.optional().describe("Present when the total is an estimate and the keywords are those of a sample"),
    items: z.array(
      z.object({ term: z.string(), documents: z.int(), count: z.int(), positiveShare: z.number().nullable() }),
    ),
  })
  .meta({ id: "KeywordList" });
