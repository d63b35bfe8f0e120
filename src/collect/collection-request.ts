import { z } from "zod";
import { nearest } from "../lib/nearest.ts";
import { InvalidInputError } from "../platform/errors.ts";
import { readAddress } from "./read-address.ts";
import { scopeKinds } from "./scope.ts";
import { chooseCredentials, type Environment } from "./sources/keys.ts";
import { checkOrder, orderOf } from "./sources/order.ts";
import { findSource, sources } from "./sources/registry.ts";

/** What a collection was asked to do, as it is stored. Read back leniently: rows written by an older naru still run. */
export const storedRequest = z.object({
  urls: z.array(z.string()).default([]),
  source: z.string().default("web"),
  /** What a source is to look for, each by itself. */
  query: z.array(z.string()).default([]),
  /** Items of each query. */
  maxResults: z.int().min(1).optional(),
  /** ISO 8601. */
  since: z.string().optional(),
  until: z.string().optional(),
  /** The source's own options. */
  set: z.record(z.string(), z.string()).default({}),
  /** Set of credentials that was chosen at the start. */
  credentials: z.string().optional(),
  /** What is given out: every item met, those new to naru, or those that are new or changed. */
  only: z.enum(["all", "new", "changed"]).default("all"),
  /** How pages are read, as YAML. */
  recipe: z.string().optional(),
  /** When a browser reads the page. */
  render: z.enum(["auto", "always", "never"]).default("auto"),
  /** What a browser does with a page before it is read. */
  rendering: z
    .object({
      scrolls: z.int().min(0).max(500).default(0),
      presses: z.int().min(0).max(500).default(0),
      moreButton: z.string().max(500).nullable().default(null),
      waitFor: z.string().max(500).nullable().default(null),
      screenshot: z.boolean().default(false),
    })
    .optional(),
  /** Name of a stored session. */
  session: z.string().optional(),
  depth: z.int().min(0).default(3),
  maxPages: z.int().min(1).default(1_000),
  scope: z.enum(scopeKinds).default("host"),
  sitemaps: z.boolean().default(true),
  delayMs: z.int().min(0).optional(),
  maxPagesPerHost: z.int().min(1).optional(),
  allowAddresses: z.array(z.string()).default([]),
});
export type StoredRequest = z.output<typeof storedRequest>;
export type CollectionInput = z.input<typeof storedRequest>;

/** What a source needs from around it. */
export interface SourceSurroundings {
  env: Environment;
  /** The setting `collect.endpoints`. */
  endpoints: Readonly<Record<string, string>>;
  /** Default: the clock's. */
  now?: Date;
}

export interface CheckedRequest {
  request: StoredRequest;
  /** Normalised, without repetitions. */
  seeds: { url: string; host: string }[];
  /** What the scope is drawn around: the addresses given, else those from which the source begins. */
  anchors: string[];
}

/** Pages of a source that is no crawl are read, and their links left alone, unless a depth is asked for. */
const sourceDepth = 0;
/** Requests of a source: a guard against lists without an end, far above what quotas allow in a day. */
const sourceRequests = 100_000;

/**
 * Checks what a person asked for. Addresses without a scheme get `https://`, or `http://` when they name an allowed address or localhost.
 * @throws InvalidInputError `invalid_request`, `invalid_url`, `unknown_source` and those of `checkOrder`, naming the field;
 * MissingPartError `credential_missing`.
 */
export function checkRequest(input: CollectionInput, surroundings: SourceSurroundings): CheckedRequest {
  const sourceId = input.source ?? "web";
  const source = findSource(sourceId);
  if (source === undefined) {
    const guess = nearest(
      sourceId,
      sources.map(({ id }) => id),
    );
    throw new InvalidInputError("unknown_source", `There is no source "${sourceId.slice(0, 80)}".`, {
      field: "source",
      next: guess === null ? "`naru sources` lists what can be collected." : `Did you mean ${guess}?`,
    });
  }
  const crawls = source.way === "pages" && source.asks === "urls";
  const usual = {
    ...(crawls ? {} : { depth: sourceDepth, maxPages: sourceRequests }),
    ...(source.crawl === undefined
      ? {}
      : { depth: source.crawl({ set: input.set ?? {}, hasRecipe: input.recipe !== undefined }).depth }),
  };
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  const parsed = storedRequest.safeParse({ ...usual, ...given });
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const field = issue?.path.join(".") ?? "";
    throw new InvalidInputError("invalid_request", `${field === "" ? "The request" : field}: ${issue?.message}.`, {
      field,
    });
  }
  const request = { ...parsed.data, query: splitQueries(parsed.data.query) };
  const addresses = request.urls.map((text, index) => readAddress(text, `urls.${index}`, request.allowAddresses).url);
  checkOrder(source, request);
  const credentials = chooseCredentials(source, request.set, surroundings.env);
  if (credentials !== null) request.credentials = credentials.id;
  const order = orderOf(source, request, surroundings.endpoints);
  const seeds = new Map<string, { url: string; host: string }>();
  for (const { url } of source.begin(order, surroundings.now ?? new Date())) {
    const seed = readAddress(url, "urls", request.allowAddresses);
    seeds.set(seed.url, seed);
  }
  return { request, seeds: [...seeds.values()], anchors: addresses.length > 0 ? addresses : [...seeds.keys()] };
}

/** `스위스, 독일` is two queries, however it is spaced; nothing between two commas is none. */
function splitQueries(queries: readonly string[]): string[] {
  const all = queries.flatMap((text) => text.split(/[,，、]/)).map((text) => text.trim().replaceAll(/\s+/g, " "));
  return [...new Set(all.filter((text) => text !== ""))];
}
