import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createServerDatabase } from "../../../test/database/server.ts";
import { buildCollector, untilEnded } from "../../../test/sites/crawl.ts";
import { openSite, page, type SmallSite } from "../../../test/sites/small-site.ts";
import { compareCrawl } from "../../../test/sites/whole-crawl.ts";
import { type CutPlace, openCuttingProxy } from "../../../test/stand-ins/cutting-proxy.ts";
import { openDatabase } from "../../platform/db/database.ts";
import { createCollection } from "../index.ts";

const pages = 60;
let site: SmallSite;
beforeAll(async () => {
  site = await openSite(
    Object.fromEntries(
      Array.from({ length: pages }, (_, i) => [
        `/p${i}`,
        page(
          i,
          [i * 2 + 1, i * 2 + 2].filter((one) => one < pages).map((one) => `/p${one}`),
        ),
      ]),
    ),
  );
});
afterAll(() => site.close());

vi.setConfig({ testTimeout: 120_000 });

const storesCaptures = (before: readonly string[]) => before.some((one) => one.startsWith("insert into captures"));
const places: Record<string, CutPlace> = {
  BEGIN: { at: (statement) => /^(?:begin|start transaction)/.test(statement), how: "before" },
  "the captures": { at: (statement) => statement.startsWith("insert into captures"), how: "before" },
  "the captures, behind their answer": {
    at: (statement) => statement.startsWith("insert into captures"),
    how: "after",
  },
  "the archive's lengths": { at: (statement) => statement.startsWith('insert into "warc_files"'), how: "after" },
  "the frontier": {
    at: (statement, before) => storesCaptures(before) && statement.includes("frontier"),
    how: "before",
  },
  "the documents": { at: (statement) => statement.startsWith("insert into documents"), how: "before" },
  "the mark": { at: (statement) => statement.startsWith("insert into commit_marks"), how: "after" },
  "COMMIT, unheard by the server": {
    at: (statement, before) => statement === "commit" && storesCaptures(before),
    how: "before",
  },
  "COMMIT, before its answer": {
    at: (statement, before) => statement === "commit" && storesCaptures(before),
    how: "after",
  },
  "COMMIT, while it is on its way": {
    at: (statement, before) => statement === "commit" && storesCaptures(before),
    how: "late",
  },
};

describe("a connection to PostgreSQL that is cut", () => {
  it.each(Object.entries(places))("at %s loses no page and stores none twice", async (_name, place) => {
    const created = await createServerDatabase();
    const proxy = await openCuttingProxy(created.url);
    const database = await openDatabase({ kind: "server", url: proxy.url });
    const folder = join(mkdtempSync(join(tmpdir(), "naru-cut-")), "archive");
    mkdirSync(folder);
    const { collector, close } = buildCollector(database.db, { archiveFolder: folder });
    const stop = new AbortController();
    const running = collector.run(stop.signal);
    try {
      const urls = [site.url("/p0")];
      const id = await createCollection(database.db, { urls, depth: 50, sitemaps: false, allowAddresses: [site.host] });
      const asked = site.log.length;
      // Early, in the middle, and when little is left.
      for (const share of [0.05, 0.5, 0.8]) {
        while (site.log.length - asked < pages * share) await new Promise((resolve) => setTimeout(resolve, 2));
        proxy.cutAt(place);
        const cuts = proxy.cuts;
        for (let tries = 0; proxy.cuts === cuts && tries < 400; tries += 1) {
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
      }
      proxy.cutAt(null);
      const view = await untilEnded(database.db, id);
      expect(proxy.cuts).toBeGreaterThan(0);
      expect(view).toMatchObject({ status: "done", progress: { pages, documents: pages, failed: 0 } });
      const all = Array.from({ length: pages }, (_, i) => site.url(`/p${i}`));
      expect(await compareCrawl(database.db, id, all, folder)).toEqual({ lost: [], doubled: [] });
      const captures = await database.db.selectFrom("captures").select("id").execute();
      const [counted] = await database.db.selectFrom("collections").select("captures").execute();
      expect(counted?.captures).toBe(captures.length);
    } finally {
      proxy.cutAt(null);
      stop.abort();
      await running;
      await close();
      await database.close();
      await proxy.close();
      await created.drop();
    }
  });
});
