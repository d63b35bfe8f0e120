import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { buildCollector, type CrawlOptions, crawl, rowsOf, untilEnded } from "../../../test/sites/crawl.ts";
import { testAgent } from "../../../test/sites/render-address.ts";
import { openScriptSite, story } from "../../../test/sites/script-site.ts";
import { type Answer, page, type SmallSite } from "../../../test/sites/small-site.ts";
import { loadCapture, pageInputOf, readPayload } from "../../archive/index.ts";
import { type Database, openDatabase } from "../../platform/db/database.ts";
import { createLog } from "../../platform/log.ts";
import { pageReader, refineAgain } from "../../refine/index.ts";
import { createCollection } from "../collections-store.ts";
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

async function site(more: Parameters<typeof openScriptSite>[0] = {}, hostname?: string): Promise<SmallSite> {
  const opened = await openScriptSite(more, hostname);
  sites.push(opened);
  return opened;
}
const withBrowser = (): CrawlOptions => ({ more: { renderer } });
const documentsOf = (id: number) =>
  database.db.selectFrom("documents").selectAll().where("collection_id", "=", id).orderBy("id").execute();
const capturesOf = (id: number) =>
  database.db.selectFrom("captures").selectAll().where("collection_id", "=", id).orderBy("id").execute();

it("makes documents of pages that only scripts fill, archives what it took, and reads the same from the archive", async () => {
  const server = await site();
  const { view, archive } = await crawl(database.db, { urls: [server.url("/")], sitemaps: false }, withBrowser());
  expect(view.status).toBe("done");
  const documents = await documentsOf(view.id);
  expect(documents.map(({ url }) => new URL(url).pathname)).toEqual(["/", "/next"]);
  expect(documents[0]?.title).toBe("나루 이야기");
  expect(documents[0]?.text).toContain(story(8));
  const captures = await capturesOf(view.id);
  const kinds = captures.map((one) => [new URL(one.url).pathname, one.record_type, one.part_of === null]);
  // The second shell is no twin of the first: only what was read counts.
  expect(kinds).toEqual(
    expect.arrayContaining([
      ["/", "response", true],
      ["/library.js", "response", false],
      ["/data/stories.json", "response", false],
      ["/", "resource", true],
      ["/next", "resource", true],
    ]),
  );
  expect(server.count("/library.js")).toBe(1);
  expect(server.count("/picture.png")).toBe(0);
  const [first] = documents;
  const reader = { folder: archive, loadCapture: (id: number) => loadCapture(database.db, id) };
  const capture = await loadCapture(database.db, first?.capture_id ?? 0);
  expect(capture.recordType).toBe("resource");
  const again = pageReader.read(pageInputOf(capture.url, await readPayload(reader, capture)));
  expect(again.document?.text).toBe(first?.text);
  const options = { db: database.db, archiveFolder: archive, since: captures[0]?.captured_at };
  const report = await refineAgain(options);
  expect(report).toMatchObject({ changed: 0, added: 0, failed: 0 });

  // The same day again: asked anew, found the same, no new document.
  const second = await crawl(database.db, { urls: [server.url("/")], sitemaps: false }, withBrowser());
  expect(second.view.progress).toMatchObject({ done: 2, documents: 0 });
});

it("leaves pages alone that need no browser, renders all when asked, and none when told so", async () => {
  const wall = `<script>onload = () => { document.body.innerHTML = '<form>로그인이 필요합니다.<input type="password"></form>'; }</script>`;
  const library = '<script src="/library.js"></script>';
  const server = await site({
    "/plain": page(1, [], library),
    "/other": page(2, [], library),
    "/walled": page(4, [], wall),
  });
  const plain = await crawl(database.db, { urls: [server.url("/plain")], sitemaps: false }, withBrowser());
  expect(plain.view.progress.documents).toBe(1);
  expect(server.count("/library.js")).toBe(0);
  const rendering = { screenshot: true };
  const always = { urls: [server.url("/other")], sitemaps: false, render: "always" as const, rendering };
  const { view } = await crawl(database.db, always, withBrowser());
  expect(server.count("/library.js")).toBe(1);
  const captures = await capturesOf(view.id);
  expect(captures.map(({ url, mime }) => `${mime} ${url.slice(0, 13)}`)).toContain("image/png urn:fullPage:");
  expect((await documentsOf(view.id)).map(({ url }) => url)).toEqual([server.url("/other")]);
  const walled = { ...always, urls: [server.url("/walled")], rendering: undefined };
  const behind = await crawl(database.db, walled, withBrowser());
  expect((await documentsOf(behind.view.id)).map(({ title }) => title)).toEqual(["마을 이야기 4"]);
  const { capture_id, detail } = (await rowsOf(database.db, behind.view.id))["/walled"] ?? {};
  expect(detail).toContain("Read without a browser. The page asks for a login.");
  expect((await loadCapture(database.db, capture_id ?? 0)).recordType).toBe("response");
  const never = { urls: [server.url("/")], sitemaps: false, render: "never" as const };
  const refused = await crawl(database.db, never, withBrowser());
  expect(refused.view.progress.byReason).toEqual({ needs_render: 1 });
  const without = await crawl(database.db, { ...never, render: "auto" });
  expect((await rowsOf(database.db, without.view.id))["/"]).toMatchObject({ reason: "needs_render" });
});

it("obeys robots.txt for what a page asks for, and says what kept it empty", async () => {
  const server = await site({ "/robots.txt": "User-agent: *\nDisallow: /data/" });
  const { view } = await crawl(database.db, { urls: [server.url("/")], sitemaps: false }, withBrowser());
  expect(server.count("/data/stories.json")).toBe(0);
  expect((await rowsOf(database.db, view.id))["/"]).toMatchObject({
    reason: "needs_render",
    detail: expect.stringContaining("Disallow: /data/"),
  });
});

it("names pages that hang, and goes on with the others", async () => {
  const server = await site({ "/": page(0, ["/hang", "/fine"]), "/fine": page(3) });
  const brief = createRenderer({ path: null, log: createLog("silent"), userAgent: testAgent, timeoutMs: 4_000 });
  const { view } = await crawl(
    database.db,
    { urls: [server.url("/")], sitemaps: false },
    { more: { renderer: brief } },
  );
  await brief.close();
  const rows = await rowsOf(database.db, view.id);
  expect(rows["/hang"]).toMatchObject({ state: "failed", reason: "render_failed" });
  expect(rows["/fine"]).toMatchObject({ state: "done" });
});

it("follows where scripts lead, and reads frames whose content has no address in the queue", async () => {
  const server = await site({
    "/": page(0, ["/leave", "/shell"]),
    "/shell": `<!doctype html><meta charset="utf-8"><title>틀</title><body><iframe></iframe><script>const f = document.createElement("iframe"); f.src = "/inner"; document.body.append(f);</script>`,
  });
  const { view } = await crawl(database.db, { urls: [server.url("/")], sitemaps: false }, withBrowser());
  const rows = await rowsOf(database.db, view.id);
  expect(rows["/leave"]).toMatchObject({ state: "done", detail: `A script leads on to ${server.url("/next")}` });
  expect(rows["/next"]).toMatchObject({ state: "done", found_by: "redirect" });
  const shell = (await documentsOf(view.id)).find(({ url }) => url.endsWith("/shell"));
  expect(shell?.text).toContain(story(52));
  // What came as part of a page is still a page of its own.
  expect((await documentsOf(view.id)).map(({ url }) => new URL(url).pathname)).toContain("/inner");
});

it("abandons what it renders when the collector stops; the page stays in the queue", async () => {
  const server = await site({ "/slow": slowly });
  const { collector, close } = buildCollector(database.db, { more: { renderer } });
  const id = await createCollection(database.db, {
    urls: [server.url("/hang")],
    sitemaps: false,
    allowAddresses: [server.host],
  });
  const stop = new AbortController();
  const running = collector.run(stop.signal);
  await expect.poll(() => server.count("/hang"), { timeout: 5_000 }).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 700));
  const begun = Date.now();
  stop.abort();
  await running;
  expect(Date.now() - begun).toBeLessThan(5_000);
  expect((await rowsOf(database.db, id))["/hang"]).toMatchObject({ state: "queued", attempts: 0 });
  await database.db.updateTable("collections").set({ status: "stopped" }).where("id", "=", id).execute();
  await untilEnded(database.db, id);
  await close();
});

const slowly: Answer = (_request, response) => {
  setTimeout(() => response.end(), 3_000);
};
