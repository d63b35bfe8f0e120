import { constants, gunzipSync } from "node:zlib";
import type { PageReading } from "../domain/page.ts";

export type ContentKind = PageReading["kind"];

/** Kind of a payload by its Content-Type and, where that says little (`text/xml`, `text/plain`, nothing), by its first characters. */
export function contentKind(contentType: string | null, url: string, body: Uint8Array): ContentKind {
  const type = (contentType ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (isGzip(body)) return isZippedSitemap(body, url) ? "sitemap" : "other";
  if (/^(?:image|audio|video|font|model)\//.test(type) && type !== "image/svg+xml") return "other";
  const bytes = Buffer.from(body.buffer, body.byteOffset, Math.min(body.byteLength, 4_096)).toString("latin1");
  // In UTF-16 every other byte of markup is zero.
  const start = /^(?:\xff\xfe|\xfe\xff)?(?:[^\0]\0|\0[^\0]){4}/.test(bytes)
    ? bytes.replace(/\0|^[\xfe\xff]{2}/g, "")
    : bytes;
  if (type === "text/html") return feedOrSitemap(start) ?? "html";
  if (type === "application/xhtml+xml") return "html";
  if (/^application\/(?:rss|atom|rdf)\+xml$/.test(type) || type === "application/feed+json") return "feed";
  if (type === "application/json" || type.endsWith("+json")) return jsonFeed.test(start) ? "feed" : "other";
  if (type === "text/xml" || type === "application/xml" || type.endsWith("+xml")) {
    return feedOrSitemap(start) ?? (htmlStart.test(start) ? "html" : "other");
  }
  if (/^(?:text\/plain|application\/(?:octet-stream|x-)?(?:gzip|compressed)?|unknown\/unknown|)$/.test(type)) {
    return sniffed(start, type, url);
  }
  return type.startsWith("text/") && type !== "text/css" && type !== "text/javascript" ? "text" : "other";
}

/** By what is inside: a sitemap, or a list of addresses. Some that are cut or large are told by their name. */
function isZippedSitemap(body: Uint8Array, url: string): boolean {
  if (/\.xml\.gz(?:$|[?#])/i.test(url) || /sitemap/i.test(url)) return true;
  let start: string;
  try {
    start = gunzipSync(body.subarray(0, 16_384), { finishFlush: constants.Z_SYNC_FLUSH }).toString("latin1", 0, 4_096);
  } catch {
    return false;
  }
  if (feedOrSitemap(start) === "sitemap") return true;
  const lines = start
    .split(/\r?\n/)
    .slice(0, 20)
    .filter((line) => line.trim() !== "");
  return (
    lines.length > 0 && lines.every((line) => /^(?:\u00ef\u00bb\u00bf)?\s{0,10}https?:\/\/\S{3,}\s{0,10}$/i.test(line))
  );
}

function sniffed(start: string, type: string, url: string): ContentKind {
  const xml = feedOrSitemap(start);
  if (xml !== null) return xml;
  // Plain text stays plain text, as in browsers; without a type the markup decides.
  if (type !== "text/plain" && htmlStart.test(start)) return "html";
  if (/sitemap[^/?#]{0,100}\.txt(?:$|[?#])/i.test(url) && /^[\u00ef\u00bb\u00bf\s]{0,20}https?:\/\//i.test(start))
    return "sitemap";
  if (hasBinaryBytes(start)) return "other";
  if (type === "text/plain") return "text";
  if (start.trim() === "") return /\.(?:html?|php|asp|jsp)$|\/$/i.test(url) ? "html" : "other";
  return type === "" ? (/<[a-z!/][^>]{0,500}>/i.test(start) ? "html" : "text") : "other";
}

/** Some writers of JSON escape slashes. */
const jsonFeed = /jsonfeed\.org\\?\/version/;

const htmlStart =
  /^[^<]{0,200}(?:<!--[\s\S]{0,1000}?-->\s{0,50}|<\?xml[^>]{0,200}>\s{0,50}){0,3}<(?:!doctype html|html|head|body|title|meta|div|table|p|a|h1|script|style|br)[\s>/]/i;

/** Feeds and sitemaps are told by their root element, whatever the header says. */
function feedOrSitemap(start: string): "feed" | "sitemap" | null {
  if (start.charCodeAt(0) === 0x7b) return jsonFeed.test(start) ? "feed" : null;
  let at = start.indexOf("<");
  for (let hops = 0; hops < 20 && at >= 0; hops++) {
    const next = start.charCodeAt(at + 1);
    if (next !== 0x3f && next !== 0x21) break;
    if (/^<!doctype\s{1,10}html/i.test(start.slice(at, at + 30))) return null;
    const end = start.startsWith("<!--", at) ? start.indexOf("-->", at) : start.indexOf(">", at);
    at = end < 0 ? -1 : start.indexOf("<", end);
  }
  if (at < 0) return null;
  const root = /^<(?:[a-z0-9]{1,20}:)?([a-z]{1,20})[\s>]/i.exec(start.slice(at, at + 60))?.[1]?.toLowerCase();
  if (root === "urlset" || root === "sitemapindex") return "sitemap";
  return root === "rss" || root === "feed" || root === "rdf" ? "feed" : null;
}

export function isGzip(body: Uint8Array): boolean {
  return body[0] === 0x1f && body[1] === 0x8b;
}

/** Control characters that no text holds. NUL alone is forgiven: broken pages carry some. */
function hasBinaryBytes(start: string): boolean {
  return /[\x01-\x08\x0e-\x1a\x1c-\x1f]/.test(start) || start.split("\0", 200).length > 100;
}
