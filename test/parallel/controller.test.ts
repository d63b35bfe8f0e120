import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { createCollection, loadCollection } from "../../src/collect/index.ts";
import type { Collector } from "../../src/contracts/index.ts";
import { type Database, openDatabase } from "../../src/platform/db/database.ts";
import { freshFolder } from "../cli/data-folder.ts";
import { errorOf, naru } from "../cli/naru.ts";
import { createServerDatabase } from "../database/server.ts";
import { untilEnded } from "../sites/crawl.ts";
import { type ManyHosts, openManyHosts, shortestPause } from "./many-hosts.ts";

vi.setConfig({ testTimeout: 120_000 });

const delayMs = 400;
const pids = new Set<number>();
let created: Awaited<ReturnType<typeof createServerDatabase>>;
let database: Database;
let data = "";
let env: Record<string, string>;
let site: ManyHosts;

beforeAll(async () => {
  created = await createServerDatabase();
  database = await openDatabase({ kind: "server", url: created.url });
  data = join(await freshFolder(), "data");
  env = { DATABASE_URL: created.url, NARU_COLLECT_CONCURRENCY: "3", NARU_LOG_LEVEL: "info" };
  site = await openManyHosts(9, 22);
});

afterAll(async () => {
  for (const pid of pids) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It ended, as it should.
    }
  }
  await site.close();
  await database.close();
  await created.drop();
});

async function collectors(...args: string[]): Promise<Collector[]> {
  const ended = await naru(["collectors", ...args, "--data", data, "--json"], { env });
  expect(ended).toMatchObject({ code: 0, err: "" });
  return JSON.parse(ended.out) as Collector[];
}

async function until(test: () => boolean | Promise<boolean>, what: string, withinMs = 20_000): Promise<void> {
  for (const end = Date.now() + withinMs; !(await test()); await sleep(100)) {
    if (Date.now() > end) throw new Error(`It never came to ${what}.`);
  }
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Hosts that a collector holds now. */
async function hostsOf(name: string): Promise<string[]> {
  const rows = await database.db.selectFrom("hosts").select("host").where("leased_by", "like", `${name}:%`).execute();
  return rows.map(({ host }) => host);
}

it("starts collectors, drains one, survives the death of another, and stops the rest", async () => {
  const started = (await collectors("start", "3")) as unknown as { pid: number; name: string; logFile: string }[];
  for (const { pid } of started) pids.add(pid);
  const [drained, killed, last] = started;
  if (drained === undefined || killed === undefined || last === undefined) throw new Error("Three were to start.");
  expect(new Set(started.map(({ name }) => name)).size).toBe(3);
  expect(started.every(({ name }) => /-[123]$/.test(name))).toBe(true);

  const id = await createCollection(database.db, {
    urls: [...site.seeds],
    depth: 50,
    sitemaps: false,
    delayMs,
    allowAddresses: [...site.hosts],
  });
  await until(
    async () => (await Promise.all(started.map(({ name }) => hostsOf(name)))).every((of) => of.length > 0),
    "hosts for each",
  );
  await until(() => site.asked().length > 25, "25 pages");

  // Drained: ends by itself, with what it had in hand stored or given back.
  expect(await collectors("drain", drained.name)).toEqual([expect.objectContaining({ wanted: "drain" })]);
  const orphaned = await hostsOf(killed.name);
  process.kill(killed.pid, "SIGKILL");
  const killedAt = Date.now();
  await until(() => !lives(drained.pid), "the end of the drained one", 15_000);
  expect(await hostsOf(drained.name)).toEqual([]);
  expect(readFileSync(drained.logFile, "utf8")).toContain("A collector ended.");

  // Killed: its hosts are visited again within 30 seconds, by one that was there or came later.
  const more = (await collectors("start", "1")) as unknown as { pid: number; name: string }[];
  for (const { pid } of more) pids.add(pid);
  // Its process is known to be dead, so that its place is free at once; so is the drained one's.
  expect([drained.name, killed.name]).toContain(more[0]?.name);
  const againAt = (host: string) => site.log.find((one) => one.host === host && one.at > killedAt + 2_000)?.at;
  await until(() => orphaned.every((host) => againAt(host) !== undefined), "its hosts in other hands", 30_000);

  const view = await untilEnded(database.db, id, 90_000);
  expect(view).toMatchObject({ status: "done", progress: { pages: site.pages, documents: site.pages, failed: 0 } });
  const captures = await database.db.selectFrom("captures").select("url").where("collection_id", "=", id).execute();
  expect(captures).toHaveLength(site.pages + site.hosts.length);
  expect(new Set(captures.map(({ url }) => url)).size).toBe(captures.length);
  // What the killed one had asked for and not stored was asked for again, and nothing else.
  expect(site.asked().length - site.pages).toBeLessThanOrEqual(3);
  expect(shortestPause(site.log)).toBeGreaterThanOrEqual(delayMs - 2);

  expect((await collectors("stop", "--all")).every(({ wanted }) => wanted === "stop")).toBe(true);
  await until(() => [last, ...more].every(({ pid }) => !lives(pid)), "the end of all", 15_000);
  expect((await loadCollection(database.db, id)).progress.inFlight).toBe(0);
  const states = await collectors();
  expect(states.filter(({ state }) => state === "running")).toEqual([]);
});

it("says what is wrong with a command", async () => {
  const run = async (args: string[], more: Record<string, string> = env) =>
    errorOf(await naru(["collectors", ...args, "--data", data, "--json"], { env: more }));
  expect(await run(["drain"])).toMatchObject({ code: "option_invalid", next: expect.stringContaining("--all") });
  expect(await run(["start", "many"])).toMatchObject({ code: "option_invalid" });
  expect(await run(["drain", "nobody"])).toMatchObject({ code: "collector_not_found" });
  expect(await run(["start", "2"], {})).toMatchObject({ code: "roles_need_server" });
});
