import { type Collection, type CollectionRequest, collectionRequest } from "../../contracts/index.ts";
import { systemClock } from "../../lib/clock.ts";
import { printable } from "../../lib/printable.ts";
import type { ExitCode } from "../../platform/errors.ts";
import { InvalidInputError } from "../../platform/errors.ts";
import { type CommandServices, openBackend } from "../backend.ts";
import { exitCodeOf, reportText } from "../collection-report.ts";
import { loadCliSettings } from "../load-cli-settings.ts";
import { namedAddresses, toWebAddress } from "../named-addresses.ts";
import { readRecipe } from "../read-recipe.ts";
import { renderingWishes } from "../rendering-wishes.ts";
import { stopSignal } from "../stop-signal.ts";
import { parseMoment, parseWindow } from "../time-range.ts";
import { watchCollection } from "../watch-collection.ts";
import type { CollectOptions } from "./collect.ts";
import { parseOptions } from "./command.ts";

export async function run(urls: string[], options: CollectOptions, exit: (code: ExitCode) => void): Promise<void> {
  const { seeds, query } = readWords(urls, options);
  const request = parseOptions(
    collectionRequest,
    {
      urls: seeds,
      depth: options.depth,
      maxPages: options.maxPages,
      maxPagesPerHost: options.maxPagesPerHost,
      scope: options.scope,
      delayMs: options.delay,
      sitemaps: options.sitemaps,
      source: options.source,
      query,
      maxResults: options.maxResults,
      ...readTimes(options, systemClock.now()),
      set: options.set,
      recipe: options.recipe === undefined ? undefined : readRecipe(options.recipe),
      only: options.only,
      ...renderingWishes(options),
      session: options.session,
      allowAddresses: namedAddresses(seeds),
    },
    {
      delayMs: "--delay",
      rendering: "--scroll",
      urls: "<url...>",
      allowAddresses: "<url...>",
      sitemaps: "--no-sitemaps",
    },
  );
  if (options.out !== undefined)
    (await import("../../insight/index.ts")).checkRowFile(options.out, { inPlace: options.follow === true });
  const settings = loadCliSettings(options);
  const backend = await openBackend(settings, ["collector", "worker"]);
  const { signal, dispose } = stopSignal(
    backend.url === null
      ? "Stopping after the pages in hand; the same command goes on from here."
      : "The server goes on collecting.",
  );
  try {
    const { collections } = backend.services;
    const unfinished = await findUnfinished(collections, request);
    const { id } = unfinished ?? (await collections.start(request));
    if (unfinished?.status === "paused") await collections.resume(id);
    const say = (text: string) => options.json !== true && console.error(text);
    if (unfinished !== undefined) say(`Going on with collection ${id}, which was not finished.`);
    const { collection, report, out } = await watchCollection(
      backend.services,
      id,
      {
        out: options.out ?? null,
        inPlace: options.follow === true,
        only: request.only,
        verbose: options.verbose === true,
        quiet: options.json === true,
      },
      signal,
    );
    console.log(
      options.json === true
        ? JSON.stringify({ ...collection, report, out })
        : printable(reportText(collection, report, { data: settings.data, out })),
    );
    exit(exitCodeOf(collection));
  } finally {
    await backend.close();
    dispose();
  }
}

/**
 * Addresses and queries of a command line. With a query, words that are no addresses belong to it: `--query 스위스, 독일` comes
 * as two arguments. @throws InvalidInputError `query_missing`, `nothing_to_collect`, `invalid_url`.
 */
function readWords(words: readonly string[], { query, source }: CollectOptions): { seeds: string[]; query: string[] } {
  if (query === true || query?.trim() === "") {
    throw new InvalidInputError("query_missing", "--query needs something to look for.", {
      field: "query",
      next: `Type: naru collect --source ${source ?? "naver-blog"} --query 스위스,독일`,
    });
  }
  if (query === undefined) {
    if (words.length === 0 && source === undefined) {
      throw new InvalidInputError("nothing_to_collect", "There is no address to begin from and no source to ask.", {
        field: "urls",
        next: "Type: naru collect https://example.com/ or: naru collect --source naver-blog --query 스위스",
      });
    }
    return { seeds: separate(words), query: [] };
  }
  const isAddress = (word: string) => /^https?:\/\//i.test(word);
  const more = words.filter((word) => !isAddress(word));
  return { seeds: separate(words.filter(isAddress)), query: [[query, ...more].join(" ")] };
}

/** Addresses as typed; a comma between two of them (`https://a/, https://b/`) belongs to neither. */
function separate(words: readonly string[]): string[] {
  return words.map((word) => toWebAddress(word.replace(/,$/, ""))).filter((url, at, all) => all.indexOf(url) === at);
}

function readTimes({ since, until, window }: CollectOptions, now: number): { since?: string; until?: string } {
  if (window !== undefined) return parseWindow(window, now);
  return {
    ...(since === undefined ? {} : { since: parseMoment(since, "--since", now) }),
    ...(until === undefined ? {} : { until: parseMoment(until, "--until", now) }),
  };
}

/** The same request, left unfinished by a stop, a crash or a full disk. What naru filled in by itself does not count. */
async function findUnfinished(
  collections: CommandServices["collections"],
  request: CollectionRequest,
): Promise<Collection | undefined> {
  const isSame = ({ request: stored }: Collection) =>
    Object.entries({ ...request, query: undefined, since: undefined }).every(
      ([key, value]) =>
        value === undefined || JSON.stringify(stored[key as keyof typeof stored]) === JSON.stringify(value),
    ) && sameWords(stored.query, request.query);
  for (const status of ["running", "paused"] as const) {
    const { items } = await collections.list({ status, limit: 200 });
    const found = items.find(isSame);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `스위스, 독일` and `스위스,독일` ask for the same. */
function sameWords(stored: readonly string[], asked: readonly string[]): boolean {
  const words = (queries: readonly string[]) =>
    queries
      .join(",")
      .replaceAll(/[\s,，、]+/g, " ")
      .trim();
  return words(stored) === words(asked);
}
