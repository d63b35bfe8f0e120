import { resolve } from "node:path";
import { openBackend } from "./cli/backend.ts";
import { watchCollection } from "./cli/watch-collection.ts";
import type {
  Collection,
  CollectionReport,
  CollectionRequestInput,
  CollectionRow,
  SourceView,
} from "./contracts/index.ts";
import { loadSettings } from "./platform/config/load-settings.ts";
import { InvalidInputError } from "./platform/errors.ts";

export type { Collection, CollectionReport, CollectionRow, SourceView } from "./contracts/index.ts";
export { NaruError } from "./platform/errors.ts";

export interface NaruOptions {
  /** Data folder. Default `./data`, or what the settings say. */
  data?: string;
  /** Settings file. Default `naru.yaml` of the working folder, when there is one. */
  config?: string;
  /** Where settings (`NARU_…`) and keys of sources come from. Default: the environment of this process. */
  env?: Readonly<Record<string, string | undefined>>;
}

export interface CollectOptions extends Omit<CollectionRequestInput, "query"> {
  /** What the source is to look for; one text may hold several, with commas between them. */
  query?: string | readonly string[];
  /** Tells its progress and its log on standard error. Default false. */
  verbose?: boolean;
  /** File that gets the items as they come: `.csv`, `.json`, `.jsonl`, `.parquet` or `.xlsx`. */
  out?: string;
  /** Aborted to stop after the work in hand; the same call goes on later. */
  signal?: AbortSignal;
}

export interface Collected {
  /** Every item or page that the collection met, in the order in which it met them; known ones among them unless `only` says otherwise. */
  items: CollectionRow[];
  report: CollectionReport;
  collection: Collection;
}

/** naru inside a program. */
export interface Naru {
  /**
   * Runs one collection to its end and gives what it met.
   * @throws NaruError with a stable `code`: `credential_missing`, `query_missing`, `unknown_source`, `invalid_url`, …
   */
  collect(options: CollectOptions): Promise<Collected>;
  /** What can be collected, with what keys, within what limits. */
  listSources(): Promise<SourceView[]>;
  /** Finishes what is in hand and gives the data folder back. */
  close(): Promise<void>;
}

const pageRows = 200;

/**
 * Opens naru on a data folder. When a server runs on it, everything goes through that server; else the collector and the analysis run in
 * this process until `close`.
 * @throws ConflictError `data_folder_in_use`, InvalidInputError `setting_invalid` and its kin.
 */
export async function createNaru(options: NaruOptions = {}): Promise<Naru> {
  const env = options.env ?? process.env;
  const settings = loadSettings({
    file: resolve(options.config ?? "naru.yaml"),
    required: options.config !== undefined,
    env,
    flags: options.data === undefined ? {} : { data: options.data },
  });
  const backend = await openBackend(settings, ["collector", "worker"], env);
  const { collections, sources } = backend.services;
  return {
    collect: async ({ query, verbose = false, out, signal, ...request }) => {
      const queries = query === undefined ? [] : typeof query === "string" ? [query] : [...query];
      if (request.urls === undefined && request.source === undefined) {
        throw new InvalidInputError("nothing_to_collect", "There is no address to begin from and no source to ask.", {
          field: "urls",
          next: 'Give urls: ["https://example.com/"], or source: "naver-blog" and query: ["스위스"].',
        });
      }
      const { id } = await collections.start({ ...request, query: queries });
      const only = request.only ?? "all";
      const { collection, report } = await watchCollection(
        backend.services,
        id,
        { out: out ?? null, inPlace: false, only, verbose, quiet: !verbose },
        signal ?? new AbortController().signal,
      );
      const items: CollectionRow[] = [];
      let cursor: string | undefined;
      for (let more = true; more; ) {
        const page = await collections.listRows(id, {
          limit: pageRows,
          only,
          final: true,
          ...(cursor === undefined ? {} : { cursor }),
        });
        items.push(...page.items);
        cursor = page.nextCursor;
        more = page.more;
      }
      return { items, report, collection };
    },
    listSources: async () => (await sources.list()).items,
    close: () => backend.close(),
  };
}
