import type { Item } from "../../domain/item.ts";
import { SchemaError } from "../errors.ts";
import type { Answer } from "./answer.ts";
import { wallIn } from "./posting-page.ts";
import { type Document, type Markup, parseMarkup } from "./select.ts";
import type { ReadContext, Source, SourceReading } from "./source.ts";

/** Where a saved page came from and when, for its parser. */
export interface SavedPage {
  page: Document;
  /** The page's own address, or that of the file where nobody knows it. */
  url: URL;
  now: Date;
}

/** How one board's saved pages and answers are read. Each way gives null for what is not of its shape. */
export interface SavedBoard {
  /** Hosts whose pages must be readable: `jobkorea.co.kr` and those below it. */
  host: string;
  json?(answer: Answer, context: ReadContext): SourceReading | null;
  /** Postings of a list; null when the page is no list of the board. */
  list(saved: SavedPage): SavedList | null;
  /** The posting of a page of its own. */
  detail(saved: SavedPage): Item | null;
}

export interface SavedList {
  items: Item[];
  /** Cards that did not fit. */
  unreadable: number;
}

/** Reads what a person saved of a board. @throws SchemaError for walls, and for pages of the board in a shape that nobody knows yet. */
export function readSaved(answer: Answer, context: ReadContext, board: SavedBoard): SourceReading | null {
  if (isJson(answer)) return board.json?.(answer, context) ?? null;
  const page = parseMarkup(answer.text());
  const saved: SavedPage = { page, url: answer.url, now: context.now };
  const item = board.detail(saved);
  if (item !== null) return { items: [item] };
  const list = board.list(saved);
  if (list !== null) return { ...list, list: true };
  const wall = wallIn(page);
  if (wall !== null) throw new SchemaError(wall);
  const { hostname } = answer.url;
  if (hostname !== board.host && !hostname.endsWith(`.${board.host}`)) return null;
  throw new SchemaError(`The page is of ${board.host}, but holds no posting in a shape that is known.`);
}

function isJson(answer: Answer): boolean {
  const type = answer.headers["content-type"] ?? "";
  return (
    /^application\/(?:[\w.-]{1,80}\+)?json\b/i.test(type) ||
    (!/html/i.test(type) && /^\s{0,100}[{[]/.test(answer.text().slice(0, 200)))
  );
}

/** Reads cards one by one; those that give null are counted. @throws SchemaError when no card can be read. */
export function readCards<T extends Markup>(cards: readonly T[], read: (card: T) => Item | null): SavedList {
  const items = cards.slice(0, 2_000).flatMap((card) => read(card) ?? []);
  if (cards.length > 0 && items.length === 0) {
    throw new SchemaError(`The page lists ${cards.length} postings, none of them in a shape that is known.`);
  }
  return { items, unreadable: Math.min(cards.length, 2_000) - items.length };
}

/** What sources that only import have in common. */
export const importOnly = {
  way: "import",
  credentials: [],
  homes: {},
  quotas: [],
  options: [],
  asks: "none",
  paceMs: 0,
  allowAddresses: [],
  begin: () => [],
} as const satisfies Partial<Source>;
