import { brotliCompressSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testAgent } from "../../../test/sites/render-address.ts";
import { type Answer, openSite } from "../../../test/sites/small-site.ts";
import { type Database, openDatabase } from "../../platform/db/database.ts";
import { allowList, createOutgoingHttp } from "../../platform/http-out/index.ts";
import { hopOf } from "../visit/hop.ts";
import { fetchRobots } from "./fetch-robots.ts";
import { rulesFor } from "./match-robots.ts";
import { parseRobots } from "./parse-robots.ts";
import { type RobotsAnswer, RobotsGate } from "./robots-gate.ts";

let database: Database;
const http = createOutgoingHttp({ timeoutMs: 2_000 });
beforeAll(async () => {
  database = await openDatabase({ kind: "embedded", folder: "memory://" });
});
afterAll(async () => {
  await http.close();
  await database.close();
});

/** What a site's robots.txt comes to. */
async function accessTo(answer: Answer) {
  const site = await openSite({ "/robots.txt": answer, "/here": "User-agent: *\nDisallow: /" });
  const turns = { turn: () => undefined, rest: () => {} };
  const hop = hopOf({ http, userAgent: testAgent, now: Date.now, collectionId: 1, sourceId: "web", ...turns });
  try {
    return await fetchRobots(`http://${site.host}`, hop, allowList([site.host]), Date.now, 10);
  } finally {
    await site.close();
  }
}

const rules = "User-agent: *\nDisallow: /private\nDisallow: /secret\n";
const many = Array.from({ length: 50 }, (_, n) => `User-agent: bot${n * 7919}\nDisallow: /p${n * 104_729}\n`).join("");

describe("a robots.txt that cannot be read whole", () => {
  it.each<[string, Answer]>([
    [
      "breaks off",
      (_request, response) => {
        response.writeHead(200, { "content-length": "1000" });
        response.write(rules);
        setTimeout(() => response.destroy(), 30);
      },
    ],
    [
      "is packed and broken",
      (_request, response) =>
        response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(many).subarray(0, 300)),
    ],
    [
      "is packed in an unknown way",
      (_request, response) => response.writeHead(200, { "content-encoding": "secret" }).end(brotliCompressSync(many)),
    ],
    [
      "is a bomb",
      (_request, response) =>
        response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(Buffer.alloc(32 * 2 ** 20))),
    ],
  ])("%s: nothing may be asked for now", async (_name, answer) => {
    const { access, record } = await accessTo(answer);
    expect(access).toMatchObject({ kind: "deny_all", reason: "robots_unreachable" });
    expect(record).toMatchObject({ outcome: "deny_all", body: null });
  });

  it("leads to an address too long to be kept: as if there were none", async () => {
    const { access, captures } = await accessTo((_request, response) =>
      response.writeHead(302, { location: `/here?${"x".repeat(5_000)}` }).end(),
    );
    expect(access.kind).toBe("allow_all");
    expect(captures).toHaveLength(1);
  });
});

it("holds rules of many hosts within bounds", async () => {
  const gate = new RobotsGate(database.db, Date.now, { origins: 1_000, weight: 40_000 });
  let asked = 0;
  const body = `User-agent: *\n${"Disallow: /a-path-of-some-length\n".repeat(50)}`;
  const answer = async (origin: string): Promise<RobotsAnswer> => {
    asked += 1;
    const expiresAt = new Date(Date.now() + 60_000);
    const access = { kind: "rules" as const, rules: rulesFor(parseRobots(Buffer.from(body)), "naru") };
    return { access, record: { origin, outcome: "rules", httpStatus: 200, body, expiresAt } };
  };
  for (let host = 0; host < 10; host += 1) await gate.access(`http://h${host}`, () => answer(`http://h${host}`));
  expect(asked).toBe(10);
  await gate.access("http://h9", () => answer("http://h9"));
  expect(asked).toBe(10);
  // The first one had to make room; without a database row it is asked anew.
  await gate.access("http://h0", () => answer("http://h0"));
  expect(asked).toBe(11);
});
