import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { createServerDatabase } from "../../../test/database/server.ts";
import { buildCollector, untilEnded } from "../../../test/sites/crawl.ts";
import { openSite, page, type SmallSite } from "../../../test/sites/small-site.ts";
import { listCaptures, loadCapture, readPayload } from "../../archive/index.ts";
import { type Database, openDatabase } from "../../platform/db/database.ts";
import { createCollection, loadCollection, resumeCollection } from "../index.ts";

const child = join(import.meta.dirname, "../../../test/children/collect.ts");
const pages = 160;
const cleanups: (() => Promise<void>)[] = [];
const children = new Set<ChildProcess>();
afterEach(async () => {
  for (const one of children) one.kill("SIGKILL");
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});
afterAll(() => {
  for (const one of children) one.kill("SIGKILL");
});

async function tree(): Promise<SmallSite> {
  const site = await openSite({
    "*": (request, response) => {
      const id = Number(/^\/p(\d+)$/.exec(request.url ?? "")?.[1] ?? Number.NaN);
      if (!(id < pages)) response.writeHead(404).end();
      else {
        const links = [id * 3 + 1, id * 3 + 2, id * 3 + 3, (id * 7) % pages].filter((one) => one < pages);
        response.writeHead(200, { "content-type": "text/html" }).end(
          page(
            id,
            links.map((one) => `/p${one}`),
          ),
        );
      }
    },
  });
  cleanups.push(site.close);
  return site;
}

function start(database: string, archive: string, writerId: string, tuning = {}, limit?: string): ChildProcess {
  const args = ["--import", "data:text/javascript,", child, database, archive, writerId, JSON.stringify(tuning)];
  const process_ =
    limit === undefined
      ? spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] })
      : spawn("bash", ["-c", `ulimit -f ${limit}; exec "$0" "$@"`, process.execPath, ...args], {
          stdio: ["ignore", "pipe", "inherit"],
        });
  children.add(process_);
  process_.once("exit", () => children.delete(process_));
  return process_;
}

async function end(process_: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (process_.exitCode !== null || process_.signalCode !== null) return;
  const gone = new Promise((resolve) => process_.once("exit", resolve));
  process_.kill(signal);
  await gone;
}

function archiveFolder(): string {
  const folder = join(mkdtempSync(join(tmpdir(), "naru-crash-")), "archive");
  mkdirSync(folder);
  return folder;
}

/** Every page once: in the captures, in the documents, and readable in the archive. */
async function expectWhole(database: Database, id: number, folders: readonly string[]): Promise<void> {
  const captures = await listCaptures(database.db, { collectionId: id, status: 200, limit: 1000 });
  const urls = captures.map(({ url }) => url);
  expect(new Set(urls).size).toBe(pages);
  expect(urls.length).toBe(pages);
  const documents = await database.db.selectFrom("documents").select("url").where("collection_id", "=", id).execute();
  expect(documents.length).toBe(pages);
  for (const capture of captures.filter((_, index) => index % 5 === 0)) {
    const texts = await Promise.all(
      folders.map((folder) =>
        readPayload({ folder, loadCapture: (one) => loadCapture(database.db, one) }, capture)
          .then(({ body }) => Buffer.from(body).toString())
          .catch(() => null),
      ),
    );
    expect(texts.some((text) => text?.includes(`마을 이야기 ${/\d+$/.exec(capture.url)?.[0]}<`))).toBe(true);
  }
}

async function until(test: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let tries = 0; !(await test()); tries += 1) {
    if (tries > 6000) throw new Error(`It never came to ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

// Each opens the embedded database five times or waits for leases of the dead to run out.
vi.setConfig({ testTimeout: 120_000 });

describe("killed with -9 and started again", () => {
  it.each(["embedded", "server"] as const)("goes on, loses nothing and stores no page twice (%s)", async (kind) => {
    const site = await tree();
    let location: Parameters<typeof openDatabase>[0];
    if (kind === "embedded") location = { kind, folder: mkdtempSync(join(tmpdir(), "naru-crash-db-")) };
    else {
      const created = await createServerDatabase();
      cleanups.push(created.drop);
      location = { kind, url: created.url };
    }
    let database = await openDatabase(location);
    const request = { urls: [site.url("/p0")], depth: 50, sitemaps: false, allowAddresses: [site.host] };
    const id = await createCollection(database.db, request);
    await database.close();
    const archive = archiveFolder();
    const name = location.kind === "embedded" ? location.folder : location.url;
    // Long enough batches that a kill meets some in every stage.
    const tuning = { commitDelayMs: 30, perHostConcurrency: 4, claimBatch: 24 };
    let acknowledged = 0;
    for (const stopAt of [20, 70]) {
      const process_ = start(name, archive, "child", tuning);
      await until(() => site.paths().length >= stopAt, `${stopAt} requests`);
      await end(process_, "SIGKILL");
      database = await openDatabase(location);
      const { progress } = await loadCollection(database.db, id);
      expect(progress.pages).toBeGreaterThanOrEqual(acknowledged);
      acknowledged = progress.pages;
      await database.close();
    }
    database = await openDatabase(location);
    cleanups.push(() => database.close());
    const last = buildCollector(database.db, { archiveFolder: archive, writerId: "child" });
    const stop = new AbortController();
    const running = last.collector.run(stop.signal);
    const view = await untilEnded(database.db, id);
    stop.abort();
    await running;
    await last.close();
    expect(view.progress).toMatchObject({ pages, failed: 0, queued: 0, inFlight: 0 });
    await expectWhole(database, id, [archive]);
  });
});

it("two collectors share one PostgreSQL, and the one that lives takes over from the one that dies", async () => {
  const sites = await Promise.all(Array.from({ length: 4 }, tree));
  const created = await createServerDatabase();
  cleanups.push(created.drop);
  const database = await openDatabase({ kind: "server", url: created.url });
  cleanups.push(() => database.close());
  const ids = [];
  for (const site of sites) {
    const request = { urls: [site.url("/p0")], depth: 50, sitemaps: false, allowAddresses: [site.host], delayMs: 3 };
    ids.push(await createCollection(database.db, request));
  }
  const tuning = { leaseMs: 1_500, renewMs: 300, pollMs: 50 };
  const archives = [archiveFolder(), archiveFolder()];
  const processes = archives.map((archive, index) => start(created.url, archive, `child${index}`, tuning));
  await until(() => sites.every((site) => site.paths().length > 10), "all sites in hand");
  const holders = await database.db.selectFrom("hosts").select("leased_by").execute();
  const [victim] = holders.map(({ leased_by }) => leased_by?.split(":")[0]).filter((one) => one !== undefined);
  const dead = processes[victim === "child0" ? 0 : 1];
  if (dead !== undefined) await end(dead, "SIGKILL");
  for (const [index, id] of ids.entries()) {
    const view = await untilEnded(database.db, id);
    expect(view.progress).toMatchObject({ pages, failed: 0 });
    expect(sites[index]?.count("/p0")).toBe(1);
    await expectWhole(database, id, archives);
  }
  for (const process_ of processes) await end(process_, "SIGTERM");
});

it("pauses with disk_full when the archive cannot grow, keeps what it had, and goes on when there is room", async () => {
  const site = await tree();
  const created = await createServerDatabase();
  cleanups.push(created.drop);
  const database = await openDatabase({ kind: "server", url: created.url });
  cleanups.push(() => database.close());
  const request = { urls: [site.url("/p0")], depth: 50, sitemaps: false, allowAddresses: [site.host] };
  const id = await createCollection(database.db, request);
  const archive = archiveFolder();
  // A limit on the size of a file stands for the disk; 512-byte or 1 KB blocks, by the shell.
  const process_ = start(created.url, archive, "child", { commitPages: 16 }, "100");
  const paused = await untilEnded(database.db, id);
  expect(paused).toMatchObject({ status: "paused", errorCode: "disk_full" });
  expect(paused.errorMessage).toContain("Free some space");
  await until(async () => (await loadCollection(database.db, id)).progress.inFlight === 0, "no claims");
  const kept = (await loadCollection(database.db, id)).progress.pages;
  expect(kept).toBeGreaterThan(0);
  expect(kept).toBeLessThan(pages);
  await end(process_, "SIGTERM");
  await resumeCollection(database.db, id);
  const roomy = start(created.url, archive, "child");
  const ended = await untilEnded(database.db, id);
  expect(ended).toMatchObject({ status: "done", errorCode: null });
  await expectWhole(database, id, [archive]);
  await end(roomy, "SIGTERM");
});
