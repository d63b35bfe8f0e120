import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, it } from "vitest";
import { freshData } from "../cli/data-folder.ts";
import { naru, type Running, startNaru } from "../cli/naru.ts";
import { openSite, page, type SmallSite } from "../sites/small-site.ts";
import { look, readArchive, tally } from "./stored.ts";

const pages = 130;
const sites: SmallSite[] = [];
afterEach(async () => {
  for (const site of sites.splice(0)) await site.close();
});

/** A tree of pages, three links each, answered slowly enough that a signal meets some on the way. */
async function slowTree(): Promise<SmallSite> {
  const site = await openSite({
    "*": (request, response) => {
      const id = Number(/^\/p(\d+)$/.exec(request.url ?? "")?.[1] ?? Number.NaN);
      if (!(id < pages)) {
        response.writeHead(404).end();
        return;
      }
      const links = [id * 3 + 1, id * 3 + 2, id * 3 + 3].filter((one) => one < pages).map((one) => `/p${one}`);
      const answer = () => response.writeHead(200, { "content-type": "text/html" }).end(page(id, links));
      setTimeout(answer, 15 + (id % 5) * 5);
    },
  });
  sites.push(site);
  return site;
}

const all = (site: SmallSite) => Object.fromEntries(Array.from({ length: pages }, (_, id) => [site.url(`/p${id}`), 1]));
const command = (site: SmallSite, data: string) =>
  ["collect", site.url("/p0"), "--depth", "20", "--delay", "0", "--no-sitemaps", "--data", data] as const;

async function untilAsked(site: SmallSite, paths: number, running: Running): Promise<void> {
  let over = false;
  void running.ended.then(() => {
    over = true;
  });
  while (site.paths().length < paths && !over) await sleep(5);
}

/** Every page is there once: as a capture, as a document and in the archive. */
async function expectWhole(site: SmallSite, data: string): Promise<void> {
  const { captures, documents, unfinished } = await look(data, async (db) => ({
    captures: await db.selectFrom("captures").select("url").where("status", "=", 200).execute(),
    documents: await db.selectFrom("documents").select(["url", "grade", "title"]).where("current", "=", true).execute(),
    unfinished: await db.selectFrom("frontier").select("url").where("state", "!=", "done").execute(),
  }));
  expect(tally(captures.map(({ url }) => url))).toEqual(all(site));
  expect(tally(documents.map(({ url }) => url))).toEqual(all(site));
  expect(documents.filter(({ grade }) => grade !== 5)).toEqual([]);
  expect(unfinished).toEqual([]);
  const archived = (await readArchive(data)).filter(({ type, status }) => type === "response" && status === 200);
  expect(tally(archived.map(({ url }) => url))).toEqual(all(site));
  for (const { url, text } of archived) expect(text).toContain(`마을 이야기 ${/\d+$/.exec(url)?.[0]}</h1>`);
}

it("Ctrl-C ends a collection gracefully, and the same command goes on without asking twice", async () => {
  const [site, data] = [await slowTree(), await freshData()];
  const running = startNaru(command(site, data));
  await untilAsked(site, 40, running);
  const at = performance.now();
  running.kill("SIGINT");
  // npm and launchers pass the signal on once more.
  running.kill("SIGINT");
  const stopped = await running.ended;
  expect(performance.now() - at).toBeLessThan(8_000);
  expect(stopped).toMatchObject({ code: 3, signal: null });
  expect(stopped.err).toContain("the same command goes on from here");
  expect(stopped.out).toMatch(
    /is not finished: [\d,]+ addresses answered.*\n[\d,]+ addresses? (?:is|are) still to be visited/,
  );
  expect(existsSync(join(data, "naru.lock"))).toBe(false);

  const finished = await naru(command(site, data));
  expect(finished.err).toContain("Going on with collection 1");
  expect(finished).toMatchObject({ code: 0, out: expect.stringContaining("Collection 1 is done") });
  expect(tally(site.paths().map((path) => site.url(path)))).toEqual(all(site));
  await expectWhole(site, data);
});

it("kill -9 at any moment loses nothing: the same command ends with every page once", async () => {
  const [site, data] = [await slowTree(), await freshData()];
  let asked = 0;
  for (let life = 0; life < 3; life += 1) {
    const running = startNaru(command(site, data));
    asked = site.paths().length + 5 + Math.floor(Math.random() * 30);
    await untilAsked(site, asked, running);
    await sleep(Math.random() * 60);
    running.kill("SIGKILL");
    expect(await running.ended).toMatchObject({ signal: "SIGKILL" });
  }
  const finished = await naru([...command(site, data), "--json"]);
  expect(finished.code).toBe(0);
  expect(JSON.parse(finished.out)).toMatchObject({
    id: 1,
    status: "done",
    progress: { done: pages, failed: 0, queued: 0, inFlight: 0, documents: pages },
  });
  // Pages on the way when the process died are asked for again: on a busy machine, most of what three short lives asked for.
  expect(site.paths().length).toBeLessThan(pages * 1.8);
  await expectWhole(site, data);
});
