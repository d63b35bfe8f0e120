import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { constants, gunzipSync, gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { crawl, rowsOf } from "../../../test/sites/crawl.ts";
import { testAgent } from "../../../test/sites/render-address.ts";
import { openScriptSite, story } from "../../../test/sites/script-site.ts";
import { type Answer, page, type SmallSite } from "../../../test/sites/small-site.ts";
import { type Database, openDatabase } from "../../platform/db/database.ts";
import { createLog } from "../../platform/log.ts";
import { createRenderer, type Renderer } from "../render/renderer.ts";
import { addSession, openSession } from "./sessions-store.ts";

const secret = "very-secret-value-7f3a";
const renewed = "renewed-secret-value-91";
const stored = "stored-in-the-browser-55";
const key = () => Buffer.alloc(32, 7);
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

const loginPage =
  '<!doctype html><meta charset="utf-8"><title>로그인</title><form><p>로그인이 필요합니다.</p><input name="id"><input type="password"></form>';
const forMembers =
  (text: string): Answer =>
  (request, response) => {
    const known = (request.headers.cookie ?? "").includes(secret) || (request.headers.cookie ?? "").includes(renewed);
    const headers = { "content-type": "text/html; charset=utf-8", "set-cookie": `sid=${renewed}; Path=/; HttpOnly` };
    if (known) response.writeHead(200, headers).end(text);
    else response.writeHead(200, { "content-type": headers["content-type"] }).end(loginPage);
  };

async function withSession(name: string, site: SmallSite): Promise<void> {
  const file = JSON.stringify({
    cookies: [{ name: "sid", value: secret, domain: "127.0.0.1", path: "/" }],
    origins: [{ origin: `http://${site.host}`, localStorage: [{ name: "kept", value: stored }] }],
  });
  await addSession(database.db, key, { name, hosts: ["127.0.0.1"], file }, new Date());
}
const options = () => ({
  more: { renderer, openSession: (name: string) => openSession(database.db, key, name) },
});

/** All of an archive's records, bodies that are packed unpacked where that is needed to see what is in them. */
function readArchive(archive: string): string {
  const files = readdirSync(archive, { recursive: true, encoding: "utf8" });
  const warcs = files.filter((name) => name.endsWith(".warc.gz"));
  expect(warcs.length).toBeGreaterThan(0);
  return warcs.map((name) => unpacked(gunzipSync(readFileSync(join(archive, name))))).join("");
}

function unpacked(bytes: Buffer): string {
  let text = bytes.toString("latin1");
  const magic = Buffer.from([0x1f, 0x8b, 0x08]);
  for (let at = bytes.indexOf(magic); at >= 0; at = bytes.indexOf(magic, at + 1)) {
    try {
      text += gunzipSync(bytes.subarray(at), { finishFlush: constants.Z_SYNC_FLUSH }).toString("latin1");
    } catch {
      // What follows a packed body is none.
    }
  }
  return text;
}

it("sends a session to its own host alone, by plain HTTP and by the browser, and writes it down nowhere", async () => {
  const other = await openScriptSite({ "/other.js": "window.other = true;", "/data.json": "{}" }, "127.0.0.2");
  const members = await openScriptSite({
    "/": forMembers(page(1, ["/app"])),
    "/app": forMembers(
      `<!doctype html><html><head><meta charset="utf-8"><title>회원</title></head><body><div id="app"></div><script src="http://${other.host}/other.js"></script>
       <script>fetch("http://${other.host}/data.json", { headers: { authorization: "Bearer ${stored}" } }).catch(() => {}); fetch("/inside.json", { headers: { authorization: "Bearer " + localStorage.getItem("kept") } }).then(() => { for (let n = 1; n < 6; n += 1) { const p = document.createElement("p"); p.textContent = n + "${story(9)}"; document.getElementById("app").append(p); } });</script></body></html>`,
    ),
    "/inside.json": "{}",
  });
  sites.push(other, members);
  await withSession("cafe", members);
  const request = { urls: [members.url("/")], sitemaps: false, session: "cafe" };
  const allowAddresses = [members.host, other.host];
  const { view, archive } = await crawl(database.db, { ...request, allowAddresses }, options());
  const rows = await rowsOf(database.db, view.id);
  expect([rows["/"]?.state, rows["/app"]?.state]).toEqual(["done", "done"]);
  expect(view.progress.documents).toBe(2);
  const inside = members.log.find(({ path }) => path === "/inside.json");
  expect(inside?.headers.cookie).toContain("sid=");
  expect(inside?.headers.authorization).toBe(`Bearer ${stored}`);
  expect(other.paths().sort()).toEqual(["/data.json", "/other.js"]);
  for (const { headers } of other.log) {
    expect(headers.cookie).toBeUndefined();
    expect(headers.authorization).toBeUndefined();
  }
  const tables = ["collections", "captures", "frontier", "documents", "sessions"] as const;
  for (const table of tables) {
    const written = JSON.stringify(await database.db.selectFrom(table).selectAll().execute());
    for (const needle of [secret, renewed]) expect(written, table).not.toContain(needle);
  }
  const text = readArchive(archive);
  expect(text).toContain("WARC-Type: resource");
  for (const needle of [secret, renewed]) expect(text).not.toContain(needle);
});

it("archives no secret of a session that the site says back: in headers, addresses, packed bodies, and what a browser made of them", async () => {
  const members: SmallSite = await openScriptSite({
    "/": (request, response) => {
      const known = request.headers.cookie ?? "";
      const script = `<script>fetch("/echo?token=" + localStorage.getItem("kept")).then((a) => a.text()).then((text) => { document.body.append(text); })</script>`;
      response
        .writeHead(200, { "content-type": "text/html; charset=utf-8", "content-encoding": "gzip", "x-session": known })
        .end(gzipSync(`${page(1, [], script)}<input type="hidden" value="${known}">`));
    },
    "/echo": (request, response) => response.end(`told ${request.url} ${request.headers.referer}`),
  });
  sites.push(members);
  await withSession("echo", members);
  const request = { urls: [members.url("/")], sitemaps: false, session: "echo", render: "always" as const, depth: 0 };
  const { view, archive } = await crawl(database.db, { ...request, allowAddresses: [members.host] }, options());
  expect(view.progress.documents).toBe(1);
  expect(members.paths()).toEqual(["/", `/echo?token=${stored}`]);
  const captures = await database.db.selectFrom("captures").selectAll().where("collection_id", "=", view.id).execute();
  expect(captures.length).toBeGreaterThanOrEqual(3);
  const written = JSON.stringify(captures) + readArchive(archive);
  expect(written).toContain("x-session");
  expect(written).toContain("/echo?token=***");
  for (const needle of [secret, stored]) expect(written).not.toContain(needle);
  const texts = JSON.stringify(await database.db.selectFrom("documents").selectAll().execute());
  for (const needle of [secret, stored]) expect(texts).not.toContain(needle);
});

it("lets a frame of another site ask nothing in the person's name, save by cookies that are meant for it", async () => {
  const ask = (from: string) =>
    `<script>for (const way of ["a", "b"]) fetch("http://HOST/told?${from}" + way, { mode: "no-cors", credentials: "include" })</script>`;
  const members: SmallSite = await openScriptSite({
    "/": (request, response) =>
      forMembers(
        `${page(1, [], ask("own").replace("HOST", members.host))}<iframe src="http://${other.host}/frame"></iframe>`,
      )(request, response, []),
    "/told": "0",
  });
  const frame = () => ask("frame").replace("HOST", members.host);
  const other = await openScriptSite({ "/frame": (_request, response) => response.end(frame()) }, "127.0.0.2");
  sites.push(members, other);
  await withSession("frames", members);
  const request = { urls: [members.url("/")], sitemaps: false, session: "frames", render: "always" as const, depth: 0 };
  await crawl(database.db, { ...request, allowAddresses: [members.host, other.host] }, options());
  const told = members.log.filter(({ path }) => path.startsWith("/told"));
  const known = told.map(({ path, headers }) => [path.slice(6, -1), (headers.cookie ?? "").includes("sid=")]);
  expect(known.sort()).toEqual([
    ["frame", false],
    ["frame", false],
    ["own", true],
    ["own", true],
  ]);
});

it("says auth_expired where a login is asked for in spite of the session, and login_wall without one", async () => {
  const members = await openScriptSite({ "/": loginPage });
  sites.push(members);
  await withSession("old", members);
  const urls = [members.url("/")];
  const using = await crawl(database.db, { urls, sitemaps: false, session: "old" }, options());
  expect(using.view.progress.byReason).toEqual({ auth_expired: 1 });
  const alerts = await database.db.selectFrom("alerts").selectAll().execute();
  expect(alerts).toMatchObject([{ kind: "auth_expired", collection_id: using.view.id }]);
  const without = await crawl(database.db, { urls, sitemaps: false }, options());
  expect(without.view.progress.byReason).toEqual({ login_wall: 1 });
});

it("refuses a session that is not there, and ends a collection whose session cannot be opened any more", async () => {
  const members = await openScriptSite();
  sites.push(members);
  const request = { urls: [members.url("/")], session: "nobody" };
  await expect(crawl(database.db, request, options())).rejects.toMatchObject({ code: "session_not_found" });
  await withSession("lost", members);
  const wrong = { more: { openSession: (name: string) => openSession(database.db, () => Buffer.alloc(32), name) } };
  const { view } = await crawl(database.db, { ...request, session: "lost" }, wrong);
  expect(view).toMatchObject({ status: "failed", errorCode: "secret_key_wrong" });
  expect(members.log).toEqual([]);
});
