import type { Item } from "../domain/item.ts";
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
  return {
    sourceId,
    ...normal,
    reading: readingOf(item),
    item: { of: item, version: `${sourceId}/${version ?? "0"}` },
  };
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
