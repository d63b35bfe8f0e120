import { connect } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type RunningApi, runApi } from "../../test/builders/running-api.ts";
import { type Database, openDatabase } from "../platform/db/database.ts";

let database: Database;
let api: RunningApi;
beforeAll(async () => {
  database = await openDatabase({ kind: "embedded", folder: "memory://" });
  api = await runApi(database.db);
});
afterAll(async () => {
  await api.close();
  await database.close();
});

/** The whole answer to bytes that no client would send. */
function send(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(Number(new URL(api.base).port), "127.0.0.1", () => socket.write(bytes));
    socket.setEncoding("utf8");
    socket.on("data", (text) => {
      answer += text;
    });
    socket.on("end", () => resolve(answer));
    socket.on("error", reject);
  });
}

it.each([
  ["Korean in the address", "GET /api/v1/documents?q=커피 HTTP/1.1\r\nHost: localhost\r\n\r\n", 400, "invalid_request"],
  ["no HTTP at all", "\x16\x03\x01\x02\x00\r\n\r\n", 400, "invalid_request"],
  [
    "endless headers",
    `GET /health HTTP/1.1\r\nHost: localhost\r\nX-A: ${"a".repeat(20_000)}\r\n\r\n`,
    431,
    "headers_too_large",
  ],
])("answers %s with a problem", async (_name, bytes, status, code) => {
  const answer = await send(bytes);
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} .+\\r\\nContent-Type: application/problem\\+json`));
  expect(JSON.parse(answer.slice(answer.indexOf("\r\n\r\n")))).toMatchObject({ status, code });
  expect((await api.get("/health")).status).toBe(200);
});
