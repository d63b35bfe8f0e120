import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { blogSite } from "./blog-site.ts";
import { forumSite } from "./forum-site.ts";
import { jobsSite } from "./jobs-site.ts";
import { errorPage, etagOf, type SamplePage, type SampleSite, type SiteName, siteNames } from "./page.ts";
import { loadSampleContent } from "./sample-content.ts";
import { shopSite } from "./shop-site.ts";

export interface SampleOptions {
  /** Port of the first site, the others take the next three; 0 takes any four that are free; or the port of each. */
  port: number | Readonly<Record<SiteName, number>>;
  /** The day of the newest pages. Give the same day and ports again and every page keeps its date and its ETag. */
  startedAt: Date;
}

/** naru's own sample sites, running. */
export interface SampleSites {
  origins: Record<SiteName, string>;
  /** How often each path was asked for, by site; of paths without end only the first thousand. */
  requests(site: SiteName): ReadonlyMap<string, number>;
  /** Paths of the HTML pages that a polite crawler should end up with, by site. */
  pages(site: SiteName): string[];
  /** Calling it twice is safe. */
  close(): Promise<void>;
}

const builders = { blog: blogSite, jobs: jobsSite, shop: shopSite, forum: forumSite };
const maxCountedPaths = 1000;

/** Serves the four sample sites on loopback, each on a port of its own, so that each has its robots.txt and its politeness. */
export async function serveSamples(options: SampleOptions): Promise<SampleSites> {
  const content = await loadSampleContent();
  const sites = new Map<SiteName, SampleSite>();
  const counts = new Map<SiteName, Map<string, number>>();
  const servers: Server[] = [];
  const origins: Partial<Record<SiteName, string>> = {};
  const closeAll = async () => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  };
  try {
    for (const [index, name] of siteNames.entries()) {
      const count = new Map<string, number>();
      counts.set(name, count);
      const server = createServer((request, response) => answer(sites.get(name), count, request, response));
      servers.push(server);
      await new Promise<void>((resolve, reject) => {
        server.once("error", reject);
        server.listen(portOf(options.port, name, index), "127.0.0.1", resolve);
      });
      origins[name] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    }
  } catch (error) {
    await closeAll();
    throw error;
  }
  const known = origins as Record<SiteName, string>;
  for (const name of siteNames) {
    sites.set(name, builders[name](content, { startedAt: options.startedAt, origin: known[name], origins: known }));
  }
  return {
    origins: known,
    requests: (site) => counts.get(site) ?? new Map(),
    pages: (site) => [...(sites.get(site)?.pages ?? [])].filter(([, page]) => page.listed).map(([path]) => path),
    close: closeAll,
  };
}

function portOf(port: SampleOptions["port"], name: SiteName, index: number): number {
  if (typeof port !== "number") return port[name];
  return port === 0 ? 0 : port + index;
}

function answer(
  site: SampleSite | undefined,
  count: Map<string, number>,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const target = request.url ?? "/";
  if (count.has(target) || count.size < maxCountedPaths) count.set(target, (count.get(target) ?? 0) + 1);
  const url = URL.canParse(target, "http://sample") ? new URL(target, "http://sample") : null;
  const page =
    (url === null ? null : (site?.pages.get(url.pathname + url.search) ?? site?.answer(url))) ??
    errorPage(404, "찾는 쪽이 없습니다.");
  send(page, request, response);
}

function send(page: SamplePage, request: IncomingMessage, response: ServerResponse): void {
  const headers: Record<string, string> = { ...page.headers };
  if (page.lastModified !== null && page.status === 200) {
    headers.etag = etagOf(page);
    headers["last-modified"] = page.lastModified.toUTCString();
    if (isUnchanged(request, headers.etag, page.lastModified)) {
      delete headers["content-type"];
      response.writeHead(304, headers).end();
      return;
    }
  }
  let body = page.body;
  const wantsGzip = /\bgzip\b/.test(request.headers["accept-encoding"] ?? "");
  if (
    wantsGzip &&
    headers["content-encoding"] === undefined &&
    body.length > 1024 &&
    /^text\//.test(headers["content-type"] ?? "")
  ) {
    body = gzipSync(body, { level: 1 });
    headers["content-encoding"] = "gzip";
    headers.vary = "accept-encoding";
  }
  if (page.cutShort === true) {
    delete headers["content-encoding"];
    response.writeHead(page.status, { ...headers, "content-length": String(page.body.length) });
    response.write(page.body.subarray(0, page.body.length / 2), () => response.destroy());
    return;
  }
  response.writeHead(page.status, { ...headers, "content-length": String(body.length) });
  response.end(request.method === "HEAD" ? undefined : body);
}

function isUnchanged(request: IncomingMessage, etag: string, lastModified: Date): boolean {
  const match = request.headers["if-none-match"];
  if (match !== undefined) return match.split(",").some((one) => one.trim().replace(/^W\//, "") === etag);
  const since = Date.parse(request.headers["if-modified-since"] ?? "");
  return !Number.isNaN(since) && Math.floor(lastModified.getTime() / 1000) * 1000 <= since;
}
