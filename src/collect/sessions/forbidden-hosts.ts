import { RefusedError } from "../../platform/errors.ts";

/** Sites whose terms forbid collecting by a machine, with or without a login; subdomains are meant too. */
const forbidden: Readonly<Record<string, string>> = {
  "linkedin.com": "LinkedIn allows no automation without its express permission; import pages that you saved.",
  "jobkorea.co.kr": "JobKorea's terms (article 18) forbid automated collection; import pages that you saved.",
  "rocketpunch.com": "RocketPunch forbids automated collection; import pages that you saved.",
  "wanted.co.kr": "Wanted's terms (article 19) forbid automation; use the source wanted, its official API.",
  "saramin.co.kr": "Saramin's postings come by its official API; use the source saramin.",
  "instagram.com": "Instagram allows collecting by its official API alone; use the source instagram.",
  "facebook.com": "Facebook allows collecting by its official API alone.",
  "threads.net": "Threads allows collecting by its official API alone; use the source threads.",
  "threads.com": "Threads allows collecting by its official API alone; use the source threads.",
  "x.com": "X allows collecting by its official API alone; use the source x.",
  "twitter.com": "X allows collecting by its official API alone; use the source x.",
  "tiktok.com": "TikTok allows collecting by its official API alone; use the source tiktok.",
  "reddit.com": "Reddit allows collecting by its official API alone; use the source reddit.",
  "youtube.com": "YouTube allows collecting by its official API alone; use the source youtube.",
  "search.naver.com": "Naver's search pages are closed to machines; use the source naver-blog or web-search.",
  "rss.blog.naver.com": "Naver closes this host to machines.",
};

/** Why no session may be used on a host; null when nothing is known against it. */
export function forbiddenReason(hostname: string): string | null {
  // A dot at the end names the same host.
  for (let host = hostname.replace(/\.$/, ""); host.includes("."); host = host.slice(host.indexOf(".") + 1)) {
    const reason = forbidden[host];
    if (reason !== undefined) return reason;
  }
  return null;
}

/** @throws RefusedError `session_forbidden`. */
export function refuseForbidden(hostname: string): void {
  const reason = forbiddenReason(hostname);
  if (reason === null) return;
  throw new RefusedError("session_forbidden", `naru uses no session on ${hostname}. ${reason}`, { field: "host" });
}
