import { normalizePattern, withPlainQuery } from "./robots-path.ts";

/** Bytes of a robots.txt that are read; RFC 9309 §2.5 asks for 500 KiB at least. */
export const maxRobotsBytes = 1024 * 1024;
/** Rules kept of one file, and characters of one rule; far above any honest file. */
const maxRules = 20_000;
const maxPatternLength = 2_048;

export interface RobotsRule {
  allow: boolean;
  /** Percent-encoded to the one form that paths are compared in. */
  pattern: string;
  /** What a pattern with a query is compared as; null without one. */
  query: string | null;
  /** The line as written, for the person who asks why. */
  line: string;
}

export interface RobotsGroup {
  /** Product tokens in lower case, `*` for everybody else. */
  agents: string[];
  rules: RobotsRule[];
  /** Seconds; not in RFC 9309, yet many sites say it. Null when absent or no number. */
  crawlDelay: number | null;
}

export interface RobotsFile {
  groups: RobotsGroup[];
  /** As written; made absolute by whoever uses them. */
  sitemaps: string[];
}

/**
 * Reads robots.txt after RFC 9309 §2.2: permissive, never throws. Bytes that are no UTF-8 become U+FFFD, a byte order mark is dropped,
 * lines may end in LF, CR or CRLF.
 */
export function parseRobots(bytes: Uint8Array): RobotsFile {
  const text = new TextDecoder("utf-8").decode(wholeLines(bytes));
  const file: RobotsFile = { groups: [], sitemaps: [] };
  let group: RobotsGroup | null = null;
  // Agent lines one after another name one group; the first rule ends the naming, and the next agent line opens a new group.
  let naming = false;
  let rules = 0;
  for (const raw of text.split(/\r\n|\r|\n/)) {
    const hash = raw.indexOf("#");
    const line = (hash < 0 ? raw : raw.slice(0, hash)).trim();
    const colon = line.indexOf(":");
    if (colon < 1) continue;
    const key = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (isAgentKey(key)) {
      if (group === null || !naming) {
        group = { agents: [], rules: [], crawlDelay: null };
        file.groups.push(group);
        naming = true;
      }
      group.agents.push(productToken(value));
    } else if (key === "sitemap") {
      if (value !== "" && file.sitemaps.length < 100) file.sitemaps.push(value);
    } else if (isAllowKey(key) || isDisallowKey(key)) {
      if (group === null) continue;
      naming = false;
      // An empty pattern matches nothing: `Disallow:` allows all.
      if (value === "" || value.length > maxPatternLength || ++rules > maxRules) continue;
      const pattern = normalizePattern(value);
      const query = pattern.includes("?") ? withPlainQuery(pattern) : null;
      group.rules.push({ allow: isAllowKey(key), pattern, query, line });
    } else if (key === "crawl-delay" && group !== null) {
      const seconds = Number(value);
      if (value !== "" && Number.isFinite(seconds) && seconds >= 0) group.crawlDelay ??= seconds;
    }
  }
  return file;
}

/** As much of a file as is read. Half a line may allow what the whole one does not. */
export function wholeLines(bytes: Uint8Array): Uint8Array {
  if (bytes.length <= maxRobotsBytes) return bytes;
  const end = Math.max(bytes.lastIndexOf(0x0a, maxRobotsBytes), bytes.lastIndexOf(0x0d, maxRobotsBytes));
  return bytes.subarray(0, Math.max(0, end));
}

// The misspellings are those that large sites have and large crawlers forgive.
function isAgentKey(key: string): boolean {
  return key === "user-agent" || key === "useragent" || key === "user agent";
}

function isAllowKey(key: string): boolean {
  return key === "allow";
}

function isDisallowKey(key: string): boolean {
  return key === "disallow" || key === "dissallow" || key === "disalow" || key === "diasllow" || key === "disallaw";
}

/** RFC 9309 §2.2.1: letters, `_` and `-` only, whatever else stands behind (`naru/1.0` names `naru`). */
function productToken(value: string): string {
  if (value.startsWith("*")) return "*";
  return (/^[A-Za-z_-]*/.exec(value)?.[0] ?? "").toLowerCase();
}
