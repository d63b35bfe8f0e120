import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { orderFor } from "../../../test/builders/source-reading.ts";
import { itemOf } from "../../domain/item.ts";
import { OutgoingError, type OutgoingHttp, type OutgoingResponse } from "../../platform/http-out/index.ts";
import type { ClaimedRow } from "../frontier/frontier-row.ts";
import type { Cost, Source, SourceReading } from "../sources/source.ts";
import { SourceInHand } from "../sources/source-in-hand.ts";
import { wireUrl } from "../sources/wire-url.ts";
import { Endings } from "./endings.ts";
import { hopOf } from "./hop.ts";
import { type ApiVisitContext, visitApi } from "./visit-api.ts";

const none = { ko: "", en: "" };
const key = "geheim/schlüssel+1";
const start = Date.parse("2026-11-20T03:00:00Z");
const row: ClaimedRow = {
  id: 1,
  collectionId: 1,
  url: "https://api.test/list",
  host: "api.test",
  depth: 0,
  foundBy: "seed",
  hops: 0,
  attempts: 0,
};

function sourceWith(more: Partial<Source>): Source {
  return {
    id: "boats",
    name: { ko: "배", en: "Boats" },
    description: none,
    way: "api",
    permission: none,
    credentials: [{ id: "key", name: none, variables: ["BOATS_KEY"], applyAt: "https://api.test/" }],
    homes: { api: "https://api.test" },
    quotas: [],
    options: [],
    asks: "none",
    paceMs: 0,
    allowAddresses: [],
    fields: [],
    version: "1",
    begin: () => [{ url: row.url }],
    request: (url, { values }) => ({
      url: wireUrl(url),
      headers: [["Authorization", values.BOATS_KEY ?? ""]],
      costs: [{ bucket: "posts", amount: 10, setAside: true }],
    }),
    read: () => ({ items: [] }),
    ...more,
  };
}

/** A visit to an API that answers so, or whose request fails so. */
async function visit(
  more: Partial<Source>,
  answer: Partial<OutgoingResponse> | Error,
  quota: Partial<Pick<ApiVisitContext, "takeQuota" | "markSpent">> = {},
) {
  const source = sourceWith(more);
  const settled: { asked: readonly Cost[]; costs: readonly Cost[] }[] = [];
  const inHand = new SourceInHand({
    source,
    order: { ...orderFor(source), credentials: "key" },
    keys: { BOATS_KEY: key },
    authorKey: "a key of tests",
    bodies: () => false,
    now: () => start,
  });
  const usual = { status: 200, statusText: "OK", headers: [], body: Buffer.from("{}"), ipAddress: null, cut: false };
  const http: OutgoingHttp = {
    fetch: async () => {
      if (answer instanceof Error) throw answer;
      return { ...usual, ...answer };
    },
    abandon: () => {},
    close: async () => {},
  };
  const now = () => start;
  const parts = {
    http,
    userAgent: "t",
    now,
    collectionId: 1,
    sourceId: "boats",
    turn: () => undefined,
    rest: () => {},
  };
  const result = await visitApi({
    row,
    source: inHand,
    hop: hopOf(parts),
    endings: new Endings({ maxAttempts: 3, retryScale: 1, random: () => 0 }),
    limits: { maxBytes: 1_000_000, maxRatio: 100 },
    now,
    retakeQuota: () => undefined,
    takeQuota: async () => null,
    settleQuota: async (asked, costs) => {
      settled.push({ asked, costs });
    },
    markSpent: async () => null,
    findMark: async () => null,
    ...quota,
  });
  return { result, settled, inHand };
}

it("takes keys out of all that an answer is archived with, however they are written", async () => {
  const body = Buffer.from(
    JSON.stringify({ next: `https://api.test/?k=${key}`, small: encodeURIComponent(key).toLowerCase() }).replaceAll(
      "/",
      "\\/",
    ),
  );
  const headers: [string, string][] = [
    ["ETag", `"${key}"`],
    ["Location", `https://api.test/?k=${encodeURIComponent(key)}`],
  ];
  const { result } = await visit({}, { statusText: `No ${key}`, headers, body });
  const [draft] = result.captures;
  const stored = JSON.stringify([
    draft?.exchange.response.statusText,
    draft?.exchange.response.headers,
    draft?.capture,
    Buffer.from(draft?.exchange.response.body ?? []).toString(),
  ]);
  expect(stored).toContain("***");
  expect(stored).not.toMatch(/geheim/i);
});

it("shows a source no key, which it could put into a note", async () => {
  const judge: Source["judge"] = ({ headers }) => ({
    reason: "http_error",
    detail: "No.",
    note: { code: "not_allowed", message: `Because of ${headers["x-why"]}.` },
  });
  const { result } = await visit({ judge }, { status: 400, headers: [["X-Why", `the key ${key}`]] });
  expect(result.notes?.map(({ message }) => message)).toEqual([`Because of the key ${"*".repeat(key.length)}.`]);
});

it("keeps nothing of an answer that cannot be unpacked, for there may be keys in it", async () => {
  const headers: [string, string][] = [["Content-Encoding", "gzip"]];
  const { result } = await visit(
    {},
    { headers, body: Buffer.concat([gzipSync("{}").subarray(0, 10), Buffer.from(key)]) },
  );
  expect(result.end).toMatchObject({ reason: "bad_response" });
  expect(result.captures).toEqual([]);
  const packed = await visit({}, { headers, body: gzipSync(`{"key":"${key}"}`) });
  expect(Buffer.from(packed.result.captures[0]?.exchange.response.body ?? []).toString()).toMatch(/"key":"\*+"/);
});

it("sends keys to the source's own homes alone", async () => {
  const { inHand } = await visit({}, {});
  expect(inHand.owns("https://api.test/list?page=2")).toBe(true);
  expect(inHand.owns("https://thief.test/list?page=2")).toBe(false);
  expect(inHand.owns("http://api.test/list")).toBe(false);
});

it("raises an alert when a login is refused", async () => {
  const login: Source["login"] = {
    request: () => ({ url: "https://api.test/token", method: "POST", body: key }),
    read: () => ({ token: "t", expiresInMs: 1 }),
  };
  const { result } = await visit({ login }, { status: 401 });
  expect(result.end).toMatchObject({ state: "failed", reason: "auth_expired" });
  expect(result.alerts).toMatchObject([{ kind: "auth_expired" }]);
  expect(result.captures).toEqual([]);
});

it("calls a reader that breaks a changed shape, and one of failures silent", async () => {
  const broken = () => {
    throw new TypeError("Invalid URL");
  };
  const { result } = await visit({ read: broken, judge: broken }, {});
  expect(result.end).toMatchObject({ state: "failed", reason: "schema_changed" });
  expect(result.alerts).toMatchObject([{ kind: "schema_changed" }]);
  expect(result.captures).toHaveLength(1);
});

it("counts items without an address of the web, and tells where an answer leads on to what cannot be kept", async () => {
  const item = (url: string) => itemOf({ url, kind: "post", text: "나루" });
  const reading: SourceReading = {
    items: [
      item("https://api.test/1"),
      item("javascript:alert(1)"),
      item("file:///etc/passwd"),
      item(`https://api.test/${"a".repeat(3_000)}`),
    ],
    next: [{ url: `https://api.test/list?after=${"a".repeat(3_000)}` }],
    list: true,
  };
  const { result } = await visit({ read: () => reading }, {});
  expect(result.items.map(({ url }) => url)).toEqual(["https://api.test/1"]);
  expect(result.notes?.map(({ code, message }) => [code, message.split(" ", 1)[0]])).toEqual([
    ["unreadable_items", "3"],
    ["stopped_early", "An"],
  ]);
});

it("does not take a moment that is to come for the newest of a list", async () => {
  const at = (publishedAt: Date | null) =>
    itemOf({ url: "https://api.test/1", kind: "post", text: "나루", publishedAt });
  const dates = [new Date("2026-11-19T00:00:00Z"), new Date("2099-01-01T00:00:00Z"), new Date(Number.NaN), null];
  const { result } = await visit({ read: () => ({ items: dates.map(at), list: true }) }, {});
  expect(result.marks).toMatchObject([{ items: 4, newestAt: dates[0] }]);
  const odd = await visit({ read: () => ({ items: dates.slice(1).map(at), list: true }) }, {});
  expect(odd.result.marks).toMatchObject([{ newestAt: null }]);
});

it("gives back what was set aside for a request that nobody answered, and not where an answer may have been on its way", async () => {
  const aside = [{ bucket: "posts", amount: 10, setAside: true }];
  const refused = await visit({}, new OutgoingError("unreachable", `No way to https://api.test/?k=${key}`));
  expect(refused.settled).toEqual([{ asked: aside, costs: [] }]);
  expect(JSON.stringify(refused.result)).not.toContain("geheim");
  expect((await visit({}, new OutgoingError("timeout", "No answer in time."))).settled).toEqual([]);
});

it("waits neither for a moment that is over nor for one that never comes", async () => {
  const exhausted = async (until: Date) => {
    const judge = () => ({ reason: "quota_exhausted", detail: "Enough.", until }) as const;
    const { end } = (await visit({ judge }, { status: 429 })).result;
    return end.state === "wait" ? (end.until.getTime() - start) / 3_600_000 : null;
  };
  expect(await exhausted(new Date(start + 7_200_000))).toBe(2);
  expect(await exhausted(new Date(0))).toBe(1);
  expect(await exhausted(new Date(Number.NaN))).toBe(1);
  expect(await exhausted(new Date(8.64e15))).toBe(32 * 24);
  const takeQuota = async () => ({ bucket: "posts", until: null });
  expect((await visit({}, {}, { takeQuota })).result.end).toMatchObject({ state: "failed", reason: "quota_exhausted" });
});
