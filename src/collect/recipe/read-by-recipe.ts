import { type FieldValue, type Item, itemOf } from "../../domain/item.ts";
import { sha256Hex } from "../../lib/hash.ts";
import { SchemaError } from "../errors.ts";
import type { Answer } from "../sources/answer.ts";
import { baseOf, type Document, type Markup, parseMarkup, selectAll } from "../sources/select.ts";
import type { NextAddress, Note, Order, ReadContext, SourceReading } from "../sources/source.ts";
import { withParams } from "../sources/wire-url.ts";
import { isWithin } from "../sources/within.ts";
import { fitsPattern } from "./address-pattern.ts";
import { type FieldPlace, fieldValue, fieldValues, firstValue } from "./field-values.ts";
import type { FieldRule, Recipe } from "./recipe.ts";

/** Fields that have a place of their own in a document. */
const own = new Set(["title", "text", "author", "date", "modified", "url", "images"]);
const maxItems = 2_000;
const maxLinks = 2_000;

/** Names of the fields that the recipe's items have beside what every document has. */
export function fieldsOfRecipe({ list, detail }: Recipe): string[] {
  const names = new Set([...Object.keys(list.fields), ...Object.keys(detail?.fields ?? {})]);
  return [...names].filter((name) => !own.has(name));
}

/** Whether the recipe takes an address for a list; the other addresses are items. */
export function isList({ list, detail }: Recipe, address: URL, urls: readonly string[]): boolean {
  if (detail === undefined) return true;
  if (list.each === undefined && list.links === undefined) return false;
  if (list.addresses.length > 0) return list.addresses.some((pattern) => fitsPattern(address.href, pattern));
  return urls.some((given) => samePath(new URL(given), address));
}

/** What a page says by the recipe; null for what is no page. @throws SchemaError when an item's page has neither title nor text. */
export function readByRecipe(
  recipe: Recipe,
  answer: Answer,
  context: Pick<ReadContext, "order" | "now">,
): SourceReading | null {
  if (!/^(?:text\/html|application\/xhtml\+xml|)\s{0,5}(?:;|$)/i.test(answer.headers["content-type"] ?? ""))
    return null;
  const page = parseMarkup(answer.text());
  const place: FieldPlace = { base: baseOf(page, answer.url), now: context.now };
  return isList(recipe, answer.url, context.order.urls)
    ? readList(recipe, page, answer.url, place, context.order)
    : readDetail(recipe, page, answer.url, place, context.order);
}

function readList(recipe: Recipe, page: Document, address: URL, place: FieldPlace, order: Order): SourceReading {
  const { list } = recipe;
  const home = homeOf(address, order);
  const rows = list.each === undefined ? [] : selectAll(list.each, page).slice(0, maxItems);
  const read = rows.map((row) => itemFrom(recipe, list.fields, row, place, (said) => rowAddress(home, said), home));
  const items = read.filter((item) => item !== null);
  const links = list.links === undefined ? [] : linksOf(list.links, page, place);
  const next: NextAddress[] = links
    .filter((url) => isWanted(recipe, url, address))
    .slice(0, maxLinks)
    .map((url) => ({ url, way: "page" }));
  const notes: Note[] = [];
  // An empty page that names a next one would lead on for ever.
  const isEmpty = rows.length + links.length === 0;
  const [more] = list.next === undefined || isEmpty ? [] : linksOf(list.next, page, place);
  if (more !== undefined && more !== address.href) {
    if (isList(recipe, new URL(more), order.urls) && isNear(recipe, more, address))
      next.push({ url: more, way: "page" });
    else
      notes.push({
        code: "stopped_early",
        message: `${more} follows, and is no list by list.addresses of the recipe.`,
      });
  }
  if (isEmpty) {
    const message = `The recipe found nothing on ${address.href}. Try it: naru recipe try FILE ${address.href}`;
    notes.push({ code: "nothing_found", message });
  }
  return {
    items: items.filter(({ publishedAt }) => isWithin(publishedAt, order)),
    next,
    notes,
    list: true,
    listed: items.length + links.length,
    unreadable: rows.length - items.length,
  };
}

function readDetail(recipe: Recipe, page: Document, address: URL, place: FieldPlace, order: Order): SourceReading {
  const fields = recipe.detail?.fields ?? {};
  const item = itemFrom(recipe, fields, page, place, () => address.href, null);
  if (item === null) {
    const tried = ["title", "text"].flatMap((name) => fields[name]?.select ?? []).join(" and ");
    throw new SchemaError(`The recipe finds neither title nor text (${tried}) on ${address.href}`);
  }
  return { items: isWithin(item.publishedAt, order) ? [item] : [] };
}

/** An item from its fields; null when it has neither title nor text. */
function itemFrom(
  recipe: Recipe,
  rules: Readonly<Record<string, FieldRule>>,
  within: Markup,
  place: FieldPlace,
  addressOf: (said: string) => string,
  parentUrl: string | null,
): Item | null {
  const text = written(rules.text, within, place);
  const title = written(rules.title, within, place)?.replaceAll("\n", " ") ?? null;
  if (text === null && title === null) return null;
  const author = written(rules.author, within, place)?.replaceAll("\n", " ") ?? null;
  const fields: Record<string, FieldValue> = {};
  for (const [name, rule] of Object.entries(rules)) {
    if (own.has(name)) continue;
    const value = fieldValue(rule, within, place);
    if (value !== null) fields[name] = value;
  }
  const images = rules.images === undefined ? [] : fieldValues({ ...rules.images, as: "address" }, within, place);
  const url = rules.url === undefined ? null : firstValue({ ...rules.url, as: "address" }, within, place);
  return itemOf({
    url: typeof url === "string" ? url : addressOf(JSON.stringify([author, title, text])),
    kind: recipe.kind,
    title,
    text: text ?? "",
    author,
    publishedAt: moment(rules.date, within, place),
    modifiedAt: moment(rules.modified, within, place),
    images: images.slice(0, 100).map((image) => ({ url: String(image), alt: null })),
    fields,
    parentUrl,
  });
}

function written(rule: FieldRule | undefined, within: Markup, place: FieldPlace): string | null {
  const value = rule === undefined ? null : fieldValue(rule, within, place);
  if (value === null || typeof value === "boolean") return null;
  return typeof value === "object" ? value.join("\n") : String(value);
}

function moment(rule: FieldRule | undefined, within: Markup, place: FieldPlace): Date | null {
  const value = rule === undefined ? null : firstValue({ ...rule, as: "date" }, within, place);
  return value instanceof Date ? value : null;
}

/** Addresses that a rule finds, each once. */
export function linksOf(rule: FieldRule, page: Document, place: FieldPlace): string[] {
  return [...new Set(fieldValues({ ...rule, as: "address" }, page, place).map(String))];
}

/** Whether an address that a list names belongs to the collection. */
export function isWanted(recipe: Recipe, url: string, from: URL): boolean {
  return isNear(recipe, url, from) && !isSame(url, from);
}

function isNear({ pages }: Recipe, url: string, from: URL): boolean {
  if (pages.never.some((pattern) => fitsPattern(url, pattern))) return false;
  return pages.only.length > 0
    ? pages.only.some((pattern) => fitsPattern(url, pattern))
    : new URL(url).host === from.host;
}

const isSame = (url: string, from: URL) => url === from.href;

/** The given address to which a page of a list belongs: its counter of pages may be anything. */
function homeOf(address: URL, { urls }: Order): string {
  const home = urls.find((given) => {
    const url = new URL(given);
    return (
      samePath(url, address) && [...url.searchParams].every(([name, value]) => address.searchParams.get(name) === value)
    );
  });
  return home ?? address.href;
}

/** An item without an address of its own is known by what it says: rows move from page to page as new ones come. */
function rowAddress(home: string, said: string): string {
  return withParams(new URL(home), { "naru.item": sha256Hex(said).slice(0, 20) });
}

const samePath = (a: URL, b: URL) => a.host === b.host && a.pathname === b.pathname;
