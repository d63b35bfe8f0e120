import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { storeCapture, storeDocument } from "../../../test/builders/stored-document.ts";
import { describeEachDatabase } from "../../../test/database/describe-each-database.ts";
import { collectionRowsQuery } from "../../contracts/collection-output.ts";
import { listCollectionRows } from "../collection-rows.ts";
import { type FollowRowsOptions, followRows } from "./follow-rows.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "naru-follow-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describeEachDatabase(
  "a file of rows that is written while they come",
  (open) => {
    let collection = 0;
    let serial = 0;
    beforeEach(async () => {
      const { id } = await open()
        .db.insertInto("collections")
        .values({ source_id: "web", request: "{}", status: "running", cookies: "null" })
        .returning("id")
        .executeTakeFirstOrThrow();
      collection = id;
    });

    const store = async (more: Parameters<typeof storeDocument>[1] = {}) => {
      serial += 1;
      const url = `http://follow.example/${collection}/${serial}`;
      const { db } = open();
      const capture = await storeCapture(db, { url, collection_id: collection, warc_file: `f${serial}-${collection}` });
      return storeDocument(db, { url, capture_id: capture, collection_id: collection, ...more });
    };
    const read: FollowRowsOptions["read"] = async ({ final, ...query }) => ({
      ...(await listCollectionRows(
        open().db,
        collection,
        collectionRowsQuery.parse({ ...query, final: String(final) }),
      )),
      fields: [],
    });
    const follow = (name: string, more: Partial<FollowRowsOptions> = { inPlace: true }) => {
      const file = join(folder, `${collection}`, name);
      return { file, ...followRows({ read, file, pollMs: 20, ...more }) };
    };
    const idsOf = async (file: string) =>
      existsSync(file)
        ? (await readFile(file, "utf8"))
            .split("\n")
            .filter((line) => line !== "")
            .map((line) => JSON.parse(line).id)
        : [];
    const until = async (look: () => Promise<boolean>) => {
      for (let tries = 0; !(await look()); tries += 1) {
        if (tries > 250) throw new Error("It never came to be.");
        await sleep(20);
      }
    };

    it("grows with each document that is understood, and holds each once in the end", async () => {
      const first = await store();
      const { file, finish } = follow("grows.jsonl");
      await until(async () => (await idsOf(file)).length === 1);
      const second = await store({ grade: 4, failed_rule: "derived" });
      const third = await store();
      await sleep(100);
      expect(await idsOf(file)).toEqual([first]);
      await open().db.updateTable("documents").set({ grade: 5, failed_rule: null }).where("id", "=", second).execute();
      await until(async () => (await idsOf(file)).length === 3);
      const last = await store({ grade: 3, failed_rule: "cleaned", clean_text: null });
      expect(await finish()).toEqual({ rows: 4, shortened: 0 });
      expect(await idsOf(file)).toEqual([first, second, third, last]);
    });

    it("is whole again after an interruption, with no row twice", async () => {
      const ids = [await store(), await store()];
      const interrupted = follow("again.jsonl");
      await until(async () => (await idsOf(interrupted.file)).length === 2);
      expect(await interrupted.abandon()).toBe(2);
      expect(await idsOf(interrupted.file)).toEqual(ids);
      ids.push(await store());
      expect(await follow("again.jsonl").finish()).toEqual({ rows: 3, shortened: 0 });
      expect(await idsOf(interrupted.file)).toEqual(ids);
    });

    it("leaves the file of last time alone until all is there, and nothing beside it", async () => {
      const ids = [await store()];
      await follow("kept.jsonl", {}).finish();
      ids.push(await store());
      const { file, abandon } = follow("kept.jsonl", {});
      const drafts = async () => (await readdir(dirname(file))).filter((name) => name.endsWith(".part"));
      await until(async () => (await drafts()).length === 1);
      expect(await idsOf(file)).toEqual(ids.slice(0, 1));
      await abandon();
      expect(await idsOf(file)).toEqual(ids.slice(0, 1));
      expect(await drafts()).toEqual([]);
      await follow("kept.jsonl", {}).finish();
      expect(await idsOf(file)).toEqual(ids);
      expect(await drafts()).toEqual([]);
    });

    it("outlives a database that is away for a moment", async () => {
      const ids = [await store()];
      let away = true;
      const { file, finish } = follow("away.jsonl", {
        inPlace: true,
        read: (query) => (away ? Promise.reject(new Error("away")) : read(query)),
      });
      await sleep(100);
      away = false;
      await until(async () => (await idsOf(file)).length === 1);
      await finish();
      expect(await idsOf(file)).toEqual(ids);
    });

    it("says at the end when it could not be written, or not be read", async () => {
      await store();
      const wrong = followRows({ read, file: "/dev/null/rows.csv", pollMs: 20 });
      await expect(wrong.finish()).rejects.toMatchObject({ code: "out_unwritable" });
      const { file, finish } = follow("unread.json", { read: () => Promise.reject(new Error("gone")) });
      await expect(finish()).rejects.toThrow("gone");
      expect(existsSync(file)).toBe(false);
      expect(() => followRows({ read, file: "rows.docx" })).toThrow(/cannot write \.docx/);
      expect(() => followRows({ read, file: "rows.xlsx", inPlace: true })).toThrow(/cannot be followed/);
    });
  },
  { isAlone: true },
);
