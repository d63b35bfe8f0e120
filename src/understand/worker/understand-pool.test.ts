import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import type { UnderstoodDocument } from "../understand-document.ts";
import type { ThreadModel } from "./messages.ts";
import { createUnderstandPool } from "./understand-pool.ts";

const model: ThreadModel = {
  name: "sentiment-ko@1",
  engine: "linear",
  bytes: readFileSync(new URL("../../../models/sentiment-ko/model.naru", import.meta.url)),
};

describe("the understanding thread", () => {
  const pool = createUnderstandPool({ idleMs: 500 });
  afterAll(() => pool.close());
  const read = async (text: string, title: string | null = null) =>
    (await pool.understand([{ id: 1, title, text }], model))[0] as UnderstoodDocument;

  it("tells language, keywords, tokens and sentiment by sentence", async () => {
    const text =
      "강가 식당의 국밥이 정말 맛있었어요! 직원도 친절해서 최고입니다.\n하지만 주차장은 좁고 너무 불편해서 최악이었다.";
    const document = await read(text, "강가 국밥집");
    expect(document.language).toBe("ko");
    expect(document.keywords.map(({ term }) => term)).toEqual(expect.arrayContaining(["국밥", "주차장"]));
    expect(document.tokenCount).toBeGreaterThan(15);
    expect(document.sentences.map(({ start, end }) => text.slice(start, end))).toEqual([
      "강가 식당의 국밥이 정말 맛있었어요!",
      "직원도 친절해서 최고입니다.",
      "하지만 주차장은 좁고 너무 불편해서 최악이었다.",
    ]);
    expect(document.sentences.map(({ label }) => label)).toEqual(["positive", "positive", "negative"]);
    expect(document.positive).toBeGreaterThan(0);
    expect(document.positive).toBeLessThan(1);
  });

  it("leaves sentiment out where no model can tell it", async () => {
    expect(await read("The river is wide and the boat is not here.")).toMatchObject({
      language: "en",
      sentiment: null,
      sentences: [],
    });
    expect(await read("")).toMatchObject({
      language: null,
      sentiment: null,
      positive: null,
      tokenCount: 0,
      keywords: [],
    });
  });

  it("answers many documents in order", async () => {
    const documents = Array.from({ length: 150 }, (_, i) => ({
      id: i,
      title: null,
      text: `${i}번째 글은 참 좋았어요.`,
    }));
    expect((await pool.understand(documents, model)).map(({ id }) => id)).toEqual(documents.map(({ id }) => id));
  });

  it("leaves memory when idle and comes back when asked", async () => {
    await read("좋아요.");
    expect(pool.awake).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(pool.awake).toBe(false);
    expect((await read("정말 좋아요.")).sentiment).toBe("positive");
  });

  it("refuses a wrong model for its batch only", async () => {
    const wrong = { name: "broken@1", engine: "linear", bytes: Buffer.from("not a model") };
    const [failed, fine] = await Promise.allSettled([
      pool.understand([{ id: 1, title: null, text: "좋아요" }], wrong),
      pool.understand([{ id: 2, title: null, text: "정말 최고예요" }], model),
    ]);
    expect(failed).toMatchObject({ status: "rejected", reason: { code: "understanding_failed" } });
    expect(fine).toMatchObject({ status: "fulfilled", value: [{ id: 2, sentiment: "positive" }] });
  });
});

describe("a thread that breaks", () => {
  const folder = mkdtempSync(join(tmpdir(), "naru-thread-"));
  const threadFile = pathToFileURL(join(folder, "thread.mjs"));
  // Dies on a batch with document 13, hangs on document 14, answers the rest.
  writeFileSync(
    threadFile,
    `import { parentPort } from "node:worker_threads";
     parentPort.on("message", ({ id, documents }) => {
       if (documents.some(({ id }) => id === 13)) throw new Error("thirteen");
       if (documents[0].id === 14) return;
       parentPort.postMessage({ id, kind: "done", documents: documents.map(({ id }) => ({ id, failed: "test" })) });
     });`,
  );
  const document = (id: number) => [{ id, title: null, text: "글" }];

  it("rejects only the batch that broke it, and starts again", async () => {
    const pool = createUnderstandPool({ threadFile, batchTimeoutMs: 1500 });
    const results = await Promise.allSettled([1, 13, 2, 14, 3].map((id) => pool.understand(document(id), model)));
    expect(results.map(({ status }) => status)).toEqual([
      "fulfilled",
      "rejected",
      "fulfilled",
      "rejected",
      "fulfilled",
    ]);
    expect(results[1]).toMatchObject({
      reason: { code: "understanding_failed", message: expect.stringContaining("thirteen") },
    });
    expect(results[3]).toMatchObject({ reason: { message: expect.stringContaining("1500 ms") } });
    await pool.close();
    await pool.close();
    await expect(pool.understand(document(4), model)).rejects.toMatchObject({ code: "understanding_failed" });
  });

  it("finds the document that it dies on and reads its neighbours", async () => {
    const pool = createUnderstandPool({ threadFile });
    const documents = [11, 12, 13, 15].flatMap(document);
    expect(await pool.understand(documents, model)).toEqual([
      { id: 11, failed: "test" },
      { id: 12, failed: "test" },
      { id: 13, failed: expect.stringContaining("thirteen") },
      { id: 15, failed: "test" },
    ]);
    await pool.close();
  });

  it("blames no document when the thread does not start at all", async () => {
    const missing = createUnderstandPool({ threadFile: pathToFileURL(join(folder, "missing.mjs")) });
    await expect(missing.understand([1, 2, 3, 4, 5].flatMap(document), model)).rejects.toMatchObject({
      code: "understanding_failed",
    });
    await missing.close();
  });
});
