import { gzipSync } from "node:zlib";
import iconv from "iconv-lite";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { crawl } from "../../../test/sites/crawl.ts";
import { type Answer, openSite, page, type SmallSite } from "../../../test/sites/small-site.ts";
import { type Database, openDatabase } from "../../platform/db/database.ts";

let database: Database;
let site: SmallSite;
beforeAll(async () => {
  database = await openDatabase({ kind: "embedded", folder: "memory://" });
});
afterEach(() => site.close());
afterAll(() => database.close());

const html = { "content-type": "text/html; charset=utf-8" };
const titles = async () =>
  (await database.db.selectFrom("documents").select(["title", "url"]).where("current", "=", true).execute())
    .filter(({ url }) => url.includes(site.host))
    .map(({ title }) => title);
const collect = (path: string, more = {}) =>
  crawl(database.db, { urls: [site.url(path)], depth: 0, sitemaps: false, allowAddresses: [site.host], ...more });

it("follows a page that only refreshes to another, at depth 0 too", async () => {
  site = await openSite({
    "/": '<html><head><meta content="0; url=\'/new home.html\'" http-equiv=Refresh></head><body><a href="/new%20home.html">여기</a></body></html>',
    "/new%20home.html": page(1),
  });
  await collect("/");
  expect(await titles()).toEqual(["마을 이야기 1"]);
});

it("keeps a page that says something, whatever it refreshes to, and one that refreshes late", async () => {
  site = await openSite({
    "/text": page(2, [], '<noscript><meta http-equiv="refresh" content="0;url=/nojs"></noscript>'),
    "/late":
      '<title>기다림</title><meta http-equiv="refresh" content="600;url=/nojs"><p>다음 배는 십 분 뒤에 옵니다.</p>',
    "/self": '<title>시계</title><meta http-equiv="refresh" content="5"><p>지금은 여섯 시입니다.</p>',
    "/nojs": page(3),
  });
  for (const path of ["/text", "/late", "/self"]) await collect(path);
  expect((await titles()).sort()).toEqual(["기다림", "마을 이야기 2", "시계"]);
  expect(site.count("/nojs")).toBe(0);
});

it("goes back through a gate that has changed the cookie, and calls a circle without that a loop", async () => {
  const gate: Answer = (request, response) => {
    if (/visit=two/.test(request.headers.cookie ?? "")) response.writeHead(200, html).end(page(4));
    else response.writeHead(302, { location: "/check", "set-cookie": "visit=two; Path=/" }).end();
  };
  site = await openSite({
    "/gate": gate,
    "/check": (_q, response) => response.writeHead(302, { location: "/gate" }).end(),
    "/a": (_q, response) => response.writeHead(302, { location: "/b" }).end(),
    "/b": (_q, response) => response.writeHead(302, { location: "/a" }).end(),
  });
  await collect("/gate");
  expect(await titles()).toEqual(["마을 이야기 4"]);
  const { view: loop } = await collect("/a");
  expect(loop.progress.byReason).toEqual({ redirect_loop: 1 });
});

it("ends at a gate that sets another cookie each time", async () => {
  let count = 0;
  const turn =
    (to: string): Answer =>
    (_q, response) => {
      count += 1;
      response.writeHead(302, { location: to, "set-cookie": `turn=${count}; Path=/` }).end();
    };
  site = await openSite({ "/gate": turn("/check"), "/check": turn("/gate") });
  const { view } = await collect("/gate");
  expect(view.progress.failed).toBe(1);
  expect(site.log.length).toBeLessThan(40);
});

it("asks for a redirect's address in the bytes that it was sent in", async () => {
  const raw = iconv.encode("/글.asp?낱말=나루", "cp949").toString("latin1");
  const escaped = raw.replace(/[\x80-\xff]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  site = await openSite({
    "/old": (_q, response) => response.writeHead(302, { location: raw }).end(),
    [escaped]: page(5),
  });
  await collect("/old");
  expect(await titles()).toEqual(["마을 이야기 5"]);
});

it("reads a sitemap under a type for files of any kind", async () => {
  const sitemap = (path: string) =>
    gzipSync(
      `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>${site.url(path)}</loc></url></urlset>`,
    );
  const octets: Answer = (_q, response) =>
    response.writeHead(200, { "content-type": "application/octet-stream" }).end(sitemap("/7"));
  const robots = "User-agent: *\nAllow: /\nSitemap: /maps/pages.xml.gz\n";
  site = await openSite({ "/robots.txt": robots, "/": page(6), "/maps/pages.xml.gz": octets, "/7": page(7) });
  await collect("/", { depth: 1, sitemaps: true });
  expect((await titles()).sort()).toEqual(["마을 이야기 6", "마을 이야기 7"]);
});

it("keeps what there is of a compressed body that breaks off, and says so on the capture", async () => {
  const body = gzipSync(page(8));
  const send =
    (bytes: Buffer): Answer =>
    (_q, response) =>
      response.writeHead(200, { ...html, "content-encoding": "gzip" }).end(bytes);
  site = await openSite({ "/trailer": send(body.subarray(0, -8)), "/cut": send(body.subarray(0, -60)) });
  await collect("/trailer");
  await collect("/cut");
  expect(await titles()).toEqual(["마을 이야기 8", "마을 이야기 8"]);
  const captures = await database.db
    .selectFrom("captures")
    .select(["url", "truncated"])
    .where("url", "in", [site.url("/trailer"), site.url("/cut")])
    .where("status", "=", 200)
    .execute();
  expect(captures.find(({ url }) => url.endsWith("/trailer"))?.truncated).toBeNull();
  expect(captures.find(({ url }) => url.endsWith("/cut"))?.truncated).toBe("unspecified");
});

it("asks for the sitemaps of an index with their query as it is written", async () => {
  const index = (url: (path: string) => string) =>
    `<sitemapindex><sitemap>\n${url("/part.xml?z=1&amp;a=2")}\n</sitemap></sitemapindex>`;
  const part = (url: (path: string) => string) => `<urlset><url><loc>${url("/9")}</loc></url></urlset>`;
  site = await openSite({
    "/robots.txt": "User-agent: *\nAllow: /\nSitemap: /index.xml\n",
    "/": page(8.5),
    "/index.xml": (_q, response) => response.writeHead(200, { "content-type": "text/xml" }).end(index(site.url)),
    "/part.xml?z=1&a=2": (_q, response) => response.writeHead(200, { "content-type": "text/xml" }).end(part(site.url)),
    "/part.xml": (_q, response) => response.writeHead(404).end(),
    "/9": page(9),
  });
  await collect("/", { depth: 1, sitemaps: true });
  expect((await titles()).sort()).toEqual(["마을 이야기 8.5", "마을 이야기 9"]);
});
