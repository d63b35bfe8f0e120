import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { page } from "../sites/small-site.ts";

/** One request as the server saw it, in milliseconds since the epoch. */
export interface Asked {
  host: string;
  path: string;
  at: number;
  /** When the answer was sent; null while it is on its way. */
  endedAt: number | null;
}

/** A site of many hosts: one address with many ports, each of which is a host of its own to a crawler. */
export interface ManyHosts {
  hosts: readonly string[];
  /** The first page of each host. */
  seeds: readonly string[];
  /** Pages of all hosts together. */
  pages: number;
  log: Asked[];
  /** Pages asked for as `host/path`; robots.txt left out. */
  asked(): string[];
  close(): Promise<void>;
}

/**
 * Serves `perHost` pages on each host: a tree of three children a page, and links to the same page of two other hosts.
 * @param answerMs how long each answer takes.
 */
export async function openManyHosts(hostCount: number, perHost: number, answerMs = 0): Promise<ManyHosts> {
  const log: Asked[] = [];
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const host = request.headers.host ?? "";
    const path = request.url ?? "/";
    const entry: Asked = { host, path, at: Date.now(), endedAt: null };
    log.push(entry);
    const body = bodyOf(host, path);
    setTimeout(() => {
      // Before it is sent: a busy server would note the end late, and the pause after it would look shorter than it was.
      entry.endedAt = Date.now();
      if (body === null) response.writeHead(404).end();
      else response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(body);
    }, answerMs);
  };
  const servers = await Promise.all(Array.from({ length: hostCount }, () => listen(answer)));
  const hosts = servers.map((server) => `127.0.0.1:${(server.address() as AddressInfo).port}`);

  const bodyOf = (host: string, path: string): string | null => {
    const at = hosts.indexOf(host);
    const id = Number(/^\/p(\d+)$/.exec(path)?.[1] ?? Number.NaN);
    if (at < 0 || !(id < perHost)) return null;
    const children = [id * 3 + 1, id * 3 + 2, id * 3 + 3].filter((one) => one < perHost).map((one) => `/p${one}`);
    const others = [1, 5].map((step) => `http://${hosts[(at + step) % hosts.length]}/p${id}`);
    return page(`${at * 1_000 + id}`, [...children, ...others]);
  };
  return {
    hosts,
    seeds: hosts.map((host) => `http://${host}/p0`),
    pages: hostCount * perHost,
    log,
    asked: () => log.filter(({ path }) => path !== "/robots.txt").map(({ host, path }) => host + path),
    close: async () => {
      for (const server of servers) {
        server.closeAllConnections();
        await new Promise<void>((resolve) => server.close(() => resolve()));
      }
    },
  };
}

async function listen(answer: RequestListener): Promise<Server> {
  const server = createServer(answer);
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

/** Shortest pause that any host was left, from the end of an answer to the start of the next request, in milliseconds. */
export function shortestPause(log: readonly Asked[]): number {
  let shortest = Number.POSITIVE_INFINITY;
  const last = new Map<string, number>();
  for (const { host, at, endedAt } of [...log].sort((a, b) => a.at - b.at)) {
    const before = last.get(host);
    if (before !== undefined) shortest = Math.min(shortest, at - before);
    // One that never ended was given up by a collector that died; its start is what is known of it.
    last.set(host, Math.max(before ?? 0, endedAt ?? at));
  }
  return shortest;
}
