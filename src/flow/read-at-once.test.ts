import { readFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { storeDocument } from "../../test/builders/stored-document.ts";
import { describeEachDatabase } from "../../test/database/describe-each-database.ts";
import { StatementError } from "../platform/db/errors.ts";
import { keywordsIn } from "../platform/db/keyword-columns.ts";
import { refinerVersion } from "../refine/index.ts";
import { createUnderstandPool, type UnderstandPool } from "../understand/index.ts";
import { readAtOnce } from "./read-at-once.ts";

const model = {
  name: "sentiment-ko@1",
  engine: "linear",
  bytes: readFileSync(new URL("../../models/sentiment-ko/model.naru", import.meta.url)),
};
const fresh = {
  grade: 3,
  failed_rule: "cleaned",
  clean_text: null,
  clean_title: null,
  refiner_version: null,
  language: null,
  kind: "review" as const,
};

describeEachDatabase("reading documents at once", (open) => {
  const pool = createUnderstandPool();
  beforeAll(async () => {
    await pool.understand([{ id: 1, title: null, text: "깨어나세요." }], model);
  }, 60_000);
  afterAll(() => pool.close());
  beforeEach(async () => {
    await open().db.deleteFrom("documents").execute();
  });
  const read = (ids: readonly number[], instead: UnderstandPool["understand"] | null = null) => {
    const used: UnderstandPool = instead === null ? pool : Object.create(pool, { understand: { value: instead } });
    return readAtOnce({ db: open().db, pool: used, model: async () => model }, ids);
  };
  const store = (facts: object) => storeDocument(open().db, { ...fresh, ...facts });
  const row = (id: number) =>
    open().db.selectFrom("documents").selectAll().where("id", "=", id).executeTakeFirstOrThrow();

  it("brings them from grade 3 to 5 with all that both stages make, and once", async () => {
    const text = "강가 카페의 커피가 정말 맛있었어요!! 문의 010-1234-5678 #나루 카페 또 갑니다.";
    const id = await store({ title: "강가 카페", text });
    expect(await read([id])).toEqual([]);
    const first = await row(id);
    expect(first).toMatchObject({
      ...{ grade: 5, failed_rule: null, failed_detail: null, refiner_version: refinerVersion, text },
      ...{ clean_title: "강가 카페", masked: { phone: 1 }, hashtags: ["나루"], mentions: [], language: "ko" },
      ...{ sentiment: "positive", analyzer_version: pool.analyzerVersion, sentiment_model: "sentiment-ko@1" },
    });
    expect(first.clean_text).toContain("[전화번호]");
    expect(first.grams).toEqual(expect.arrayContaining(["커피", "강가"]));
    expect(keywordsIn(first).map(({ term }) => term)).toContain("카페");
    for (const { start, end } of first.sentences ?? []) expect(first.clean_text?.slice(start, end)).toMatch(/\S/);
    expect(await read([id])).toEqual([id]);
    expect(await row(id)).toEqual(first);
  });

  it("cleans them at once, and leaves the rest to the next stage, while no thread is awake yet", async () => {
    const asleep = createUnderstandPool();
    const id = await store({ title: "강가 카페", text: "정말 좋아요." });
    expect(await readAtOnce({ db: open().db, pool: asleep, model: async () => model }, [id])).toEqual([id]);
    expect(await row(id)).toMatchObject({ grade: 4, clean_title: "강가 카페", failed_rule: "derived" });
    expect(asleep.awake).toBe(0);
    await asleep.close();
  });

  it("takes long and short ones in steps, cleans those of grade 2, and hands on what was cleaned before", async () => {
    const ids = await Promise.all(
      Array.from({ length: 300 }, (_, n) =>
        store({ title: "글", text: `${n}번째 글. `.repeat(n % 50 === 0 ? 5_000 : 2) }),
      ),
    );
    const list = await store({ grade: 2, failed_rule: "main-text", text: "연락은 hong@a.kr 로 주세요." });
    const cleaned = await storeDocument(open().db, {
      grade: 4,
      failed_rule: "derived",
      refiner_version: refinerVersion,
    });
    expect(await read([...ids, list, cleaned])).toEqual([cleaned]);
    expect(new Set(await Promise.all(ids.map(async (id) => (await row(id)).grade)))).toEqual(new Set([5]));
    expect(await row(list)).toMatchObject({ grade: 2, clean_text: expect.stringContaining("[이메일]") });
  });

  it("cleans and hands on what cannot be read, alone or all", async () => {
    const ids = [await store({ text: "좋아요." }), await store({ text: "정말 좋아요." })];
    const [bad = 0, good = 0] = ids;
    const one: UnderstandPool["understand"] = async (documents, using) =>
      (await pool.understand(documents, using)).map((answer) =>
        answer.id === bad ? { id: bad, failed: "독이 든 글입니다" } : answer,
      );
    expect(await read(ids, one)).toEqual([bad]);
    expect(await row(bad)).toMatchObject({ grade: 4, failed_rule: "derived", clean_text: "좋아요." });
    expect(await row(good)).toMatchObject({ grade: 5 });
    const other = await store({ text: "그저 그래요." });
    expect(await read([other], () => Promise.reject(new Error("the thread is dead")))).toEqual([other]);
    expect(await row(other)).toMatchObject({ grade: 4, failed_rule: "derived", clean_text: "그저 그래요." });
  });

  it("leaves them as they are when the machine fails", async () => {
    const id = await store({ text: "좋아요." });
    const full = new StatementError({
      message: "could not extend file",
      code: "53100",
      detail: null,
      constraint: null,
    });
    await expect(read([id], () => Promise.reject(full))).rejects.toThrow("could not extend file");
    expect(await row(id)).toMatchObject({ grade: 3, clean_text: null });
  });

  it("brings nothing back of what was erased while it was read", async () => {
    const id = await store({ text: "정말 좋아요." });
    const erased = { grade: 1, text: "", failed_rule: "deleted" };
    await read([id], async (...asked) => {
      const answers = await pool.understand(...asked);
      await open().db.updateTable("documents").set(erased).where("id", "=", id).execute();
      return answers;
    });
    expect(await row(id)).toMatchObject({ ...erased, clean_text: null, sentiment: null });
  });
});
