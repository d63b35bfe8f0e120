import { DamagedArchiveError, decodePayload, headerOf, pageInputOf } from "../../archive/index.ts";
import type { Item } from "../../domain/item.ts";
import type { PageReading, PageWall } from "../../domain/page.ts";
import { SchemaError } from "../errors.ts";
import { isOfWeb } from "../item-page.ts";
import type { PageReader } from "../page-reader.ts";
import { answerOf } from "../sources/answer.ts";
import type { Order, Source } from "../sources/source.ts";
import { readSafely } from "../sources/source-in-hand.ts";
import type { ImportDraft } from "./drafts.ts";
import { type FoundTrouble, trouble } from "./found.ts";

export interface DraftReaderParts {
  source: Source;
  order: Order;
  reader: PageReader;
  hashAuthor: (id: string) => string;
}

/** What a draft says. */
export interface DraftReading {
  items: readonly Item[];
  /** Set for what the general reader takes for a page. */
  page: PageReading | null;
  trouble: FoundTrouble | null;
}

const walls: Record<PageWall, string> = {
  bot_wall: "The page asks whether we are a person.",
  login_wall: "The page asks for a login.",
  needs_render: "The page is empty without a browser; save it after it has been shown.",
  iframe_shell: "The page only frames another one; save that one.",
  deleted: "The page says that it was removed.",
};

/** Reads what was imported as collected answers are read: first its source, then the general reader of pages. */
export function readDraft(draft: ImportDraft, parts: DraftReaderParts): DraftReading {
  const { found, exchange, capture } = draft;
  const silent = found.kind === "payload" ? found.silent : found.repeats !== null || exchange.response.status !== 200;
  if (silent) return nothing(null);
  const { headers, body: wire, truncated } = exchange.response;
  let body: Uint8Array;
  try {
    body = decodePayload(wire, headerOf(headers, "content-encoding"), { partial: truncated !== null });
  } catch (error) {
    if (!(error instanceof DamagedArchiveError)) throw error;
    const reason = error.code === "payload_bomb" ? "compression_bomb" : "parse_failed";
    return nothing(trouble(capture.url, reason, error.message));
  }
  const input = pageInputOf(exchange.url, { headers, body });
  const answer = answerOf({
    url: exchange.url,
    status: 200,
    headers: { "content-type": input.contentType ?? "" },
    body,
  });
  const { source, order, reader, hashAuthor } = parts;
  try {
    const said = readSafely(source, answer, { order, hashAuthor, now: capture.capturedAt, bodies: false });
    if (said !== null) {
      // What came from the web may not pass for a person's file.
      const items = answer.url.protocol === "file:" ? said.items : said.items.filter(isOfWeb);
      return { items, page: null, trouble: unreadableOf(capture.url, said) };
    }
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    return nothing(trouble(capture.url, "schema_changed", error.message));
  }
  if (new URL(exchange.url).pathname === "/robots.txt") return nothing(null);
  return pageOf(draft, reader.read(input), source);
}

function pageOf({ found, capture }: ImportDraft, page: PageReading, source: Source): DraftReading {
  if (page.wall !== null) return nothing(trouble(capture.url, page.wall, walls[page.wall]));
  if (page.document !== null) return { items: [], page, trouble: null };
  // A web archive holds pictures and scripts; a file that was given for a document should be one.
  if (found.kind === "exchange" || page.kind === "feed" || page.kind === "sitemap") return nothing(null);
  return nothing(
    trouble(capture.url, "unsupported_type", `It is not in a shape that ${source.name.en} sends, and no page either.`),
  );
}

function unreadableOf(url: string, { unreadable = 0, items }: { unreadable?: number; items: readonly Item[] }) {
  if (unreadable === 0) return null;
  const all = unreadable + items.length;
  return trouble(url, "no_text", `${unreadable} of its ${all} entries hold no text that could be read.`, true);
}

function nothing(told: FoundTrouble | null): DraftReading {
  return { items: [], page: null, trouble: told };
}
