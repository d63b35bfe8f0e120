import { siteOf } from "../scope.ts";
import { normalizeUrl } from "../url-normal-form.ts";
import type { CanonicalHint } from "./finished-visit.ts";

/**
 * The canonical address of a page when it is another one and can be believed: same site, and the same path but for the scheme, a `www.` or `m.`, a
 * trailing slash, an index file or the query. Sites that name their front page as canonical everywhere are common, and believing
 * them would lose every page but one.
 */
export function canonicalHint(url: string, canonicalUrl: string | null): CanonicalHint | null {
  if (canonicalUrl === null) return null;
  const canonical = normalizeUrl(canonicalUrl);
  if (canonical === null || canonical.url === url || siteOf(canonical.url) !== siteOf(url)) return null;
  return essence(canonical.url) === essence(url) ? canonical : null;
}

function essence(url: string): string {
  const query = url.indexOf("?");
  return url
    .slice(url.indexOf("//") + 2, query < 0 ? undefined : query)
    .replace(/^(?:www|m)\./, "")
    .replace(/\/(?:index\.(?:html?|php|jsp|aspx?))?$/, "");
}
