import { readFileSync } from "node:fs";
import { afterAll, expect, it } from "vitest";
import { storeDocument } from "../../test/builders/stored-document.ts";
import { describeEachDatabase } from "../../test/database/describe-each-database.ts";
import { keywordsIn } from "../platform/db/keyword-columns.ts";
import { createUnderstandPool, type ThreadModel, type UnderstandPool, understandDocuments } from "./index.ts";

const model: ThreadModel = {
  name: "sentiment-ko@1",
  engine: "linear",
  bytes: readFileSync(new URL("../../models/sentiment-ko/model.naru", import.meta.url)),
};
const clean = { grade: 4, language: null };

describeEachDatabase("understandDocuments", (open) => {
  const pool = createUnderstandPool();
  afterAll(() => pool.close());

  const row = (id: number) =>
    open().db.selectFrom("documents").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  const keywords = async (id: number) => keywordsIn(await row(id));

  it("brings clean documents to grade 5 with everything derived, and does nothing the second time", async () => {
    const text = "강가 카페의 커피가 정말 맛있었어요! 다음에 또 가고 싶은 최고의 카페입니다.";
    const id = await storeDocument(open().db, { ...clean, clean_title: "강가 카페", clean_text: text });
    expect(await understandDocuments(open().db, pool, model, [id])).toEqual({
      understood: 1,
      unchanged: 0,
      notReady: [],
      failed: [],
    });
    const first = await row(id);
    expect(first).toMatchObject({
      grade: 5,
      failed_rule: null,
      language: "ko",
      sentiment: "positive",
      analyzer_version: pool.analyzerVersion,
      sentiment_model: "sentiment-ko@1",
    });
    expect(first.sentences?.map(({ start, end }) => text.slice(start, end))).toEqual([
      "강가 카페의 커피가 정말 맛있었어요!",
      "다음에 또 가고 싶은 최고의 카페입니다.",
    ]);
    expect(first.grams).toEqual(expect.arrayContaining(["커", "커피", "강가"]));
    expect((await keywords(id)).map(({ term }) => term)).toEqual(expect.arrayContaining(["카페", "커피"]));

    expect(await understandDocuments(open().db, pool, model, [id])).toMatchObject({ understood: 0, unchanged: 1 });
    expect(await row(id)).toEqual(first);
  });

  it("brings nothing back of a document that was erased while it was read", async () => {
    const id = await storeDocument(open().db, { ...clean, clean_text: "정말 좋았어요." });
    const erasing: UnderstandPool = Object.create(pool, {
      understand: {
        value: async (...asked: Parameters<UnderstandPool["understand"]>) => {
          const answers = await pool.understand(...asked);
          const erased = { grade: 1, text: "", clean_text: null, clean_title: null, grams: [] };
          await open().db.updateTable("documents").set(erased).where("id", "=", id).execute();
          return answers;
        },
      },
    });
    await understandDocuments(open().db, erasing, model, [id]);
    expect(await row(id)).toMatchObject({ grade: 1, grams: [], sentiment: null });
    expect(await keywords(id)).toEqual([]);
  });

  it("reads again when the model is another", async () => {
    const id = await storeDocument(open().db, { ...clean, clean_text: "정말 좋았어요." });
    await understandDocuments(open().db, pool, model, [id]);
    const before = await keywords(id);
    expect(await understandDocuments(open().db, pool, { ...model, name: "sentiment-ko@2" }, [id])).toMatchObject({
      understood: 1,
    });
    expect((await row(id)).sentiment_model).toBe("sentiment-ko@2");
    expect(await keywords(id)).toEqual(before);
  });

  it("keeps a declared language, tells no sentiment without letters, leaves unclean documents alone", async () => {
    const empty = await storeDocument(open().db, { ...clean, language: "ko", clean_title: null, clean_text: "" });
    const raw = await storeDocument(open().db, { ...clean, grade: 3, clean_text: null });
    expect(await understandDocuments(open().db, pool, model, [empty, raw, 999_999])).toEqual({
      understood: 1,
      unchanged: 0,
      notReady: [999_999, raw],
      failed: [],
    });
    expect(await row(empty)).toMatchObject({
      grade: 5,
      language: "ko",
      sentiment: null,
      positive: null,
      token_count: 0,
    });
    expect((await row(raw)).grade).toBe(3);
  });

  it("stores the neighbours of a document that the database refuses, and marks that one", async () => {
    const ids = await Promise.all(
      ["커피가 좋았어요.", "배가 닿았다.", "국물이 진했다."].map((text) =>
        storeDocument(open().db, { ...clean, clean_text: text }),
      ),
    );
    const odd: UnderstandPool = Object.create(pool, {
      understand: {
        value: async (...asked: Parameters<UnderstandPool["understand"]>) =>
          (await pool.understand(...asked)).map((answer) =>
            answer.id === ids[1] && "keywords" in answer
              ? { ...answer, keywords: [{ term: "배\0", weight: 1, count: 1 }] }
              : answer,
          ),
      },
    });
    expect(await understandDocuments(open().db, odd, model, ids)).toMatchObject({ understood: 2, failed: [ids[1]] });
    expect(await row(ids[1] ?? 0)).toMatchObject({ grade: 4, failed_rule: "analysable" });
    expect((await keywords(ids[0] ?? 0)).map(({ term }) => term)).toContain("커피");
    expect((await row(ids[2] ?? 0)).grade).toBe(5);
  });

  it("marks what could not be read and keeps its grade; a dead thread changes nothing", async () => {
    const id = await storeDocument(open().db, { ...clean, clean_text: "글" });
    const failing: UnderstandPool = { ...pool, awake: 0, understand: async () => [{ id, failed: "kaput\0" }] };
    expect(await understandDocuments(open().db, failing, model, [id])).toMatchObject({ failed: [id] });
    expect(await row(id)).toMatchObject({ grade: 4, failed_rule: "analysable", failed_detail: "kaput" });
    const dead: UnderstandPool = { ...pool, awake: 0, understand: () => Promise.reject(new Error("gone")) };
    await expect(understandDocuments(open().db, dead, model, [id])).rejects.toThrow("gone");
    expect(await understandDocuments(open().db, pool, model, [id])).toMatchObject({ understood: 1 });
    expect(await row(id)).toMatchObject({ grade: 5, failed_rule: null, failed_detail: null });
  });
});
