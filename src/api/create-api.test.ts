import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type RunningApi, runApi } from "../../test/builders/running-api.ts";
import { storeCapture, storeDocument } from "../../test/builders/stored-document.ts";
import { describeEachDatabase } from "../../test/database/describe-each-database.ts";
import type { Problem } from "../contracts/index.ts";
import { DatabaseAwayError } from "../platform/db/errors.ts";
import { UnavailableError } from "../platform/errors.ts";

const problemOf = async (response: Response): Promise<Problem> => (await response.json()) as Problem;

describeEachDatabase("the API", (open) => {
  let api: RunningApi;
  beforeAll(async () => {
    api = await runApi(open().db);
    await storeDocument(open().db, { clean_text: "스위스에 갔다.", sentiment: "positive", positive: 0.9 });
  });
  afterAll(() => api.close());

  it("searches with Korean in the address", async () => {
    const found = (await (await api.get(`/api/v1/documents?q=${encodeURIComponent("스위스 -독일")}`)).json()) as {
      items: { matches: unknown[] }[];
    };
    expect(found.items).toHaveLength(1);
    expect(found.items[0]?.matches).toEqual([{ start: 0, end: 3 }]);
  });

  it.each([
    ["/api/v1/nothing", 404, "route_not_found", undefined],
    ["/nothing", 404, "route_not_found", undefined],
    ["/api/v1/documents/7000000", 404, "document_not_found", undefined],
    ["/api/v1/documents/abc", 400, "invalid_input", "id"],
    ["/api/v1/documents/0", 400, "invalid_input", "id"],
    ["/api/v1/documents/99999999999999999999", 400, "invalid_input", "id"],
    ["/api/v1/documents?limit=1000", 400, "invalid_input", "limit"],
    ["/api/v1/documents?from=2026-02-30", 400, "invalid_input", "from"],
    ["/api/v1/documents?from=0000-01-01", 400, "invalid_filter", "from"],
    ["/api/v1/documents?sort=best", 400, "invalid_input", "sort"],
    ["/api/v1/documents?q=(", 400, "invalid_search", "q"],
    ["/api/v1/documents?q=a&q=b", 400, "invalid_input", "q"],
    ["/api/v1/documents?cursor=abc", 400, "invalid_cursor", "cursor"],
    ["/api/v1/documents?grade=x", 400, "invalid_filter", "grade"],
    ["/api/v1/trends?from=1900-01-01&to=2026-01-01", 400, "invalid_filter", "from"],
    ["/api/v1/collections?status=lost", 400, "invalid_input", "status"],
    ["/api/v1/collections/2000/events", 404, "collection_not_found", undefined],
    ["/api/v1/documents?q=a%00b", 400, "invalid_text", "q"],
    ["/api/v1/documents?host=a%00b", 400, "invalid_text", "host"],
    ["/api/v1/documents?host=ok&host=%00", 400, "invalid_text", "host.1"],
    ["/api/v1/runs/%00", 400, "invalid_text", "id"],
    ["/api/v1/documents/%FF", 400, "invalid_url", undefined],
  ])("answers %s with %i %s", async (path, status, code, field) => {
    const response = await api.get(path);
    expect(response.headers.get("content-type")).toContain("application/problem+json");
    const problem = await problemOf(response);
    expect([response.status, problem.status, problem.code, problem.field]).toEqual([status, status, code, field]);
    expect(problem.detail).toBeTruthy();
  });

  // Bytes that are no UTF-8 decode to replacement characters or to nothing; whatever a client sends, it is not our bug.
  it.each([
    "q=%ED%A0%80",
    "q=%FF",
    "host=%ED%B0%80",
    "keyword=%00%00",
    "q=%F0%9F%98",
    "collection=1e3",
    "collection=1e300",
    "q=%27%3B--",
    "x=%00",
    "%00=1",
  ])("never answers ?%s with a 5xx", async (query) => {
    expect((await api.get(`/api/v1/documents?${query}`)).status).toBeLessThan(500);
  });

  it.each([
    ["{", 400, "invalid_json", "body"],
    ["", 400, "invalid_input", "body"],
    ["[]", 400, "invalid_input", "body"],
    ['{"text": ""}', 400, "invalid_input", "text"],
    ['{"text": "a", "modle": "b"}', 400, "invalid_input", "modle"],
    ['{"text": "a", "__proto__": {"x": 1}}', 400, "invalid_json", "body"],
    [`{"text": "a", "version": "one"}`, 400, "invalid_input", "version"],
    [`${"[".repeat(100_000)}${"]".repeat(100_000)}`, 400, "invalid_input", "body"],
    [JSON.stringify({ text: "가".repeat(6_000_000) }), 413, "body_too_large", undefined],
  ])("refuses a body by name (%#)", async (body, status, code, field) => {
    const response = await api.post("/api/v1/predict", body);
    const problem = await problemOf(response);
    expect([response.status, problem.code, problem.field]).toEqual([status, code, field]);
  });

  it("takes JSON only", async () => {
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]) {
      const response = await api.post("/api/v1/predict", '{"text":"a"}', { "content-type": type });
      expect([response.status, (await problemOf(response)).code]).toEqual([415, "unsupported_media_type"]);
    }
  });

  it("mends broken characters in texts to predict and refuses them where they would be stored", async () => {
    api.services.predicted.length = 0;
    const mended = await api.post("/api/v1/predict?probs=true", '{"text": ["좋\\u0000다", "\\ud800 나쁘다"]}');
    expect(mended.status).toBe(200);
    expect(await mended.json()).toMatchObject([{ probabilities: { positive: 0.95 } }, { prediction: "positive" }]);
    expect(api.services.predicted).toEqual(["좋 다", "\ufffd 나쁘다"]);
    const refused = await api.post(
      "/api/v1/collections",
      '{"urls": ["http://x.example/", "http://y.example/\\ud800"]}',
    );
    expect(await problemOf(refused)).toMatchObject({ status: 400, code: "invalid_text", field: "urls.1" });
  });

  it("starts a collection and says where it is", async () => {
    const response = await api.post("/api/v1/collections", { urls: ["https://blog.example.com/"] });
    expect(response.status).toBe(201);
    const { id } = (await response.json()) as { id: number };
    expect(response.headers.get("location")).toBe(`/api/v1/collections/${id}`);
    expect((await api.get(response.headers.get("location") ?? "")).status).toBe(200);
  });

  it("lets only the operator name private addresses", async () => {
    const body = { urls: ["http://127.0.0.1:9/"], allowAddresses: ["127.0.0.1:9"] };
    for (const headers of [
      {},
      { authorization: "Bearer wrong" },
      { authorization: "secret-of-the-operator" },
    ] as Record<string, string>[]) {
      expect(await problemOf(await api.post("/api/v1/collections", body, headers))).toMatchObject({
        status: 403,
        code: "address_refused",
        field: "allowAddresses",
        next: expect.stringContaining("naru collect"),
      });
    }
    const allowed = await api.post("/api/v1/collections", body, { authorization: "Bearer secret-of-the-operator" });
    expect(allowed.status).toBe(201);
  });

  it("lets only the operator collect with a stored session", async () => {
    const body = { urls: ["https://blog.example.com/"], session: "mine" };
    expect(await problemOf(await api.post("/api/v1/collections", body))).toMatchObject({
      status: 403,
      code: "operator_only",
    });
    const allowed = await api.post("/api/v1/collections", body, { authorization: "Bearer secret-of-the-operator" });
    expect(allowed.status).toBe(201);
  });

  it("pauses, resumes and stops, with or without an empty JSON body", async () => {
    const { id } = (await (await api.post("/api/v1/collections", { urls: ["https://a.example/"] })).json()) as {
      id: number;
    };
    const verb = async (name: string) => (await api.post(`/api/v1/collections/${id}/${name}`, "")).status;
    const bare = await fetch(`${api.base}/api/v1/collections/${id}/pause`, { method: "POST" });
    expect([bare.status, await verb("pause"), await verb("resume"), await verb("stop"), await verb("resume")]).toEqual([
      200, 409, 200, 200, 409,
    ]);
  });

  it("answers to known names only, so that no foreign name can be pointed at it", async () => {
    const { port } = new URL(api.base);
    for (const host of [
      `attacker.example:${port}`,
      "attacker.example",
      "127.0.0.1.attacker.example",
      `localhost.attacker.example:${port}`,
    ]) {
      expect(await rawGet(api.base, "/api/v1/documents", { host })).toMatchObject({
        status: 403,
        code: "host_refused",
      });
      expect(await rawGet(api.base, "/", { host, accept: "text/html" })).toMatchObject({ status: 403 });
      expect(await rawGet(api.base, "/health", { host })).toMatchObject({ status: 200 });
    }
    for (const host of [`localhost:${port}`, "LOCALHOST", "127.0.0.1", `[::1]:${port}`]) {
      expect(await rawGet(api.base, "/api/v1/sources", { host })).toMatchObject({ status: 200 });
    }
  });

  it("changes nothing for pages of another origin", async () => {
    const send = (headers: Record<string, string>) => api.post("/api/v1/collections/1/pause", "", headers);
    for (const headers of [
      { origin: "https://attacker.example" },
      { origin: "null" },
      { origin: "http://127.0.0.1:1" },
      { "sec-fetch-site": "cross-site" },
    ] as Record<string, string>[]) {
      expect(await problemOf(await send(headers))).toMatchObject({ status: 403, code: "origin_refused" });
    }
    expect((await send({ origin: api.base })).status).toBe(200);
  });

  it("serves archived bytes so that nothing in them runs", async () => {
    const html = await storeCapture(open().db, { mime: 'text/html; charset="euc-kr"' });
    const raw = await api.get(`/api/v1/captures/${html}/raw`);
    expect(raw.headers.get("content-type")).toBe("text/plain; charset=euc-kr");
    expect(raw.headers.get("x-content-type-options")).toBe("nosniff");
    expect(raw.headers.get("content-security-policy")).toContain("sandbox");
    expect(raw.headers.get("x-archived-content-type")).toBe('text/html; charset="euc-kr"');
    expect(await raw.text()).toBe("<script>alert(1)</script>");
    const odd = await storeCapture(open().db, { mime: "application/\r\nx-evil: 한글" });
    const download = await api.get(`/api/v1/captures/${odd}/raw`);
    expect(download.headers.get("content-type")).toBe("application/octet-stream");
    expect(download.headers.get("content-disposition")).toContain("attachment");
    expect(download.headers.get("x-evil")).toBeNull();
    const replay = await api.get(`/api/v1/captures/${html}/replay`);
    expect(replay.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(replay.headers.get("content-security-policy")).toBe("default-src 'none'; frame-ancestors 'self'; sandbox");
    api.services.captures.replay = async () => ({ html: "<script>", headers: {} });
    expect((await api.get(`/api/v1/captures/${html}/replay`)).status).toBe(500);
  });

  it("keeps its own mistakes to the log", async () => {
    const { sources } = api.services;
    api.services.sources = { ...sources, list: () => Promise.reject(new Error("secret path /var/lib/naru")) };
    const response = await api.get("/api/v1/sources");
    const problem = await problemOf(response);
    expect([response.status, problem.code]).toEqual([500, "internal_error"]);
    expect(JSON.stringify(problem)).not.toContain("secret");
    expect(api.log.join("")).toContain("secret path");
    // An answer that does not fit its own schema is our mistake too.
    api.services.sources = { ...sources, list: async () => ({ items: [{ id: 5 }] }) as never };
    expect((await problemOf(await api.get("/api/v1/sources"))).code).toBe("internal_error");
    // An outage is not: it has a name, and the client may come back.
    api.services.sources = {
      ...sources,
      list: () => Promise.reject(new DatabaseAwayError(new Error("gone"))),
    };
    const away = await api.get("/api/v1/sources");
    expect([away.status, away.headers.get("retry-after"), (await problemOf(away)).code]).toEqual([
      503,
      "5",
      "database_unreachable",
    ]);
    api.services.sources = {
      ...sources,
      list: () => Promise.reject(new UnavailableError("disk_full", "The disk is full.")),
    };
    expect((await problemOf(await api.get("/api/v1/sources"))).code).toBe("disk_full");
    api.services.sources = sources;
  });

  it("says whether it lives, whether it is ready, and what it measures", async () => {
    expect(await (await api.get("/health")).json()).toMatchObject({ status: "ok", version: "0.0.0-test" });
    expect((await api.get("/ready")).status).toBe(200);
    api.services.checkReadiness = async () => ({ database: "It does not answer." });
    const ready = await api.get("/ready");
    expect([ready.status, await ready.json()]).toEqual([
      503,
      { ready: false, checks: { database: "It does not answer." } },
    ]);
    const metrics = await (await api.get("/metrics")).text();
    expect(metrics).toMatch(
      /naru_http_request_duration_seconds_count\{method="GET",route="\/api\/v1\/documents",status="200"\} \d+/,
    );
    expect(metrics).toContain('naru_documents{grade="5"} 1');
    expect(metrics).toContain('naru_frontier_urls{state="queued"} 0');
    expect(metrics).toContain("process_resident_memory_bytes");
    expect(metrics).toContain("naru_levels_fresh 1");
    expect(metrics).not.toContain("documents/7000000");
  });

  it("limits a client that asks too much, per kind", async () => {
    const strict = await runApi(open().db, {
      limits: { search: { perMinute: 60, burst: 2 }, predict: { perMinute: 60, burst: 1 } },
    });
    try {
      const statuses: number[] = [];
      for (let n = 0; n < 3; n++) statuses.push((await strict.get("/api/v1/documents")).status);
      expect(statuses).toEqual([200, 200, 429]);
      const limited = await strict.get("/api/v1/trends");
      expect(limited.status === 429 ? limited.headers.get("retry-after") : "1").toBe("1");
      expect((await strict.post("/api/v1/predict", { text: "좋다" })).status).toBe(200);
      expect(await problemOf(await strict.post("/api/v1/predict", { text: "좋다" }))).toMatchObject({
        status: 429,
        code: "rate_limited",
      });
      expect((await strict.get("/api/v1/overview")).status).toBe(200);
    } finally {
      await strict.close();
    }
  });

  it("outlives requests that are no HTTP", async () => {
    const { port } = new URL(api.base);
    for (const text of [
      "\0\0\0\r\n\r\n",
      "GET / HTTP/1.0\r\n\r\n",
      `GET /${"a".repeat(20_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`,
    ]) {
      const answer = await talk(Number(port), text);
      expect(answer).toMatch(/^HTTP\/1\.1 4\d\d/);
    }
    expect((await api.get("/health")).status).toBe(200);
  });
});

/** `fetch` does not let the Host header be chosen. */
function rawGet(
  base: string,
  path: string,
  headers: Record<string, string>,
): Promise<{ status: number; code?: string }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(base + path, { headers }, async (response) => {
      const text = (await response.toArray()).join("");
      const body = response.headers["content-type"]?.includes("json") ? (JSON.parse(text) as { code?: string }) : {};
      resolve({ status: response.statusCode ?? 0, ...(body.code === undefined ? {} : { code: body.code }) });
    });
    request.once("error", reject).end();
  });
}

function talk(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    socket.on("data", (chunk) => {
      answer += chunk;
    });
    // A server that answers early and hangs up resets what is still on its way.
    socket.once("close", () => resolve(answer)).on("error", () => {});
    socket.setTimeout(2000, () => socket.destroy());
  });
}
