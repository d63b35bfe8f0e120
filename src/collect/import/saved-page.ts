import { normalizeUrl } from "../url-normal-form.ts";

/** What a saved page tells about where it came from. */
export interface SavedPageFacts {
  /** Normalised; null when it names no web address. */
  url: string | null;
  savedAt: Date | null;
}

/** Bytes in which a page names itself. */
const headBytes = 64 * 1024;

/**
 * Address that a saved page names itself: what the browser or SingleFile wrote when it saved it, else the page's own canonical link or og:url. Only
 * what is said by whoever saved it is certain; a page may call itself anything, which is why imported pages are a source of their own.
 */
export function savedPageFacts(body: Uint8Array): SavedPageFacts {
  // Addresses are ASCII or UTF-8, whatever the page around them is.
  const head = Buffer.from(body.buffer, body.byteOffset, Math.min(body.byteLength, headBytes)).toString("utf8");
  const browser = /<!--\s{0,5}saved from url=\(\d{1,5}\)(\S{1,2048}?)\s{0,5}-->/i.exec(head)?.[1];
  const single = /<!--[^<>]{0,300}?Page saved with SingleFile[^<>]{0,50}?url:\s{0,5}(\S{1,2048})/i.exec(head)?.[1];
  const savedDate = single === undefined ? undefined : /saved date:\s{0,5}([^\n(]{10,60})/i.exec(head)?.[1];
  const found = [browser, single, canonicalOf(head), ogUrlOf(head)].map(webAddress).find((url) => url !== null);
  const savedAt = savedDate === undefined ? null : new Date(savedDate.trim());
  return { url: found ?? null, savedAt: savedAt === null || Number.isNaN(savedAt.getTime()) ? null : savedAt };
}

function canonicalOf(head: string): string | undefined {
  return attributeIn(head, /<link\s[^>]{0,2500}>/gi, /\srel\s{0,3}=\s{0,3}["']?canonical["'\s>/]/i, "href");
}

function ogUrlOf(head: string): string | undefined {
  return attributeIn(head, /<meta\s[^>]{0,2500}>/gi, /\sproperty\s{0,3}=\s{0,3}["']?og:url["'\s>/]/i, "content");
}

function attributeIn(head: string, tags: RegExp, wanted: RegExp, name: string): string | undefined {
  for (const [tag] of head.matchAll(tags)) {
    if (!wanted.test(tag)) continue;
    const quoted = new RegExp(
      `\\s${name}\\s{0,3}=\\s{0,3}(?:"([^"]{1,2048})"|'([^']{1,2048})'|([^\\s>"']{1,2048}))`,
      "i",
    ).exec(tag);
    const value = quoted?.[1] ?? quoted?.[2] ?? quoted?.[3];
    if (value !== undefined) return value.replaceAll("&amp;", "&");
  }
  return undefined;
}

/** Web addresses only: a page may name `file:` or `javascript:`. */
function webAddress(text: string | undefined): string | null {
  return text === undefined || !/^https?:\/\//i.test(text) || text.includes("\ufffd")
    ? null
    : (normalizeUrl(text)?.url ?? null);
}
