import { Writable } from "node:stream";
import { pino } from "pino";
import { type ApiOptions, createApi } from "../../src/api/index.ts";
import type { Db } from "../../src/platform/db/database.ts";
import { buildOperations, buildServices, type TestServices } from "./api-services.ts";

export interface RunningApi {
  /** `http://127.0.0.1:PORT` */
  base: string;
  services: TestServices;
  /** Lines of the log so far. */
  log: string[];
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  close(): Promise<void>;
}

/** The real server on a free loopback port. */
export async function runApi(db: Db, options: Partial<ApiOptions> = {}): Promise<RunningApi> {
  const services = buildServices(db);
  const log: string[] = [];
  const sink = new Writable({
    write(chunk, _encoding, done) {
      log.push(String(chunk));
      done();
    },
  });
  const app = createApi({
    services,
    operations: buildOperations(),
    log: pino({ level: "info" }, sink),
    version: "0.0.0-test",
    webFolder: null,
    operatorToken: "secret-of-the-operator",
    ...options,
  });
  const base = await app.listen({ host: "127.0.0.1", port: 0 });
  return {
    base,
    services,
    log,
    get: (path, headers = {}) => fetch(base + path, { headers }),
    post: (path, body, headers = {}) =>
      fetch(base + path, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
    close: () => app.close(),
  };
}
