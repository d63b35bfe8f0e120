import type { FieldValue, Item } from "../domain/item.ts";
import type { PageReading } from "../domain/page.ts";
import { storableText } from "../lib/storable-text.ts";
import type { ReadPage } from "./page-reader.ts";
import { normalizeUrl } from "./url-normal-form.ts";

/** An item in the form in which pages are saved; null when its address is none. `version` is that of the source's reader. */
export function itemPage(
  item: Item,
  sourceId: string,
  version: string | null,
): (Pick<ReadPage, "sourceId" | "url" | "host" | "reading"> & { item: NonNullable<ReadPage["item"]> }) | null {
  const normal = normalizeUrl(item.url) ?? fileAddress(item.url);
  if (normal === null) return null;
  const clean = storable(item);
  return {
    sourceId,
    ...normal,
    reading: readingOf(clean),
    item: { of: clean, version: `${sourceId}/${version ?? "0"}` },
  };
}

/** Whether an item's address is one of the web: what came from there may not pass for a person's file, and `javascript:` is no address. */
export function isOfWeb({ url }: Pick<Item, "url">): boolean {
  return normalizeUrl(url) !== null;
}

/** Text behind this is not what a person wrote. */
const maxTextChars = 1_000_000;

/**
 * As the database takes it, or one item would cost the whole batch: without NUL and lone surrogates, which the escapes of JSON can bring,
 * and without moments that are none. Addresses are those of the web; a parent's is in the form in which the parent is stored.
 */
function storable(item: Item): Item {
  const fields = Object.entries(item.fields).map(([name, value]) => [storableText(name), plainValue(value)]);
  return {
    ...item,
    title: item.title === null ? null : storableText(item.title),
    author: item.author === null ? null : storableText(item.author),
    publishedAt: moment(item.publishedAt),
    modifiedAt: moment(item.modifiedAt),
    language: item.language === null || !tag.test(item.language) ? null : item.language,
    text: storableText(item.text, maxTextChars),
    fields: Object.fromEntries(fields),
    images: item.images.flatMap(({ url, alt }) =>
      /^https?:/i.test(url) ? [{ url: storableText(url), alt: alt === null ? null : storableText(alt) }] : [],
    ),
    parentUrl:
      item.parentUrl === null ? null : ((normalizeUrl(item.parentUrl) ?? fileAddress(item.parentUrl))?.url ?? null),
  };
}

/** BCP 47, as far as it matters here. */
const tag = /^[a-z]{2,8}(?:-[a-z0-9]{1,8}){0,3}$/i;

/** Null for what is no moment, or none of the years that are written with four digits. */
function moment(date: Date | null): Date | null {
  const year = date?.getUTCFullYear() ?? Number.NaN;
  return year >= 1 && year <= 9_999 ? date : null;
}

function plainValue(value: FieldValue): FieldValue {
  if (typeof value === "string") return storableText(value);
  return Array.isArray(value) ? value.map((one) => storableText(one)) : value;
}

function readingOf(item: Item): PageReading {
  const { title, author, publishedAt, modifiedAt, language, images, text, noAi, noIndex = false } = item;
  return {
    kind: "text",
    charset: null,
    links: [],
    robots: { noindex: noIndex, nofollow: false, noarchive: false, noai: noAi },
    canonicalUrl: null,
    wall: null,
    document: {
      title,
      author,
      siteName: null,
      publishedAt,
      modifiedAt,
      language,
      canonicalUrl: null,
      images,
      text,
      weakness: text.trim() === "" && title === null ? "The item has no text." : null,
    },
  };
}

/** What a person imported has an address without a host. */
function fileAddress(text: string): { url: string; host: string } | null {
  const url = URL.parse(text);
  return url?.protocol === "file:" && text.length <= 2_048 ? { url: url.href, host: "" } : null;
}
