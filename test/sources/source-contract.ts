import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { loadCapture, readPayload } from "../../src/archive/index.ts";
import {
  type CollectionInput,
  type CollectionView,
  createCollection,
  createItemReader,
  type Source,
} from "../../src/collect/index.ts";
import { type Database, openDatabase } from "../../src/platform/db/database.ts";
import { refineAgain } from "../../src/refine/index.ts";
import { buildCollector, untilEnded } from "../sites/crawl.ts";
import type { StandIn, StandInAnswer } from "../stand-ins/stand-in.ts";

/** What the shared suite needs to know of a source that speaks to an API. */
export interface SourceContract<S extends StandIn> {
  source: Source;
  /** Opens an empty stand-in. */
  open: () => Promise<S>;
  /** Keys that the stand-in accepts, by variable; every one that is a secret is looked for in all that is stored. */
  env: Readonly<Record<string, string>>;
  /** Base addresses by the names of the source's homes. */
  homes: (standIn: S) => Readonly<Record<string, string>>;
  /** An order that brings all that the stand-in has. */
  order: Partial<CollectionInput>;
  /** Puts so many items into the stand-in, in the place of those before. Numbered from 1, with Korean texts that differ. */
  fill: (standIn: S, count: number) => void;
  /** Items on a full page of a list. */
  pageSize: number;
  /** From now on the stand-in answers 200 in another shape: the list is gone or its elements have other names. */
  change: (standIn: S) => void;
  /** Part of a text that the first of the filled items has, markup and entities undone. */
  korean: string;
  /**
   * Takes the first item away. `told`: the next collection hears of it, and its text is erased. `silent`: the API just leaves it out,
   * as a search does, and what is stored stays.
   */
  remove: (standIn: S) => "told" | "silent";
  /** What the source's own 401, 403 and 404 look like and mean, where it is not the usual. */
  failures?: Partial<Record<401 | 403 | 404, { answer: StandInAnswer; reason: string }>>;
  /** The API keeps its place itself: requests for different pages look alike, and it is the items alone that tell that none came twice. */
  repeatsCursor?: boolean;
  /** What a page of the API brings beside the items asked for (a video and its comments). Default: nothing. */
  itemsOf?: (count: number) => number;
}

const unusual = { 401: "auth_expired", 403: "permission_denied", 404: "not_found" } as const;

/** The cases that every source passes, against a local server that speaks its API; the crawl, the archive and the database are the real ones. */
export function describeSource<S extends StandIn>(contract: SourceContract<S>): void {
  const { source, env, order, pageSize, itemsOf = (count: number) => count } = contract;
  describe(`source ${source.id}`, () => {
    let database: Database;
    let standIn: S;
    let folder: string;

    beforeAll(async () => {
      database = await openDatabase({ kind: "embedded", folder: mkdtempSync(join(tmpdir(), "naru-source-db-")) });
    });
    afterAll(() => database.close());
    beforeEach(async () => {
      standIn = await contract.open();
      folder = mkdtempSync(join(tmpdir(), "naru-source-"));
      for (const table of ["alerts", "source_marks", "quota_uses", "collection_items", "documents"] as const) {
        await database.db.deleteFrom(table).execute();
      }
      await database.db.deleteFrom("frontier").execute();
      await database.db.deleteFrom("hosts").execute();
      return () => standIn.close();
    });

    const endpoints = () =>
      Object.fromEntries(Object.entries(contract.homes(standIn)).map(([name, home]) => [`${source.id}.${name}`, home]));

    async function collect(more: Partial<CollectionInput> = {}): Promise<CollectionView> {
      const surroundings = { env, endpoints: endpoints() };
      const id = await createCollection(
        database.db,
        { source: source.id, delayMs: 0, ...order, ...more },
        surroundings,
      );
      const built = buildCollector(database.db, {
        archiveFolder: folder,
        settings: { endpoints: endpoints() },
        more: { env },
      });
      const stop = new AbortController();
      const running = built.collector.run(stop.signal);
      try {
        return await Promise.race([
          untilEnded(database.db, id, 20_000),
          running.then(() => untilEnded(database.db, id)),
        ]);
      } finally {
        stop.abort();
        await running;
        await built.close();
      }
    }

    const items = (id: number) =>
      database.db
        .selectFrom("collection_items")
        .selectAll()
        .where("collection_id", "=", id)
        .orderBy("position")
        .execute();
    const documents = () =>
      database.db
        .selectFrom("documents")
        .selectAll()
        .where("source_id", "=", source.id)
        .where("current", "=", true)
        .execute();
    const alerts = () => database.db.selectFrom("alerts").selectAll().execute();
    const api = () => standIn.log.filter(({ url }) => url.pathname !== "/robots.txt");

    it("empty: finds nothing and says so without a failure", async () => {
      contract.fill(standIn, 0);
      const view = await collect();
      expect(view).toMatchObject({ status: "done", errorCode: null, progress: { failed: 0 } });
      expect(await items(view.id)).toEqual([]);
      expect(await alerts()).toEqual([]);
    });

    it("paging: brings every item once", async () => {
      const count = pageSize * 2 + 1;
      contract.fill(standIn, count);
      const view = await collect();
      expect(view).toMatchObject({ status: "done", progress: { failed: 0 } });
      const met = await items(view.id);
      expect(met).toHaveLength(itemsOf(count));
      expect(new Set(met.map(({ url }) => url)).size).toBe(itemsOf(count));
      expect(met.every(({ state }) => state === "new")).toBe(true);
      const asked = api().map(({ method, url, body }) => `${method} ${url.href} ${body}`);
      if (contract.repeatsCursor !== true) expect(new Set(asked).size).toBe(asked.length);
    });

    it("last page: ends where a page is exactly full", async () => {
      contract.fill(standIn, pageSize * 2);
      const view = await collect();
      expect(view).toMatchObject({ status: "done", progress: { failed: 0 } });
      expect(await items(view.id)).toHaveLength(itemsOf(pageSize * 2));
    });

    for (const status of [401, 403, 404] as const) {
      it(`${status}: is named for what it is`, async () => {
        contract.fill(standIn, 1);
        const { answer, reason } = contract.failures?.[status] ?? { answer: { status }, reason: unusual[status] };
        // Twice: a source with a token asks for a new one and tries again.
        standIn.failNext(answer, answer);
        const view = await collect();
        expect(view.progress.byReason).toMatchObject({ [reason]: 1 });
        if (reason === "auth_expired") expect(await alerts()).toMatchObject([{ kind: "auth_expired" }]);
      });
    }

    it("429 with Retry-After: waits as long as it is told and goes on", async () => {
      contract.fill(standIn, 1);
      standIn.failNext({ status: 429, headers: { "retry-after": "1" } });
      const view = await collect();
      expect(view).toMatchObject({ status: "done", progress: { failed: 0 } });
      expect(await items(view.id)).toHaveLength(itemsOf(1));
      const [first, second] = api().filter(({ url }) => !url.pathname.includes("token"));
      expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(990);
    });

    it("500: tries again", async () => {
      contract.fill(standIn, 1);
      standIn.failNext({ status: 500 });
      const view = await collect();
      expect(view).toMatchObject({ status: "done", progress: { failed: 0 } });
      expect(await items(view.id)).toHaveLength(itemsOf(1));
    });

    it("schema changed: fails, keeps the answer and raises an alert", async () => {
      contract.fill(standIn, 3);
      contract.change(standIn);
      const view = await collect();
      expect(view).toMatchObject({ status: "failed", errorCode: "schema_changed" });
      expect(await alerts()).toMatchObject([{ kind: "schema_changed", source_id: source.id }]);
      expect(view.progress.captures).toBeGreaterThan(0);
    });

    it("Korean text: comes through whole", async () => {
      contract.fill(standIn, 2);
      await collect();
      const texts = (await documents()).map(({ title, text }) => `${title}\n${text}`);
      expect(texts.some((text) => text.includes(contract.korean))).toBe(true);
      expect(texts.every((text) => !text.includes("\uFFFD") && !/<\/?b>|&amp;|&quot;/.test(text))).toBe(true);
    });

    it("deleted item: is erased when the source says so, and kept when it is only silent", async () => {
      contract.fill(standIn, 3);
      await collect();
      const before = await documents();
      const kind = contract.remove(standIn);
      await collect();
      const after = await documents();
      expect(after).toHaveLength(before.length);
      const erased = after.filter(({ deleted_at }) => deleted_at !== null);
      expect(erased.length > 0).toBe(kind === "told");
      const isEmpty = ({ text, title, fields }: (typeof erased)[number]) =>
        text === "" && title === null && Object.keys(fields).length === 0;
      // A closed posting is only marked: its text is no person's, and trends rest on it.
      expect(erased.every((document) => isEmpty(document) !== (document.kind === "posting"))).toBe(true);
    });

    it("the same day twice: brings nothing new", async () => {
      contract.fill(standIn, 3);
      const first = await collect();
      const second = await collect();
      expect(first.progress.documents).toBeGreaterThan(0);
      expect(second).toMatchObject({ status: "done", progress: { documents: 0 } });
      expect((await items(second.id)).every(({ state }) => state === "known")).toBe(true);
    });

    it("keys: stand nowhere in what is stored", async () => {
      contract.fill(standIn, 2);
      await collect();
      const open = source.credentials.flatMap((set) => set.open ?? []);
      const secrets = Object.entries(env).flatMap(([name, value]) => (open.includes(name) ? [] : [value]));
      const archive = readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name.endsWith(".gz"))
        .map((entry) => gunzipSync(readFileSync(join(entry.parentPath, entry.name))).toString("latin1"));
      expect(archive.length).toBeGreaterThan(0);
      const rows = JSON.stringify([
        await database.db.selectFrom("frontier").selectAll().execute(),
        await database.db.selectFrom("captures").selectAll().execute(),
        await database.db.selectFrom("collections").selectAll().execute(),
        await documents(),
      ]);
      for (const secret of secrets) {
        expect(rows.includes(secret)).toBe(false);
        expect(archive.some((text) => text.includes(secret) || text.includes(encodeURIComponent(secret)))).toBe(false);
      }
    });

    it("the archive: gives the same documents again", async () => {
      contract.fill(standIn, 3);
      // Two queries may find the same items; the row then leads to the answer that it was last read from.
      const view = await collect(order.query === undefined ? {} : { query: [...order.query, "강나루"] });
      const report = await refineAgain({
        db: database.db,
        archiveFolder: folder,
        sourceId: source.id,
        since: view.createdAt,
        dryRun: true,
        readItems: createItemReader(database.db, endpoints()),
      });
      expect(report).toMatchObject({ changed: 0, added: 0, failed: 0 });
      expect(report.unchanged).toBe((await documents()).length);
      const [one] = await documents();
      const capture = await loadCapture(database.db, one?.capture_id ?? 0);
      const payload = await readPayload({ folder, loadCapture: (id) => loadCapture(database.db, id) }, capture);
      expect(payload.body.length).toBeGreaterThan(0);
    });
  });
}
