import { SchemaError } from "../../errors.ts";
import type { Answer } from "../answer.ts";
import { momentOf } from "../posting-words.ts";
import { parseMarkup, selectAll, textAt } from "../select.ts";
import type { Note, Order, SourceReading } from "../source.ts";

const maxEntries = 50_000;
const dayMs = 86_400_000;

interface Entry {
  url: URL;
  changedAt: Date | null;
  /** Only the day is told. */
  dayOnly: boolean;
}

/** Positions that a sitemap lists, newest first, or the sitemaps of positions that an index lists. @throws SchemaError */
export function readSitemap(answer: Answer, order: Order): SourceReading {
  const xml = parseMarkup(answer.text(), { xml: true });
  const own = (entries: Entry[], path: RegExp) =>
    entries.filter(({ url }) => url.origin === answer.url.origin && path.test(url.pathname));
  const sitemaps = entriesIn(xml, "sitemap");
  if (sitemaps.length > 0) {
    const wanted = own(sitemaps, /sitemap_position_view_\d{1,5}\.xml$/).filter((entry) => isWithin(entry, order));
    if (wanted.length === 0 && !own(sitemaps, /sitemap_position_view/).length) {
      throw new SchemaError("The sitemap index names no sitemap of positions.");
    }
    // With a number asked for, one list is enough, and no two lists need to agree on it.
    const chosen = order.maxResults === null ? wanted : newestFirst(wanted).slice(0, 1);
    return { items: [], next: chosen.map(toPage), list: true, listed: sitemaps.length };
  }
  if (!/<urlset[\s>]/.test(answer.text().slice(0, 4_000))) throw new SchemaError("This is no sitemap.");
  const all = entriesIn(xml, "url");
  const positions = own(all, /^\/position\/\d{1,12}\/?$/);
  if (all.length > 0 && positions.length === 0) throw new SchemaError("The sitemap lists no positions.");
  const wanted = newestFirst(positions.filter((entry) => isWithin(entry, order)));
  const taken = wanted.slice(0, order.maxResults ?? maxEntries);
  return {
    items: [],
    next: taken.map(toPage),
    notes: notesOf(positions, order),
    list: true,
    isFirst: true,
    listed: positions.length,
  };
}

function entriesIn(xml: ReturnType<typeof parseMarkup>, name: string): Entry[] {
  return selectAll(name, xml)
    .slice(0, maxEntries)
    .flatMap((entry) => {
      const url = URL.parse(textAt("loc", entry) ?? "");
      const lastmod = textAt("lastmod", entry) ?? "";
      return url === null ? [] : [{ url, changedAt: momentOf(lastmod), dayOnly: lastmod.length <= 10 }];
    });
}

/** What was changed before `since` is known already; an entry without a date may be anything. */
function isWithin({ changedAt, dayOnly }: Entry, { since }: Order): boolean {
  return since === null || changedAt === null || changedAt.getTime() + (dayOnly ? dayMs : 0) > since.getTime();
}

function newestFirst(entries: readonly Entry[]): Entry[] {
  return [...entries].sort((a, b) => (b.changedAt?.getTime() ?? 0) - (a.changedAt?.getTime() ?? 0));
}

function notesOf(positions: readonly Entry[], { since }: Order): Note[] {
  if (since === null || positions.every(({ changedAt }) => changedAt !== null)) return [];
  return [{ code: "dates_unknown", message: "Some positions have no date in the sitemap; they were taken too." }];
}

function toPage({ url }: Entry): { url: string; way: "page" } {
  return { url: url.href, way: "page" };
}
