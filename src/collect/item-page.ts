import type { FieldValue, Item } from "../domain/item.ts";
import type { PageReading } from "../domain/page.ts";
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

/** Without NUL and lone surrogates, which the escapes of JSON can bring and no database takes: one of them would cost the whole batch. */
function storable(item: Item): Item {
  const fields = Object.entries(item.fields).map(([name, value]) => [plain(name), plainValue(value)]);
  return {
    ...item,
    title: item.title === null ? null : plain(item.title),
    author: item.author === null ? null : plain(item.author),
    text: plain(item.text),
    fields: Object.fromEntries(fields),
    images: item.images.map(({ url, alt }) => ({ url: plain(url), alt: alt === null ? null : plain(alt) })),
    parentUrl: item.parentUrl === null ? null : plain(item.parentUrl),
  };
}

function plainValue(value: FieldValue): FieldValue {
  if (typeof value === "string") return plain(value);
  return Array.isArray(value) ? value.map(plain) : value;
}

function plain(text: string): string {
  const wellFormed = text.isWellFormed() ? text : text.toWellFormed();
  return wellFormed.includes("\0") ? wellFormed.replaceAll("\0", "") : wellFormed;
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
