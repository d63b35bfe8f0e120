import { createHash } from "node:crypto";

export const siteNames = ["blog", "jobs", "shop", "forum"] as const;
export type SiteName = (typeof siteNames)[number];

/** One answer of a sample site. */
export interface SamplePage {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
  /** Listed in the site's sitemap. */
  listed: boolean;
  lastModified: Date | null;
  /** Tells more bytes than it sends, then hangs up. */
  cutShort?: boolean;
}

/** A site: pages by path and query, and an answer for paths without end (traps, pictures). */
export interface SampleSite {
  pages: Map<string, SamplePage>;
  answer(url: URL): SamplePage | null;
}

/** What pages need to know when they are made. */
export interface SiteContext {
  /** The day that the newest pages are dated; older ones reach twelve weeks back. */
  startedAt: Date;
  origin: string;
  /** Addresses of all four sites, for links between them. */
  origins: Readonly<Record<SiteName, string>>;
}

export function htmlPage(html: string, lastModified: Date, more: Partial<SamplePage> = {}): SamplePage {
  return {
    status: 200,
    listed: true,
    lastModified,
    ...more,
    body: more.body ?? Buffer.from(html),
    headers: { "content-type": "text/html; charset=utf-8", ...more.headers },
  };
}

export function filePage(type: string, body: string | Buffer): SamplePage {
  return { status: 200, headers: { "content-type": type }, body: Buffer.from(body), listed: false, lastModified: null };
}

export function redirectPage(to: string): SamplePage {
  return { status: 301, headers: { location: to }, body: Buffer.alloc(0), listed: false, lastModified: null };
}

export function errorPage(status: number, sentence: string): SamplePage {
  const body = `<!doctype html><html lang="ko"><meta charset="utf-8"><title>${status}</title><h1>${status}</h1><p>${sentence}</p></html>`;
  return htmlPage(body, new Date(0), { status, listed: false, lastModified: null });
}

export function etagOf(page: SamplePage): string {
  return `"${createHash("sha256").update(page.body).digest("base64url").slice(0, 16)}"`;
}

export function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/** JSON inside a script element: `<` must not end it. */
export function jsonLd(value: unknown): string {
  return `<script type="application/ld+json">${JSON.stringify(value).replaceAll("<", "\\u003c")}</script>`;
}

const dayMs = 86_400_000;

/** A moment `daysAgo` days before the start, at `hour` Korean time and `minute`; never later than the start. */
export function momentOf(context: SiteContext, daysAgo: number, hour: number, minute: number): Date {
  const kstMidnight = Math.floor((context.startedAt.getTime() + 9 * 3_600_000) / dayMs) * dayMs - 9 * 3_600_000;
  const moment = kstMidnight - daysAgo * dayMs + hour * 3_600_000 + minute * 60_000;
  return new Date(Math.min(moment, context.startedAt.getTime() - 60_000));
}

const koreanDay = new Intl.DateTimeFormat("ko-KR", { timeZone: "Asia/Seoul", dateStyle: "medium" });

/** `2026. 3. 4.` in Korean time, as blogs write it. */
export function koreanDate(date: Date): string {
  return koreanDay.format(date);
}

/** `2026-03-04 21:05` in Korean time, as forums write it. */
export function koreanStamp(date: Date): string {
  return new Date(date.getTime() + 9 * 3_600_000).toISOString().slice(0, 16).replace("T", " ");
}

/** Spreads `count` things over the twelve weeks before the start; `index` 0 is the newest. */
export function daysAgoOf(index: number, count: number): number {
  return Math.round((index * 83) / Math.max(1, count - 1));
}
