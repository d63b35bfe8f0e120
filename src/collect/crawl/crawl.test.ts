import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { crawl, rowsOf } from "../../../test/sites/crawl.ts";
import { type Answer, openSite, page, type SmallSite } from "../../../test/sites/small-site.ts";
import { type Database, openDatabase } from "../../platform/db/database.ts";

let database: Database;
const sites: SmallSite[] = [];
beforeAll(async () => {
  database = await openDatabase({ kind: "embedded", folder: "memory://" });
});
afterEach(async () => {
  for (const site of sites.splice(0)) await site.close();
});
afterAll(() => database.close());

async function site(pages: Parameters<typeof openSite>[0], hostname?: string): Promise<SmallSite> {
  const opened = await openSite(pages, hostname);
  sites.push(opened);
  return opened;
}
const status =
  (code: number, headers: Record<string, string> = {}, body = ""): Answer =>
  (_request, response) => {
    response.writeHead(code, { "content-type": "text/html", ...headers }).end(body);
  };
const html =
  (body: string | Buffer, headers: Record<string, string> = {}): Answer =>
  (_request, response) => {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8", ...headers }).end(body);
  };

describe("a whole site", () => {
  it("visits every reachable page once and makes each a document", async () => {
    const pages = Object.fromEntries(
      Array.from({ length: 40 }, (_, i) => [
        `/p${i}`,
        page(i, [`/p${(i * 3 + 1) % 40}`, `/p${(i + 1) % 40}`, "/#top"]),
      ]),
    );
    const server = await site({ "/": page("home", ["/p0", "/p39?utm_source=x"]), ...pages });
    const { view } = await crawl(database.db, { urls: [server.url("/")], depth: 50 });
    expect(view.status).toBe("done");
    expect(view.progress).toMatchObject({ pages: 41, documents: 41, failed: 0, queued: 0, inFlight: 0 });
    const paths = server.paths();
    expect(new Set(paths).size).toBe(paths.length);
    expect(server.log[0]?.path).toBe("/robots.txt");
    expect(server.log[0]?.headers["user-agent"]).toBe("naru/0.1 (+https://naru.example/contact)");
  });

  it("goes breadth-first, no deeper and no further than asked", async () => {
    const chain = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`/d${i}`, page(`d${i}`, [`/d${i + 1}`])]));
    const server = await site({ "/": page("root", ["/d0"]), ...chain });
    const { view } = await crawl(database.db, { urls: [server.url("/")], depth: 3, sitemaps: false });
    expect(server.paths()).toEqual(["/", "/d0", "/d1", "/d2"]);
    const wide = await site({ "/": page("wide", ["/z", "/a", "/m"]), "/z": page("z", ["/y"]), "*": html(page("w")) });
    await crawl(database.db, { urls: [wide.url("/")], sitemaps: false }, { tuning: { perHostConcurrency: 1 } });
    expect(wide.paths()).toEqual(["/", "/z", "/a", "/m", "/y"]);
    expect(view.progress.pages).toBe(4);
    const many = await site({
      "/": page(
        "many",
        Array.from({ length: 50 }, (_, i) => `/m${i}`),
      ),
      "*": html(page("m")),
    });
    const limited = await crawl(database.db, { urls: [many.url("/")], maxPages: 7, sitemaps: false });
    expect(limited.view.progress.pages).toBe(7);
    expect(limited.view.status).toBe("done");
  });

  it("keeps within the scope and its host budget", async () => {
    const other = await site({ "*": html(page("other")) });
    const server = await site({ "/": page(0, [other.url("/x"), "/a", "/b", "/c"]), "*": html(page("any")) });
    const { view } = await crawl(database.db, { urls: [server.url("/")], maxPagesPerHost: 2, sitemaps: false });
    expect(other.log).toHaveLength(0);
    expect(view.progress.pages).toBe(2);
    expect(view.progress.byReason.host_budget).toBe(2);
  });

  it("counts an address once in a host's budget, however often it is asked for", async () => {
    const links = Array.from({ length: 12 }, (_, at) => `/p${at}`);
    const flaky: Answer = (request, response, seen) => {
      const first = seen.filter(({ path }) => path === request.url).length === 1;
      if (first) response.writeHead(500).end();
      else html(page(request.url ?? ""))(request, response, seen);
    };
    const server = await site({ "/": page(0, links), ...Object.fromEntries(links.map((link) => [link, flaky])) });
    const { view } = await crawl(database.db, { urls: [server.url("/")], maxPagesPerHost: 7, sitemaps: false });
    expect(view.progress).toMatchObject({ pages: 7, done: 7, skipped: 6, byReason: { host_budget: 6 } });
  });

  it("stores the same bytes, and the same canonical page, once", async () => {
    const same = page("same");
    const canonical = (query: string) => page(`canon${query}`, [], '<link rel="canonical" href="/article">');
    const server = await site({
      "/": page("top", ["/a", "/b", "/article?v=1", "/article?v=2"]),
      "/a": same,
      "/b": same,
      "/article?v=1": canonical("1"),
      "/article?v=2": canonical("2"),
      "/article": canonical("3"),
    });
    const { view } = await crawl(database.db, { urls: [server.url("/")], sitemaps: false });
    expect(view.progress.documents).toBe(3);
    const rows = await rowsOf(database.db, view.id);
    expect(rows["/article"]?.state).toBe("skipped");
    const documents = await database.db
      .selectFrom("documents")
      .select("url")
      .where("collection_id", "=", view.id)
      .execute();
    expect(documents.filter(({ url }) => url.includes("article"))).toHaveLength(1);
  });
});

describe("what a site asks for", () => {
  it("obeys robots.txt and keeps the rule with each capture", async () => {
    const server = await site({
      "/robots.txt": "User-agent: naru\nDisallow: /private\nAllow: /\n",
      "/": page(0, ["/private/a", "/open"]),
      "/open": page(1),
      "/private/a": page(2),
    });
    const { view } = await crawl(database.db, { urls: [server.url("/")] });
    expect(server.count("/private/a")).toBe(0);
    expect((await rowsOf(database.db, view.id))["/private/a"]).toMatchObject({
      state: "skipped",
      reason: "robots_denied",
      detail: "Disallow: /private (for naru)",
    });
    const captures = await database.db
      .selectFrom("captures")
      .select(["url", "robots"])
      .where("collection_id", "=", view.id)
      .execute();
    expect(captures.find(({ url }) => url.endsWith("/open"))?.robots).toMatchObject({
      allowed: true,
      rule: "Allow: /",
      agent: "naru",
    });
    expect(captures.find(({ url }) => url.endsWith("/robots.txt"))?.robots).toMatchObject({
      because: "robots_txt_itself",
    });
  });

  it.each<[number, string, string | undefined]>([
    [404, "done", undefined],
    [403, "done", "robots_denied"],
    [429, "done", "robots_denied"],
    [500, "done", "robots_unreachable"],
  ])("a robots.txt that answers %d: the collection is %s (%s)", async (code, ended, reason) => {
    const server = await site({ "/robots.txt": status(code), "/": page(0) });
    const { view } = await crawl(database.db, { urls: [server.url("/")] });
    expect(view.status).toBe(ended);
    expect(server.count("/")).toBe(reason === undefined ? 1 : 0);
    if (reason !== undefined) {
      expect(view.errorCode).toBe(reason);
      expect(view.errorMessage).toContain(String(code));
    }
    if (code === 500) expect(server.count("/robots.txt")).toBe(4);
  });

  it("follows robots.txt through redirects for the first host", async () => {
    const far = await site({ "/rules": "User-agent: *\nDisallow: /no" });
    const server = await site({
      "/robots.txt": status(301, { location: "/r2" }),
      "/r2": status(302, { location: far.url("/rules") }),
      "/": page(0, ["/no", "/yes"]),
      "/no": page(1),
      "/yes": page(2),
    });
    await crawl(database.db, { urls: [server.url("/")], allowAddresses: [server.host, far.host], sitemaps: false });
    expect(server.paths().sort()).toEqual(["/", "/r2", "/yes"]);
  });

  it("honours noindex, nofollow and noarchive, in the page and in headers", async () => {
    const server = await site({
      "/": page(0, ["/a", "/b", "/c"]),
      "/a": page("a", ["/from-a"], '<meta name="robots" content="nofollow, noarchive">'),
      "/b": html(page("b", ["/from-b"]), { "x-robots-tag": "noindex" }),
      "/c": page("c").replace("</nav>", '<a rel="nofollow ugc" href="/from-c">x</a></nav>'),
      "*": html(page("found")),
    });
    const { view } = await crawl(database.db, { urls: [server.url("/")], sitemaps: false });
    expect(server.paths().sort()).toEqual(["/", "/a", "/b", "/c", "/from-b"]);
    const document = await database.db
      .selectFrom("documents")
      .select(["no_index"])
      .where("url", "=", server.url("/b"))
      .executeTakeFirstOrThrow();
    expect(document.no_index).toBe(true);
    const capture = await database.db
      .selectFrom("captures")
      .select("robots")
      .where("collection_id", "=", view.id)
      .where("url", "=", server.url("/a"))
      .executeTakeFirstOrThrow();
    expect(capture.robots.directives).toEqual(["nofollow", "noarchive"]);
  });

  it("begins from sitemaps that robots.txt names, nested and zipped, and from feeds", async () => {
    const url = (path: string) => `<url><loc>${path}</loc></url>`;
    const pages: Parameters<typeof openSite>[0] = {
      "/": page(0, [], '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'),
      "*": html(page("listed")),
    };
    const server = await site(pages);
    pages["/robots.txt"] = `User-agent: *\nDisallow:\nSitemap: ${server.url("/maps.xml")}\n`;
    pages["/maps.xml"] =
      `<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>${server.url("/one.xml.gz")}</loc></sitemap></sitemapindex>`;
    const zipped = gzipSync(
      `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${url(server.url("/s1"))}${url(server.url("/s2"))}${url("http://other.example/")}</urlset>`,
    );
    pages["/one.xml.gz"] = html(zipped, { "content-type": "application/gzip" });
    pages["/feed.xml"] =
      `<?xml version="1.0"?><rss version="2.0"><channel><title>t</title><item><title>i</title><link>${server.url("/f1")}</link></item></channel></rss>`;
    const { view } = await crawl(database.db, { urls: [server.url("/")], depth: 1 });
    expect(server.paths().sort()).toEqual(["/", "/f1", "/feed.xml", "/maps.xml", "/one.xml.gz", "/s1", "/s2"]);
    expect(view.progress.failed).toBe(0);
    const kinds = await rowsOf(database.db, view.id);
    expect(kinds["/maps.xml"]?.found_by).toBe("robots");
    expect(kinds["/s1"]?.found_by).toBe("sitemap");
  });
});

describe("cookies and second visits", () => {
  it("gives cookies back within a collection and keeps their values out of the archive", async () => {
    const server = await site({
      "/": (request, response) => {
        if (request.headers.cookie === undefined)
          response.writeHead(302, { location: "/", "set-cookie": "visit=secret42; Path=/" }).end();
        else html(page(0, ["/next"]))(request, response, []);
      },
      "/next": page(1),
    });
    const { view } = await crawl(database.db, { urls: [server.url("/")], sitemaps: false });
    expect(view.progress.pages).toBe(2);
    expect(server.log.find(({ path }) => path === "/next")?.headers.cookie).toBe("visit=secret42");
    const second = await crawl(database.db, { urls: [server.url("/")], sitemaps: false });
    expect(server.log.filter(({ path }) => path === "/").at(-2)?.headers.cookie).toBeUndefined();
    expect(second.view.progress.pages).toBe(2);
  });

  it("asks conditionally the second time and still follows the links of what has not changed", async () => {
    const tagged =
      (body: string, etag: string): Answer =>
      (request, response) => {
        if (request.headers["if-none-match"] === etag) response.writeHead(304, { etag }).end();
        else html(body, { etag })(request, response, []);
      };
    const server = await site({ "/": tagged(page(0, ["/a"]), '"v1"'), "/a": tagged(page(1), '"a1"') });
    const request = { urls: [server.url("/")], sitemaps: false };
    const first = await crawl(database.db, request);
    const second = await crawl(database.db, request, { archiveFolder: first.archive, writerId: "again" });
    expect(second.view.progress).toMatchObject({ pages: 2, documents: 0, failed: 0, bytes: 0 });
    const captures = await database.db
      .selectFrom("captures")
      .select(["url", "status", "record_type", "refers_to"])
      .where("collection_id", "=", second.view.id)
      .where("status", "=", 304)
      .execute();
    expect(captures).toHaveLength(2);
    expect(captures.every((one) => one.record_type === "revisit_not_modified" && one.refers_to !== null)).toBe(true);
    const documents = await database.db
      .selectFrom("documents")
      .select("id")
      .where("url", "=", server.url("/a"))
      .execute();
    expect(documents).toHaveLength(1);
  });

  it("archives unchanged bytes of a second visit as a revisit", async () => {
    const server = await site({ "/": page("still") });
    const request = { urls: [server.url("/")], sitemaps: false };
    const first = await crawl(database.db, request);
    const second = await crawl(database.db, request, { archiveFolder: first.archive, writerId: "again" });
    const [capture] = await database.db
      .selectFrom("captures")
      .select(["record_type", "refers_to"])
      .where("collection_id", "=", second.view.id)
      .where("url", "=", server.url("/"))
      .execute();
    expect(capture?.record_type).toBe("revisit_identical");
    expect(capture?.refers_to).not.toBeNull();
  });
});
