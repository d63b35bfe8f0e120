/** File names that are never pages: fetching them would only fill the archive. */
const neverPages =
  /\.(?:jpe?g|png|gif|webp|avif|bmp|ico|svg|tiff?|heic|mp3|m4a|ogg|oga|wav|flac|mp4|m4v|webm|mov|avi|mkv|wmv|flv|zip|rar|7z|tar|tgz|bz2|xz|zst|exe|msi|dmg|pkg|deb|rpm|apk|iso|img|jar|woff2?|ttf|otf|eot|css|m?js|map|wasm|pdf|docx?|xlsx?|pptx?|hwpx?|odt|ods|odp|epub|psd|ai|torrent)$/i;

/** Extension that says this address is no page, or null. `gz` is let through: sitemaps come so. */
export function nonPageExtension(url: string): string | null {
  const query = url.indexOf("?");
  const path = query < 0 ? url : url.slice(0, query);
  const dot = path.lastIndexOf(".");
  if (dot < path.lastIndexOf("/") || path.length - dot > 8) return null;
  return neverPages.test(path) ? path.slice(dot + 1).toLowerCase() : null;
}

const binaryType = /^(?:image|audio|video|font|model)\//;
const binaryApplication =
  /^application\/(?:octet-stream|zip|pdf|x-.*compressed|x-tar|java-archive|vnd\.(?!.*(?:xml|json|html))|msword|x-msdownload|wasm|javascript|x-javascript|ogg)/;

/** True for content types worth a download: text, HTML, XML, JSON, and gzip for sitemaps. Servers that say nothing are believed. */
export function isWantedType(mime: string | null, row?: { url: string; foundBy: string }): boolean {
  if (mime === null || !(binaryType.test(mime) || binaryApplication.test(mime))) return true;
  // What robots.txt names as a sitemap, or is called one, is worth a look under the types for files of any kind.
  return row !== undefined && zippedType.test(mime) && (row.foundBy === "robots" || zippedSitemap.test(row.url));
}

const zippedType = /^application\/(?:octet-stream|x-.*compressed)/;
const zippedSitemap = /(?:\.xml\.gz|sitemap[^/?#]{0,100}\.(?:gz|xml|txt))(?:$|[?#])/i;
