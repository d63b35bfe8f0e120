import { createServer } from "node:net";
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
const redirect =
  (location: string, code = 302): Answer =>
  (_request, response) => {
    response.writeHead(code, { location }).end();
  };

it("names what went wrong with each page and goes on with the others", async () => {
  const bomb = gzipSync(Buffer.alloc(64 * 2 ** 20));
  const server = await site({
    "/": page(0, [
      "/gone",
      "/missing",
      "/forbidden",
      "/huge",
      "/bomb",
      "/slow",
      "/loop",
      "/r0",
      "/nowhere",
      "/photo",
      "/wall",
      "/good",
      "/doc.pdf",
      "/cut",
    ]),
    "/gone": (_q, response) => response.writeHead(410).end(),
    "/forbidden": (_q, response) => response.writeHead(403).end("no"),
    "/huge": (_q, response) => {
      response.writeHead(200, { "content-type": "text/html", "content-length": String(10 * 2 ** 30) });
      response.write("<p>");
    },
    "/bomb": (_q, response) => {
      response.writeHead(200, { "content-type": "text/html", "content-encoding": "gzip" }).end(bomb);
    },
    "/slow": (_q, response) => {
      response.writeHead(200, { "content-type": "text/html" });
      const timer = setInterval(() => response.write("<"), 20);
      response.on("close", () => clearInterval(timer));
    },
    "/loop": redirect("/loop2"),
    "/loop2": redirect("/loop"),
    "/nowhere": redirect("http://"),
    "/photo": (_q, response) => response.writeHead(200, { "content-type": "image/png" }).end("x"),
    "/wall":
      '<!doctype html><html><head><title>Just a moment...</title><script src="/cdn-cgi/challenge-platform/x.js"></script></head><body>Verifying you are human.</body></html>',
    "/good": page("good"),
    "/cut": (_q, response) => {
      response.writeHead(200, { "content-type": "text/html", "content-length": "5000" });
      response.write("<p>half");
      setTimeout(() => response.destroy(), 10);
    },
    "*": (request, response, seen) => {
      const hop = /^\/r(\d+)$/.exec(request.url ?? "");
      if (hop === null) response.writeHead(404).end();
      else redirect(`/r${Number(hop[1]) + 1}`)(request, response, seen);
    },
  });
  const { view } = await crawl(
    database.db,
    { urls: [server.url("/")], sitemaps: false },
    { settings: { timeoutMs: 500 } },
  );
  expect(view.status).toBe("done");
  const rows = await rowsOf(database.db, view.id);
  const reasons = Object.fromEntries(Object.entries(rows).map(([path, row]) => [path, row.reason]));
  expect(reasons).toMatchObject({
    "/gone": "deleted",
    "/missing": "not_found",
    "/forbidden": "http_error",
    "/huge": "too_large",
    "/bomb": "compression_bomb",
    "/slow": "timeout",
    "/loop2": "redirect_loop",
    "/r10": "too_many_redirects",
    "/nowhere": "bad_response",
    "/photo": "unsupported_type",
    "/doc.pdf": "unsupported_type",
    "/wall": "bot_wall",
    "/good": null,
    "/cut": null,
  });
  expect(rows["/slow"]?.attempts).toBe(4);
  expect(server.count("/slow")).toBe(4);
  expect(server.count("/gone")).toBe(1);
  expect(server.count("/doc.pdf")).toBe(0);
  expect(server.count("/r11")).toBe(0);
  const cut = await database.db
    .selectFrom("captures")
    .select("truncated")
    .where("url", "=", server.url("/cut"))
    .execute();
  expect(cut.at(-1)?.truncated).toBe("disconnect");
});

describe("a collection that cannot begin", () => {
  it.each<[string, string, string]>([
    ["a closed port", "http://127.0.0.1:1/", "host_unreachable"],
    ["a name that does not exist", "http://nowhere.invalid/", "gone_service"],
  ])("%s", async (_name, url, code) => {
    const { view } = await crawl(database.db, { urls: [url] });
    expect(view).toMatchObject({ status: "failed", errorCode: code });
    expect(view.errorMessage).toContain(url);
  });

  it("a private address that nobody named", async () => {
    const server = await site({ "/": page(0) });
    const { view } = await crawl(database.db, { urls: [server.url("/")], allowAddresses: [] });
    expect(view).toMatchObject({ errorCode: "address_refused", status: "done" });
    expect(server.log).toHaveLength(0);
  });

  it("a server that is no web server", async () => {
    const server = createServer((socket) => socket.on("error", () => {}).end("220 mail ready\r\n"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    const { view } = await crawl(database.db, { urls: [`http://127.0.0.1:${port}/`] });
    server.close();
    expect(view).toMatchObject({ status: "done", errorCode: "robots_unreachable" });
  });
});

it("refuses a private address on a redirect hop", async () => {
  const inner = await site({ "*": page("secret") });
  const server = await site({ "/": page(0, ["/out"]), "/out": redirect(inner.url("/admin")) });
  const request = { urls: [server.url("/")], scope: "domain" as const, sitemaps: false };
  const { view } = await crawl(database.db, request);
  const rows = await rowsOf(database.db, view.id);
  expect(rows["/admin"]?.reason).toBe("address_refused");
  expect(inner.log).toHaveLength(0);
});

it("waits as Retry-After says, slows down, and recovers", async () => {
  let refused = 0;
  const server = await site({
    "/": page(0, ["/busy", "/after"]),
    "/busy": (request, response, seen) => {
      refused += 1;
      if (refused === 1) response.writeHead(429, { "retry-after": "1" }).end();
      else response.writeHead(200, { "content-type": "text/html" }).end(page("busy"));
      void request;
      void seen;
    },
    "/after": page("after"),
  });
  const { view } = await crawl(
    database.db,
    { urls: [server.url("/")], sitemaps: false },
    { tuning: { perHostConcurrency: 1 } },
  );
  expect(view.progress).toMatchObject({ pages: 3, failed: 0 });
  const at = (path: string) => server.log.filter((one) => one.path === path).map((one) => one.at);
  const [first = 0, second = 0] = at("/busy");
  expect(second - first).toBeGreaterThanOrEqual(990);
  expect((at("/after")[0] ?? 0) - first).toBeGreaterThanOrEqual(990);
});

it("ends in endless sites", async () => {
  const server = await site({
    "/": page(0, ["/calendar/2028/01", "/deep/a"]),
    "*": (request, response) => {
      const url = request.url ?? "";
      const month = /^\/calendar\/(\d+)\/(\d+)$/.exec(url);
      let links: string[] = [`${url}/a`];
      if (month !== null) {
        const next = Number(month[1]) * 12 + Number(month[2]);
        links = [`/calendar/${Math.floor(next / 12)}/${String((next % 12) + 1).padStart(2, "0")}`];
      }
      if (url === "/robots.txt") response.writeHead(404).end();
      else response.writeHead(200, { "content-type": "text/html" }).end(page(url, links));
    },
  });
  const { view } = await crawl(database.db, { urls: [server.url("/")], depth: 50, sitemaps: false });
  expect(view.status).toBe("done");
  expect(view.progress.byReason.trap).toBe(2);
  expect(view.progress.pages).toBeLessThan(60);
});

it("stores text whatever its charset label claims, with NUL bytes, a 1 MB line and lone surrogates in titles", async () => {
  const cp949 = Buffer.from([0xb0, 0xa1, 0xb3, 0xaa, 0xb4, 0xd9]);
  const server = await site({
    "/": page(0, ["/mislabelled", "/nul", "/long", "/title"]),
    "/mislabelled": (_q, response) => {
      const start = Buffer.from("<html><head><title>t</title></head><body><p>");
      const many = Buffer.concat(Array.from({ length: 60 }, () => Buffer.concat([cp949, Buffer.from(" ")])));
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(Buffer.concat([start, many]));
    },
    "/nul": page("nul").replace("강가", "강\0가"),
    "/long": page("long").replace("</main>", `<p>${"가나다라마바사 ".repeat(15_000)}</p></main>`),
    "/title": page("t").replace(/<title>.*<\/title>/, "<title>&#xD800;<b>x</b>\ud83d</title>"),
  });
  const { view } = await crawl(database.db, { urls: [server.url("/")], sitemaps: false });
  expect(view.progress).toMatchObject({ failed: 0, pages: 5, documents: 5 });
});
