import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

/** One request as the server saw it. */
export interface SeenRequest {
  path: string;
  /** Milliseconds since the epoch. */
  at: number;
  headers: IncomingMessage["headers"];
  host: string;
}

export type Answer = (request: IncomingMessage, response: ServerResponse, seen: readonly SeenRequest[]) => void;

/** A real server on loopback that keeps a log; `pages` by path, query included, fall back to the path alone, else 404. */
export interface SmallSite {
  port: number;
  /** `127.0.0.1:port` */
  host: string;
  url: (path: string) => string;
  log: SeenRequest[];
  /** Requests for this path, robots.txt left out unless it is asked for. */
  count: (path: string) => number;
  /** Paths asked for, robots.txt and the usual sitemap place left out. */
  paths: () => string[];
  close: () => Promise<void>;
}

export async function openSite(pages: Record<string, Answer | string>, hostname = "127.0.0.1"): Promise<SmallSite> {
  const log: SeenRequest[] = [];
  const server: Server = createServer((request, response) => {
    const path = request.url ?? "/";
    log.push({ path, at: Date.now(), headers: request.headers, host: request.headers.host ?? "" });
    const answer = pages[path] ?? pages[path.split("?", 1)[0] ?? ""] ?? pages["*"];
    if (answer === undefined) response.writeHead(404, { "content-type": "text/html" }).end("<h1>Not found</h1>");
    else if (typeof answer === "string") response.writeHead(200, { "content-type": typeOf(path) }).end(answer);
    else answer(request, response, log);
  });
  await new Promise<void>((resolve) => server.listen(0, hostname, resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The site has no port.");
  const host = `${hostname}:${address.port}`;
  return {
    port: address.port,
    host,
    url: (path) => `http://${host}${path}`,
    log,
    count: (path) => log.filter((one) => one.path === path).length,
    paths: () => log.map(({ path }) => path).filter((path) => path !== "/robots.txt" && path !== "/sitemap.xml"),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function typeOf(path: string): string {
  if (path === "/robots.txt") return "text/plain";
  return path.endsWith(".xml") ? "application/xml" : "text/html; charset=utf-8";
}

/** A page of own Korean text with links. `seed` makes its words differ from other pages'. */
export function page(seed: string | number, links: readonly string[] = [], head = ""): string {
  const sentences = Array.from(
    { length: 12 },
    (_, index) =>
      `${seed}번 마을의 ${index + 1}번째 이야기는 강가 나루터에서 시작되었고, 사람들은 ${index * 7 + 3}일 동안 배를 기다리며 서로의 안부를 물었다.`,
  );
  return `<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>마을 이야기 ${seed}</title>${head}</head><body><main><article><h1>마을 이야기 ${seed}</h1><p>${sentences.join("</p><p>")}</p></article></main><nav>${links.map((link) => `<a href="${link}">이야기</a>`).join(" ")}</nav></body></html>`;
}
