import { Command } from "commander";
import type { GlobalOptions } from "../program.ts";
import type { RenderingOptions } from "../rendering-wishes.ts";
import { type CommandBuilder, gatherSetting, numeric } from "./command.ts";

export interface CollectOptions extends GlobalOptions, RenderingOptions {
  depth?: number | string;
  maxPages?: number | string;
  maxPagesPerHost?: number | string;
  scope?: string;
  delay?: number | string;
  sitemaps: boolean;
  source?: string;
  query?: string | true;
  maxResults?: number | string;
  since?: string;
  until?: string;
  window?: string;
  set?: Record<string, string>;
  recipe?: string;
  only?: string;
  session?: string;
  out?: string;
  follow?: boolean;
  verbose?: boolean;
}

export const collectCommand: CommandBuilder = (exit) =>
  new Command("collect")
    .description("crawl from these addresses, breadth first, or ask one source, and keep everything as documents")
    .argument("[url...]", "where to begin; a private or loopback address named here may be visited")
    .option("--source <id>", "source to collect with (default web); see naru sources")
    .option("--query [text]", "what the source is to look for; commas separate: 스위스,독일")
    .option("--max-results <n>", "items of each query", numeric)
    .option("--since <time>", "from then on: 2026-11-01, yesterday, 7d, or last: where the last collection ended")
    .option("--until <time>", "before then")
    .option("--window <day>", "one whole day of Korea: yesterday, today, 2026-11-19")
    .option(
      "--set <key=value>",
      "an option of the source; may be repeated; key@=FILE reads the value from a file",
      gatherSetting,
      {},
    )
    .option("--recipe <file>", "read the pages by these selectors; see naru recipe and docs/recipes.md")
    .option("--only <which>", "give out all items, those new to naru, or new and changed ones (all, new, changed)")
    .option("--render", "read every page in a browser (else only those that are empty without one)")
    .option("--no-render", "never use a browser")
    .option("--scroll <n>", "in a browser: scroll to the end for more, at most so many times", numeric)
    .option("--more", "in a browser: press the button for more (더보기, Load more) until nothing new comes")
    .option("--more-button <selector>", "in a browser: the button that --more means, as a CSS selector")
    .option("--wait-for <selector>", "in a browser: wait until this is there")
    .option("--screenshot", "in a browser: also keep a picture of each page")
    .option("--session <name>", "with a stored session of your own; see naru sessions")
    .option("--depth <n>", "links away from the first pages (default 3; 0 with a source)", numeric)
    .option("--max-pages <n>", "pages in all (default 1000)", numeric)
    .option("--max-pages-per-host <n>", "pages of one host", numeric)
    .option("--scope <scope>", "host, path or domain (default host)")
    .option("--delay <ms>", "pause between requests to one host, in milliseconds", numeric)
    .option("--no-sitemaps", "begin from the addresses alone, not from sitemaps and feeds")
    .option(
      "--out <file>",
      "write the documents to a .csv, .json, .jsonl, .parquet or .xlsx file, which is replaced when all are there",
    )
    .option("--follow", "let a .csv or .jsonl file of --out grow in place, row by row, to be followed (tail -f)")
    .option("--verbose", "print the lines of the collection's log as they come")
    .action(async (urls: string[], options: CollectOptions) =>
      (await import("./collect-action.ts")).run(urls, options, exit),
    );
