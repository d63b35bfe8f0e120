import type { RobotsVerdict } from "../../platform/db/schema.ts";
import type { RobotsFile, RobotsRule } from "./parse-robots.ts";
import { matchesPattern, normalizePath, withPlainQuery } from "./robots-path.ts";

/** The rules of a file that are meant for one agent, ready to be asked. */
export interface RobotsRules {
  /** Verdict for an absolute address of the file's own origin. */
  check(url: string): RobotsVerdict;
  /** Seconds between requests that the file asks for; null when it does not say. */
  crawlDelay: number | null;
  sitemaps: readonly string[];
  /** Roughly what it takes in memory, in bytes. */
  weight: number;
}

/**
 * Picks the groups for `agent` (our product token, any case): all that name it, merged, else all that name `*`
 * (RFC 9309 §2.2.1). The rule with the longest pattern wins, and allow wins a tie (§2.2.2).
 */
export function rulesFor(file: RobotsFile, agent: string): RobotsRules {
  const token = agent.toLowerCase();
  const named = file.groups.filter((group) => group.agents.includes(token));
  const groups = named.length > 0 ? named : file.groups.filter((group) => group.agents.includes("*"));
  const groupName = named.length > 0 ? token : "*";
  const rules = groups.flatMap((group) => group.rules.map(detached)).sort(byPrecedence);
  const delays = groups.map((group) => group.crawlDelay).filter((delay) => delay !== null);
  return {
    crawlDelay: delays.length === 0 ? null : Math.max(...delays),
    sitemaps: file.sitemaps.map(ownText),
    weight: 500 + rules.reduce((sum, { pattern, line }) => sum + 200 + 2 * pattern.length + line.length, 0),
    check: (url) => {
      const path = pathOf(url);
      if (path === "/robots.txt") return { allowed: true, rule: null, agent: null, because: "robots_txt_itself" };
      const asQuery = withPlainQuery(path);
      const rule = rules.find(({ pattern, query }) =>
        query === null ? matchesPattern(pattern, path) : matchesPattern(query, asQuery),
      );
      if (rule === undefined) return { allowed: true, rule: null, agent: null, because: "no_match" };
      return { allowed: rule.allow, rule: rule.line, agent: groupName, because: "rule" };
    },
  };
}

/** Parts of a text keep all of it in memory; these are kept for a day. */
function detached({ allow, pattern, query, line }: RobotsRule): RobotsRule {
  return { allow, pattern: ownText(pattern), query: query === null ? null : ownText(query), line: ownText(line) };
}

function ownText(text: string): string {
  return Buffer.from(text).toString();
}

function byPrecedence(a: RobotsRule, b: RobotsRule): number {
  return b.pattern.length - a.pattern.length || Number(b.allow) - Number(a.allow);
}

function pathOf(url: string): string {
  const slash = url.indexOf("/", url.indexOf("//") + 2);
  if (slash < 0) return "/";
  const hash = url.indexOf("#", slash);
  return normalizePath(hash < 0 ? url.slice(slash) : url.slice(slash, hash));
}
