import type { ServerResponse } from "node:http";
import { afterAll, beforeAll, expect, it } from "vitest";
import { testAgent } from "../../../test/sites/render-address.ts";
import { openScriptSite } from "../../../test/sites/script-site.ts";
import type { SmallSite } from "../../../test/sites/small-site.ts";
import { allowList, createOutgoingHttp } from "../../platform/http-out/index.ts";
import { hopOf } from "../visit/hop.ts";
import { ArchiveParts } from "./archive-parts.ts";

const http = createOutgoingHttp({ timeoutMs: 3_000 });
let members: SmallSite;
let other: SmallSite;

beforeAll(async () => {
  const headers = { "content-type": "text/javascript", "set-cookie": "new=1; Path=/" };
  const script = {
    "/a.js": (_request: unknown, response: ServerResponse) => response.writeHead(200, headers).end("0"),
  };
  members = await openScriptSite(script);
  other = await openScriptSite(script, "127.0.0.2");
});
afterAll(async () => {
  await members.close();
  await other.close();
  await http.close();
});

/** Parts of a page, with a session for 127.0.0.1; `learned` names the hosts whose cookies were taken in. */
function partsOf(pageUrl: string) {
  const learned: string[] = [];
  const turns = { turn: () => undefined, rest: () => {} };
  const parts = new ArchiveParts({
    pageUrl,
    hop: hopOf({ http, userAgent: testAgent, now: Date.now, collectionId: 1, sourceId: "web", ...turns }),
    allow: allowList([members.host, other.host]),
    verdictOf: async () => null,
    learnCookies: (url) => learned.push(new URL(url).hostname),
    isSessionHost: (hostname) => hostname === "127.0.0.1",
    collectionCookies: () => "seen=yes",
    limits: { maxBytes: 2 ** 20, maxRatio: 100 },
    secrets: () => [],
    now: Date.now,
  });
  const ask = async (site: SmallSite) => {
    const headers = [["Cookie", "sid=secret"] as const, ["authorization", "Bearer secret"] as const];
    expect(await parts.fetch({ url: new URL(site.url("/a.js")), type: "script", headers })).not.toBeNull();
    return site.log.at(-1)?.headers;
  };
  return { ask, learned };
}

it("sends what the browser holds of a session to the session's hosts alone", async () => {
  const { ask, learned } = partsOf(members.url("/"));
  expect(await ask(members)).toMatchObject({ cookie: "sid=secret", authorization: "Bearer secret" });
  const elsewhere = await ask(other);
  expect(elsewhere).toMatchObject({ cookie: "seen=yes" });
  expect(elsewhere).not.toHaveProperty("authorization");
  expect(learned).toEqual(["127.0.0.1", "127.0.0.2"]);
});

it("lets a page of another site change nothing in a session", async () => {
  const { ask, learned } = partsOf(other.url("/"));
  await ask(members);
  await ask(other);
  expect(learned).toEqual(["127.0.0.2"]);
});
