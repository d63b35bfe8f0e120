import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/** One request as a stand-in saw it, keys and all. */
export interface StandInRequest {
  method: string;
  url: URL;
  headers: IncomingMessage["headers"];
  body: string;
  /** Milliseconds since the epoch. */
  at: number;
}

/** What a stand-in says to one request; null for 404. */
export interface StandInAnswer {
  status?: number;
  headers?: Record<string, string>;
  /** Sent as JSON unless it is a string. */
  body?: unknown;
}

/** A real server on loopback that speaks a source's API. */
export interface StandIn {
  /** Base address, without a slash at the end. */
  origin: string;
  log: StandInRequest[];
  /** The next requests get these instead, whatever they ask; logins are left out. */
  failNext(...answers: StandInAnswer[]): void;
  close(): Promise<void>;
}

/**
 * Opens a stand-in. `answer` is its API; `isLogin` names requests that a prepared failure must not hit.
 * Dates in answers should come from fixed times, texts are the test's own.
 */
export async function openStandIn(
  answer: (request: StandInRequest) => StandInAnswer | null,
  isLogin: (request: StandInRequest) => boolean = () => false,
): Promise<StandIn> {
  const log: StandInRequest[] = [];
  const failures: StandInAnswer[] = [];
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const seen: StandInRequest = {
        method: request.method ?? "GET",
        url: new URL(request.url ?? "/", `http://${request.headers.host}`),
        headers: request.headers,
        body: Buffer.concat(chunks).toString("utf8"),
        at: Date.now(),
      };
      log.push(seen);
      const failure = isLogin(seen) || seen.url.pathname === "/robots.txt" ? undefined : failures.shift();
      const {
        status = 200,
        headers = {},
        body = {},
      } = failure ?? answer(seen) ?? { status: 404, body: { error: "not found" } };
      const text = typeof body === "string" ? body : JSON.stringify(body);
      const type = typeof body === "string" ? "text/html; charset=utf-8" : "application/json; charset=utf-8";
      response.writeHead(status, { "content-type": type, ...headers }).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The stand-in has no port.");
  return {
    origin: `http://127.0.0.1:${address.port}`,
    log,
    failNext: (...answers) => void failures.push(...answers),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
