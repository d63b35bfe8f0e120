import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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

describe("the understanding threads", () => {
  const pool = createUnderstandPool({ threads: 1, idleMs: 500 });
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
    expect(pool.awake).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(pool.awake).toBe(0);
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

describe("several threads", () => {
  const folder = mkdtempSync(join(tmpdir(), "naru-threads-"));
  const threadFile = pathToFileURL(join(folder, "thread.mjs"));
  // Answers with the thread's number, a moment later; dies on document 13.
  writeFileSync(
    threadFile,
    `import { parentPort, threadId, workerData } from "node:worker_threads";
     const shared = workerData.dictionary.connections.buffer instanceof SharedArrayBuffer;
     parentPort.on("message", ({ id, documents }) => setTimeout(() => {
       if (documents.some(({ id }) => id === 13)) throw new Error("thirteen");
       const failed = shared ? String(threadId) : "the dictionary is a copy";
       parentPort.postMessage({ id, kind: "done", documents: documents.map(({ id }) => ({ id, failed })) });
     }, 100));`,
  );
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const documents = (count: number) => Array.from({ length: count }, (_, id) => ({ id, title: null, text: "글" }));
  const threadsOf = (answers: readonly object[]) =>
    new Set(answers.map((answer) => ("failed" in answer ? answer.failed : null)));

  it("share the documents of one call over one dictionary, and answer in order", async () => {
    const pool = createUnderstandPool({ threads: 3, threadFile });
    const answers = await pool.understand(documents(12), model);
    expect(answers.map(({ id }) => id)).toEqual(documents(12).map(({ id }) => id));
    const threads = threadsOf(answers);
    expect(threads.size).toBe(3);
    expect([...threads]).not.toContain("the dictionary is a copy");
    expect(pool.awake).toBe(3);
    await pool.close();
    expect(pool.awake).toBe(0);
  });

  it("are no more than asked for, whatever waits, and no more than there is work for", async () => {
    const pool = createUnderstandPool({ threads: 2, threadFile });
    expect(threadsOf(await pool.understand(documents(1), model)).size).toBe(1);
    expect(pool.awake).toBe(1);
    const calls = await Promise.all([1, 2, 3, 4, 5].map(() => pool.understand(documents(8), model)));
    expect(threadsOf(calls.flat()).size).toBe(2);
    expect(pool.awake).toBe(2);
    await pool.close();
  });

  it("go on when one of them dies", async () => {
    const pool = createUnderstandPool({ threads: 2, threadFile });
    const answers = await pool.understand(documents(20), model);
    expect(answers[13]).toEqual({ id: 13, failed: expect.stringContaining("thirteen") });
    expect(answers.filter((answer) => "failed" in answer && /thirteen/.test(answer.failed))).toHaveLength(1);
    await pool.close();
  });

  it("reject what they hold and what waits when the pool is closed", async () => {
    const pool = createUnderstandPool({ threads: 2, threadFile });
    await pool.understand(documents(2), model);
    const calls = [1, 2, 3, 4].map(() => pool.understand(documents(4), model));
    const settled = Promise.allSettled(calls);
    await pool.close();
    expect((await settled).map(({ status }) => status)).toEqual(Array(4).fill("rejected"));
    expect(pool.awake).toBe(0);
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
    const pool = createUnderstandPool({ threads: 1, threadFile, batchTimeoutMs: 1500 });
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
