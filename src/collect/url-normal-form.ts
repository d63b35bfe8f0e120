/** Longest address that is kept; longer ones are traps or data. */
export const maxUrlLength = 2_048;

/** An address in its normal form: what the frontier's unique key and the captures table hold. */
export interface NormalUrl {
  url: string;
  /** Politeness key: host name, and port when it is not the scheme's own. */
  host: string;
}

/** Parameters that tell where a visitor came from and never what is shown. */
const trackingNames = new Set(
  "fbclid gclid gclsrc gbraid wbraid dclid msclkid yclid twclid ttclid li_fat_id igshid igsh mc_cid mc_eid _ga _gl _gac _hsenc _hsmi __hstc __hssc __hsfp hsctatracking vero_id vero_conv oly_enc_id oly_anon_id srsltid napm wickedid rb_clickid s_cid mkt_tok".split(
    " ",
  ),
);

/** Anything that must be touched: upper case or non-ASCII in the address, escapes, dots to fold, a fragment, a query. */
const plain =
  /^https?:\/\/[a-z0-9.-]+(?::\d+)?\/(?:[A-Za-z0-9_~-][A-Za-z0-9_.~-]*\/)*(?:[A-Za-z0-9_~-][A-Za-z0-9_.~-]*)?$/;

/**
 * Normal form of an absolute http(s) address, or null for anything else or anything too long. Scheme and host in lower case,
 * IDN as punycode, default port, dot segments, credentials and fragment gone, `%XX` in upper case and unreserved
 * characters decoded (RFC 3986 §6.2), query sorted by name, tracking parameters dropped. `http`/`https`, `www` and a trailing slash stay
 * as they are: only a redirect can prove two of them equal.
 */
export function normalizeUrl(text: string): NormalUrl | null {
  if (text.length > maxUrlLength * 2) return null;
  if (text.length <= maxUrlLength && plain.test(text) && !defaultPort.test(text)) {
    const start = text.indexOf("//") + 2;
    const host = text.slice(start, text.indexOf("/", start));
    // A host that ends in a number is an IPv4 address in one of its odd forms, and `xn--` and dots need checking.
    const name = host.split(":", 1)[0] ?? "";
    if (/[a-z]$/.test(name) || dottedQuad.test(name)) {
      if (!name.includes("..") && !name.includes("xn--") && !name.startsWith(".")) return { url: text, host };
    }
  }
  const url = URL.parse(text);
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:") || url.hostname === "") return null;
  url.username = "";
  url.password = "";
  if (url.hostname.endsWith(".") && url.hostname.length > 1) url.hostname = url.hostname.slice(0, -1);
  const path = url.pathname.includes("%") ? normalEscapes(url.pathname) : url.pathname;
  const query = url.search.length > 1 ? normalQuery(url.search.slice(1)) : "";
  const normal = `${url.protocol}//${url.host}${path}${query === "" ? "" : `?${query}`}`;
  return normal.length > maxUrlLength ? null : { url: normal, host: url.host };
}

const dottedQuad = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.|$)){4}$/;
const defaultPort = /^(?:http:\/\/[^/]*:80|https:\/\/[^/]*:443|https?:\/\/[^/]*:0\d*)\//;

/** `%7e` → `~`, `%ec` → `%EC`; what is no escape stays. */
export function normalEscapes(text: string): string {
  return text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => {
    const char = String.fromCharCode(Number.parseInt(hex, 16));
    return /[A-Za-z0-9._~-]/.test(char) ? char : `%${hex.toUpperCase()}`;
  });
}

function normalQuery(query: string): string {
  const parts = (query.includes("%") ? normalEscapes(query) : query).split("&").filter((part) => part !== "");
  const kept = parts.map((part) => ({ part, name: nameOf(part) })).filter(({ name }) => !isTracking(name));
  // Stable: the order among parameters of one name may mean something.
  if (kept.length > 1) kept.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return kept.map(({ part }) => part).join("&");
}

function nameOf(part: string): string {
  const equals = part.indexOf("=");
  return equals < 0 ? part : part.slice(0, equals);
}

function isTracking(name: string): boolean {
  const lower = name.toLowerCase();
  return lower.startsWith("utm_") || trackingNames.has(lower);
}
