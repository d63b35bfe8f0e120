import { Command } from "commander";
import { type Collection, type CollectionRequest, collectionRequest } from "../../contracts/index.ts";
import { printable } from "../../lib/printable.ts";
import { type CommandServices, openBackend } from "../backend.ts";
import { exitCodeOf, reportOf } from "../collection-report.ts";
import { followCollection } from "../follow-collection.ts";
import { loadCliSettings } from "../load-cli-settings.ts";
import { namedAddresses, toWebAddress } from "../named-addresses.ts";
import type { GlobalOptions } from "../program.ts";
import { createProgress } from "../progress.ts";
import { stopSignal } from "../stop-signal.ts";
import { checkOutFile, writeDocuments } from "../write-documents.ts";
import { type CommandBuilder, numeric, parseOptions } from "./command.ts";

interface CollectOptions extends GlobalOptions {
  depth?: number | string;
  maxPages?: number | string;
  maxPagesPerHost?: number | string;
  scope?: string;
  delay?: number | string;
  sitemaps: boolean;
  source?: string;
  out?: string;
}

export const collectCommand: CommandBuilder = (exit) =>
  new Command("collect")
    .description("crawl from these addresses, breadth first, and turn every page into a document")
    .argument("<url...>", "where to begin; a private or loopback address named here may be visited")
    .option("--depth <n>", "links away from the first pages (default 3)", numeric)
    .option("--max-pages <n>", "pages in all (default 1000)", numeric)
    .option("--max-pages-per-host <n>", "pages of one host", numeric)
    .option("--scope <scope>", "host, path or domain (default host)")
    .option("--delay <ms>", "pause between requests to one host, in milliseconds", numeric)
    .option("--no-sitemaps", "begin from the addresses alone, not from sitemaps and feeds")
    .option("--source <id>", "source to collect with (default web)")
    .option("--out <file>", "write the documents to a .csv, .json or .jsonl file")
    .action(async (urls: string[], options: CollectOptions) => {
      const seeds = urls.map(toWebAddress);
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
          allowAddresses: namedAddresses(seeds),
        },
        { delayMs: "--delay", urls: "<url...>", allowAddresses: "<url...>" },
      );
      if (options.out !== undefined) checkOutFile(options.out);
      const backend = await openBackend(loadCliSettings(options), ["collector", "worker"]);
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
        const ended = await followCollection(
          backend.services,
          id,
          createProgress(process.stderr, options.json === true),
          signal,
        );
        if (options.out !== undefined && !signal.aborted) {
          const rows = await writeDocuments(backend.services.documents, id, options.out);
          say(`Wrote ${rows} documents to ${options.out}.`);
        }
        console.log(options.json === true ? JSON.stringify(ended) : printable(await reportOf(ended, backend.services)));
        exit(exitCodeOf(ended));
      } finally {
        await backend.close();
        dispose();
      }
    });

/** The same request, left unfinished by a stop, a crash or a full disk. */
async function findUnfinished(
  collections: CommandServices["collections"],
  request: CollectionRequest,
): Promise<Collection | undefined> {
  const wanted = JSON.stringify(request);
  for (const status of ["running", "paused"] as const) {
    const { items } = await collections.list({ status, limit: 200 });
    const found = items.find((one) => JSON.stringify(collectionRequest.parse(one.request)) === wanted);
    if (found !== undefined) return found;
  }
  return undefined;
}
