import { beforeEach, expect, it } from "vitest";
import { type StoredDocument, storeCapture, storeDocument } from "../../test/builders/stored-document.ts";
import { describeEachDatabase } from "../../test/database/describe-each-database.ts";
import { collectionRowsQuery } from "../contracts/collection-output.ts";
import type { Db } from "../platform/db/database.ts";
import { countCollectionRows, listCollectionRows } from "./collection-rows.ts";

const query = (input: Record<string, unknown> = {}) => collectionRowsQuery.parse(input);

async function storeCollection(db: Db): Promise<number> {
  const { id } = await db
    .insertInto("collections")
    .values({ source_id: "web", request: "{}", status: "running", cookies: "null" })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

describeEachDatabase(
  "the rows of a collection",
  (open) => {
    let collection = 0;
    let serial = 0;
    beforeEach(async () => {
      collection = await storeCollection(open().db);
    });

    const capture = (url: string, of = collection, db = open().db) =>
      storeCapture(db, { url, collection_id: of, warc_file: `rows-${++serial}.warc.gz` });
    const document = async (url: string, more: StoredDocument = {}, of = collection) =>
      storeDocument(open().db, { url, capture_id: await capture(url, of), collection_id: of, ...more });
    const url = (name: string) => `http://rows.example/${collection}/${name}`;
    const names = (items: readonly { url: string }[]) => items.map((item) => item.url.split("/").at(-1));

    /** As a follower does: asks again from where it stands. */
    const follow = (input: Record<string, unknown> = {}) => {
      let cursor: string | undefined;
      return async (more: Record<string, unknown> = {}) => {
        const seen: string[] = [];
        for (;;) {
          const page = await listCollectionRows(
            open().db,
            collection,
            query({ ...input, ...more, ...(cursor === undefined ? {} : { cursor }) }),
          );
          cursor = page.nextCursor;
          seen.push(...names(page.items).map(String));
          if (!page.more) return seen;
        }
      };
    };

    it("come in the order they were captured, page by page, each once", async () => {
      for (const name of ["a", "b", "c", "d", "e"]) await document(url(name));
      // Captured without a document, captured twice, and not to be shown.
      await capture(url("redirect"));
      await capture(url("a"));
      await document(url("hidden"), { no_index: true });
      for (const limit of [1, 2, 5, 50]) expect(await follow({ limit })()).toEqual(["a", "b", "c", "d", "e"]);
      const { items } = await listCollectionRows(open().db, collection, query());
      expect(items[0]).toMatchObject({
        kind: "page",
        state: "new",
        text: "나루에 배가 닿았다.",
        keywords: [],
        fields: {},
      });
    });

    it("wait for a document that is still being worked on, and go on when it is done", async () => {
      const { db } = open();
      await document(url("a"));
      const cleaned = await document(url("b"), { grade: 4, failed_rule: "derived" });
      await document(url("c"));
      await document(url("wall"), { grade: 1, failed_rule: "not-a-wall", clean_text: null });
      await document(url("broken"), { grade: 4, failed_rule: "analysable" });
      const next = follow();
      expect(await next()).toEqual(["a"]);
      expect(await next()).toEqual([]);
      await db.updateTable("documents").set({ grade: 5, failed_rule: null }).where("id", "=", cleaned).execute();
      expect(await next()).toEqual(["b", "c", "wall", "broken"]);
      await document(url("late"), { grade: 3, failed_rule: "cleaned", clean_text: null });
      expect(await next()).toEqual([]);
      expect(await next({ final: "true" })).toEqual(["late"]);
      expect(await next({ final: "true" })).toEqual([]);
      await document(url("later"));
      expect(await next({ final: "true" })).toEqual(["later"]);
    });

    it("say what is new, changed and known", async () => {
      const { db } = open();
      await document(url("known"));
      await document(url("changed"));
      const first = collection;
      collection = await storeCollection(db);
      const of = (name: string) => `http://rows.example/${first}/${name}`;
      await capture(of("known"));
      await db.updateTable("documents").set({ current: false }).where("url", "=", of("changed")).execute();
      await document(of("changed"));
      await document(of("new"));
      const { items } = await listCollectionRows(db, collection, query());
      expect(items.map(({ url: one, state }) => [names([{ url: one }])[0], state])).toEqual([
        ["known", "known"],
        ["changed", "changed"],
        ["new", "new"],
      ]);
      expect(await follow({ only: "new" })()).toEqual(["new"]);
      expect(await follow({ only: "changed", limit: 1 })()).toEqual(["changed", "new"]);
      expect(await countCollectionRows(db, collection)).toEqual({ new: 1, changed: 1, known: 1, deleted: 0 });
      expect(await countCollectionRows(db, first)).toMatchObject({ known: 1 });
    });

    it("are the items of a source as they were met, then the pages behind them", async () => {
      const { db } = open();
      const met = async (name: string, state: "new" | "changed" | "known" | "deleted", more: StoredDocument = {}) => {
        const id = await storeDocument(db, { url: url(name), kind: "post", ...more });
        await db
          .insertInto("collection_items")
          .values({ collection_id: collection, url: url(name), source_id: "web", document_id: id, state })
          .execute();
      };
      await document(url("body"));
      await met("one", "known", { fields: JSON.stringify({ likes: 3, tags: ["배"] }), parent_url: url("thread") });
      await capture(url("one"));
      await met("two", "new");
      await met("gone", "deleted", { deleted_at: "2026-03-02T00:00:00Z", grade: 1, clean_text: null });
      const next = follow({ limit: 2 });
      expect(await next()).toEqual(["one", "two", "gone"]);
      expect(await next({ final: "true" })).toEqual(["body"]);
      expect(await follow({ limit: 2, final: "true" })()).toEqual(["one", "two", "gone", "body"]);
      const { items } = await listCollectionRows(db, collection, query());
      expect(items[0]).toMatchObject({ kind: "post", parentUrl: url("thread"), fields: { likes: 3, tags: ["배"] } });
      expect(items[2]).toMatchObject({ state: "deleted", deletedAt: "2026-03-02T00:00:00.000Z", text: "" });
      expect(await countCollectionRows(db, collection)).toEqual({ new: 2, changed: 0, known: 1, deleted: 1 });
    });

    it("miss nothing of a transaction that ends after a later one", async () => {
      if (!open().can.manyProcesses) return;
      const { db } = open();
      const next = follow();
      await document(url("first"));
      expect(await next()).toEqual(["first"]);
      const { promise: held, resolve: release } = Promise.withResolvers<void>();
      const begun = Promise.withResolvers<void>();
      const slow = db.transaction().execute(async (trx) => {
        const id = await capture(url("slow"), collection, trx);
        await storeDocument(trx, { url: url("slow"), capture_id: id, collection_id: collection });
        begun.resolve();
        await held;
      });
      await begun.promise;
      await document(url("quick"));
      expect(await next()).toEqual([]);
      release();
      await slow;
      const seen = [...(await next()), ...(await next()), ...(await next())];
      expect(seen).toEqual(["slow", "quick"]);
    });

    it("go on from no other place than one that was given", async () => {
      for (const cursor of ["x", "aW52YWxpZA", Buffer.from("r1.2.3").toString("base64url")]) {
        await expect(listCollectionRows(open().db, collection, query({ cursor }))).rejects.toMatchObject({
          code: "invalid_cursor",
        });
      }
    });
  },
  { isAlone: true },
);
