import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { crawl, rowsOf } from "../../../test/sites/crawl.ts";
import { testAgent } from "../../../test/sites/render-address.ts";
import { openScriptSite, story } from "../../../test/sites/script-site.ts";
import { type Answer, page, type SmallSite } from "../../../test/sites/small-site.ts";
import { type Database, openDatabase } from "../../platform/db/database.ts";
import { createLog } from "../../platform/log.ts";
import { saveLimits } from "../sources/limits.ts";
import { createRenderer, type Renderer } from "./renderer.ts";

let database: Database;
let renderer: Renderer;
const sites: SmallSite[] = [];
beforeAll(async () => {
  database = await openDatabase({ kind: "embedded", folder: "memory://" });
  renderer = createRenderer({ path: null, log: createLog("silent"), userAgent: testAgent, timeoutMs: 20_000 });
});
afterEach(async () => {
  for (const site of sites.splice(0)) await site.close();
});
afterAll(async () => {
  await renderer.close();
  await database.close();
});

async function site(pages: Parameters<typeof openScriptSite>[0]): Promise<SmallSite> {
  const opened = await openScriptSite(pages);
  sites.push(opened);
  return opened;
}
const rendered = (server: SmallSite) =>
  crawl(
    database.db,
    { urls: [server.url("/")], sitemaps: false, render: "always", depth: 0 },
    { more: { renderer }, tuning: { retryScale: 0.001 } },
  );

it("asks a host for three parts at once, and counts every one in the day's budget", async () => {
  let open = 0;
  let most = 0;
  const slowly: Answer = (_request, response) => {
    open += 1;
    most = Math.max(most, open);
    setTimeout(() => {
      open -= 1;
      response.writeHead(200, { "content-type": "text/javascript" }).end("0");
    }, 60);
  };
  const scripts = Array.from({ length: 12 }, (_, n) => `<script async src="/part.js?${n}"></script>`).join("");
  const server = await site({ "/": page(1, [], scripts), "/part.js": slowly });
  await saveLimits(database.db, "web", { dailyRequests: 1_000 });
  const { view } = await rendered(server);
  await saveLimits(database.db, "web", { dailyRequests: null });
  expect(view.progress.documents).toBe(1);
  expect(most).toBe(3);
  const { used } = await database.db
    .selectFrom("quota_uses")
    .select("used")
    .where("bucket", "=", "daily budget")
    .executeTakeFirstOrThrow();
  expect(Number(used)).toBe(13);
});

it("leaves a host alone that answers a part with 429, and comes back for the page", async () => {
  let refusals = 0;
  const server = await site({
    "/": `<!doctype html><meta charset="utf-8"><div id="app"></div><script>(async () => {
      for (let n = 0; n < 5; n += 1) {
        const answer = await fetch("/data.json?" + n).catch(() => null);
        if (answer?.ok) { const p = document.createElement("p"); p.textContent = await answer.text(); document.getElementById("app").append(p); }
      }
    })();</script>`,
    "/data.json": (_request, response) => {
      if (refusals === 0) {
        refusals += 1;
        response.writeHead(429, { "retry-after": "1" }).end();
      } else response.writeHead(200, { "content-type": "text/plain; charset=utf-8" }).end(story(refusals++));
    },
  });
  const { view } = await rendered(server);
  expect(view.progress).toMatchObject({ done: 1, documents: 1 });
  expect((await rowsOf(database.db, view.id))["/"]?.attempts).toBe(2);
  const asked = server.paths();
  expect(asked).toEqual(["/", "/data.json?0", "/", ...[0, 1, 2, 3, 4].map((n) => `/data.json?${n}`)]);
  const [first, second] = server.log.filter(({ path }) => path === "/");
  expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThan(950);
});

it("passes on no address and no header that a page has made too long", async () => {
  const long = "x".repeat(5_000);
  const ask = `fetch("/data.json", { headers: { "x-requested-with": "${long}", accept: "text/plain" } })`;
  const server = await site({
    "/": page(1, [], `<script src="/long.js?${long}"></script><script>${ask}</script>`),
    "/long.js": "0",
    "/data.json": "{}",
  });
  const { view } = await rendered(server);
  expect(view.progress).toMatchObject({ done: 1, documents: 1 });
  expect(server.paths()).toEqual(["/", "/data.json"]);
  expect(server.log.at(-1)?.headers).toMatchObject({ accept: "text/plain" });
  expect(server.log.at(-1)?.headers).not.toHaveProperty("x-requested-with");
});
