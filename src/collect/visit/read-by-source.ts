import type { PageInput, PageReading } from "../../domain/page.ts";
import { SchemaError } from "../errors.ts";
import { isOfWeb } from "../item-page.ts";
import { answerOf } from "../sources/answer.ts";
import type { Note, SourceReading } from "../sources/source.ts";
import type { Ending } from "./endings.ts";
import { foundNext, lostNext } from "./found-next.ts";
import type { VisitContext } from "./visit-page.ts";

/** Walls that a source may see through: it knows how to read what looks empty without a browser, and where a frame's content is. */
const readable: ReadonlySet<PageReading["wall"]> = new Set([null, "needs_render", "iframe_shell"]);

/** What the collection's own source makes of a page; null when it leaves the page to the general reader. */
export function readBySource(
  context: VisitContext,
  { input, status, at }: { input: PageInput; status: number; at: Date },
  page: PageReading,
): Ending | null {
  if (!readable.has(page.wall)) return null;
  const { source } = context.collection;
  const headers = { "content-type": input.contentType ?? "" };
  const answer = answerOf({ url: context.row.url, status: 200, headers, body: input.body });
  try {
    const reading = source.read(answer, at);
    return reading === null ? null : endingOf(context, reading, status, page);
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    return changed(context, error.message, status);
  }
}

function endingOf(context: VisitContext, reading: SourceReading, status: number, page: PageReading): Ending {
  const { row, mark } = context;
  const { source } = context.collection;
  const { next = [], gone = [], goneWhole = [], listed = reading.items.length, total = null } = reading;
  const items = reading.items.filter(isOfWeb);
  const unreadable = (reading.unreadable ?? 0) + reading.items.length - items.length;
  const found = foundNext({ row }, next);
  const isFirst = reading.list === true && (source.begins(row.url) || reading.isFirst === true);
  if (isFirst && listed === 0 && total !== 0) {
    if (unreadable > 0) return changed(context, `${unreadable} items were there and none could be read.`, status);
    if (mark !== null && mark.items > 0 && !source.isNarrowed) {
      return changed(context, `Nothing came, where ${mark.items} items came the last time.`, status);
    }
  }
  const notes: Note[] = [...(reading.notes ?? [])];
  if (unreadable > 0) {
    const message = `${unreadable} items did not have the known shape and were left out.`;
    notes.push({ code: "unreadable_items", message });
  }
  if (found.length < next.length) notes.push(lostNext);
  return {
    end: { state: "done", httpStatus: status, detail: null, isPage: true },
    items: items.map((item) => withDirectives(item, page.robots)),
    itemsVersion: source.source.version,
    notes,
    gone,
    goneWhole,
    found,
    marks: isFirst ? [source.markOf(row.url, items, listed)] : [],
  };
}

/** What a page asks of machines holds for the items read from it. */
export function withDirectives<T extends { noAi: boolean; noIndex?: boolean }>(
  item: T,
  { noai, noindex }: PageReading["robots"],
): T {
  return noai || noindex ? { ...item, noAi: item.noAi || noai, noIndex: item.noIndex === true || noindex } : item;
}

function changed({ collection, endings, row }: VisitContext, detail: string, status: number): Ending {
  const name = collection.source.source.name.en;
  const message = `${name}: ${detail} The page is kept; whoever reads it (a source or a recipe) needs a look.`;
  return { end: endings.failure(row, "schema_changed", detail, status), alerts: [{ kind: "schema_changed", message }] };
}
