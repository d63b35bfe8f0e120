import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type CollectionInput, type CollectionView, createItemReader, type Source } from "../../src/collect/index.ts";
import { refineAgain } from "../../src/refine/index.ts";
import type { StandIn } from "../stand-ins/stand-in.ts";
import { openSourceRun, type SourceRun } from "./run-source.ts";

/** What the shared suite needs to know of a source that reads pages (lists, feeds, sitemaps), visited under robots.txt. */
export interface PageSourceContract<S extends StandIn> {
  source: Source;
  /** Told beside the source's id when one source is tested in several ways. */
  what?: string;
  /** Opens an empty site; `/robots.txt` that it does not answer is a 404 and allows everything. */
  open: () => Promise<S>;
  env?: Readonly<Record<string, string>>;
  homes?: (standIn: S) => Readonly<Record<string, string>>;
  /** An order that brings all that the site has. The site itself may be visited although it is on loopback. */
  order: (standIn: S) => Partial<CollectionInput>;
  /** Puts so many items into the site, in the place of those before. Numbered from 1, with Korean texts that differ. */
  fill: (standIn: S, count: number) => void;
  /** Items on a full page of a list. */
  pageSize: number;
  /** From now on the list is there in another shape, and none of its items can be found. */
  change: (standIn: S) => void;
  /** Part of a text that the first of the filled items has. */
  korean: string;
  /** Takes the first item away. `told`: its page says so, and its document is marked. `silent`: it is only no longer listed. */
  remove: (standIn: S) => "told" | "silent";
  /** What 401, 403 and 404 of the list mean, where it is not the usual. */
  failures?: Partial<Record<401 | 403 | 404, string>>;
}

const unusual = { 401: "login_wall", 403: "http_error", 404: "not_found" } as const;

/** The cases that every source of pages passes, against a local site; the crawl, the archive and the database are the real ones. */
export function describePageSource<S extends StandIn>(contract: PageSourceContract<S>): void {
  const { source, pageSize, env = {} } = contract;
  describe(`source ${[source.id, contract.what].filter(Boolean).join(" ")}`, () => {
    let run: SourceRun;
    let site: S;

    beforeAll(async () => {
      run = await openSourceRun(source.id, env, () => contract.homes?.(site) ?? {});
    });
    afterAll(() => run.close());
    beforeEach(async () => {
      site = await contract.open();
      const { db } = run.database;
      for (const table of ["alerts", "source_marks", "collection_items", "documents"] as const) {
        await db.deleteFrom(table).execute();
      }
      await db.deleteFrom("frontier").execute();
      await db.deleteFrom("hosts").execute();
      return () => site.close();
    });

    const collect = (more: Partial<CollectionInput> = {}): Promise<CollectionView> =>
      run.collect({ allowAddresses: [new URL(site.origin).host], ...contract.order(site), ...more });
    const documents = () =>
      run.database.db
        .selectFrom("documents")
        .selectAll()
        .where("source_id", "=", source.id)
        .where("current", "=", true)
        .execute();
    const alerts = () => run.database.db.selectFrom("alerts").selectAll().execute();
    const asked = () => site.log.filter(({ url }) => url.pathname !== "/robots.txt");

    it("empty: finds nothing and says so without a failure", async () => {
      contract.fill(site, 0);
      const view = await collect();
      expect(view).toMatchObject({ status: "done", errorCode: null, progress: { failed: 0 } });
      expect(await documents()).toEqual([]);
      expect(await alerts()).toEqual([]);
    });

    it("paging: brings every item once and asks robots.txt first", async () => {
      const count = pageSize * 2 + 1;
      contract.fill(site, count);
      const view = await collect();
      expect(view).toMatchObject({ status: "done", progress: { failed: 0 } });
      const met = await documents();
      expect(met).toHaveLength(count);
      expect(new Set(met.map(({ url }) => url)).size).toBe(count);
      const addresses = asked().map(({ url }) => url.href);
      expect(new Set(addresses).size).toBe(addresses.length);
      expect(site.log[0]?.url.pathname).toBe("/robots.txt");
    });

    it("last page: ends where a page is exactly full", async () => {
      contract.fill(site, pageSize * 2);
      const view = await collect();
      expect(view).toMatchObject({ status: "done", progress: { failed: 0 } });
      expect(await documents()).toHaveLength(pageSize * 2);
    });

    for (const status of [401, 403, 404] as const) {
      it(`${status}: is named for what it is`, async () => {
        contract.fill(site, 1);
        site.failNext({ status, body: "" });
        const view = await collect();
        expect(view.progress.byReason).toMatchObject({ [contract.failures?.[status] ?? unusual[status]]: 1 });
        expect(await alerts()).toEqual([]);
      });
    }

    it("429 with Retry-After: waits as long as it is told and goes on", async () => {
      contract.fill(site, 1);
      site.failNext({ status: 429, headers: { "retry-after": "1" }, body: "" });
      const view = await collect();
      expect(view).toMatchObject({ status: "done", progress: { failed: 0 } });
      expect(await documents()).toHaveLength(1);
      const [first, second] = asked();
      expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(990);
    });

    it("500: tries again", async () => {
      contract.fill(site, 1);
      site.failNext({ status: 500, body: "" });
      const view = await collect();
      expect(view).toMatchObject({ status: "done", progress: { failed: 0 } });
      expect(await documents()).toHaveLength(1);
    });

    it("schema changed: fails where something was before, keeps the page and raises an alert", async () => {
      contract.fill(site, 3);
      await collect();
      const before = await documents();
      contract.change(site);
      const view = await collect();
      expect(view.progress.byReason).toMatchObject({ schema_changed: 1 });
      expect(await alerts()).toMatchObject([{ kind: "schema_changed", source_id: source.id }]);
      expect(view.progress.captures).toBeGreaterThan(0);
      expect(await documents()).toHaveLength(before.length);
    });

    it("Korean text: comes through whole", async () => {
      contract.fill(site, 2);
      await collect();
      const texts = (await documents()).map(({ title, text }) => `${title}\n${text}`);
      expect(texts.some((text) => text.includes(contract.korean))).toBe(true);
      expect(texts.every((text) => !text.includes("\uFFFD") && !/<\/?b>|&amp;|&quot;/.test(text))).toBe(true);
    });

    it("deleted item: is marked when its page says so, and stays when it is only no longer listed", async () => {
      contract.fill(site, 3);
      await collect();
      const before = await documents();
      const kind = contract.remove(site);
      await collect();
      const after = await documents();
      expect(after).toHaveLength(before.length);
      expect(after.filter(({ deleted_at }) => deleted_at !== null)).toHaveLength(kind === "told" ? 1 : 0);
    });

    it("the same day twice: brings nothing new", async () => {
      contract.fill(site, 3);
      const first = await collect();
      const second = await collect();
      expect(first.progress.documents).toBeGreaterThan(0);
      expect(second).toMatchObject({ status: "done", progress: { documents: 0 } });
      expect((await run.items(second.id)).every(({ state }) => state === "known")).toBe(true);
    });

    it("the archive: gives the same documents again", async () => {
      contract.fill(site, 3);
      const view = await collect();
      const report = await refineAgain({
        db: run.database.db,
        archiveFolder: run.folder,
        sourceId: source.id,
        since: view.createdAt,
        dryRun: true,
        readItems: createItemReader(run.database.db, run.endpoints()),
      });
      expect(report).toMatchObject({ changed: 0, added: 0, failed: 0 });
      expect(report.unchanged).toBe((await documents()).length);
    });
  });
}
