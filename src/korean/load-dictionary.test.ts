import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { afterAll, describe, expect, it } from "vitest";
import { dictionaryVersion, loadDictionary } from "./load-dictionary.ts";

const shipped = join(import.meta.dirname, "../../dictionaries/mecab-ko-dic");
const folder = mkdtempSync(join(tmpdir(), "naru-dictionary-"));
const from = pathToFileURL(`${folder}/`);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("loadDictionary", () => {
  it("names what it reads", () => {
    expect(dictionaryVersion()).toMatch(/^mecab-ko-dic-\d+\.\d+\.\d+\/[0-9a-f]{8}$/);
    expect(dictionaryVersion()).toContain(loadDictionary().about.source);
  });

  it("refuses a pack that is missing, damaged or cut short", () => {
    const missing = expect.objectContaining({ code: "analyzer_missing", exit: 5 });
    expect(() => loadDictionary(from)).toThrow(missing);
    copyFileSync(join(shipped, "dictionary.json"), join(folder, "dictionary.json"));
    const pack = readFileSync(join(shipped, "dictionary.pack"));
    const middle = pack.length >> 1;
    pack[middle] = (pack[middle] ?? 0) ^ 1;
    for (const bytes of [pack, pack.subarray(0, middle), new Uint8Array(0)]) {
      writeFileSync(join(folder, "dictionary.pack"), bytes);
      expect(() => loadDictionary(from)).toThrow(missing);
    }
  });

  it("is one for all threads, in less than 150 MB", async () => {
    const dictionary = loadDictionary();
    const views = Object.values(dictionary).filter(ArrayBuffer.isView);
    expect(views.reduce((sum, { byteLength }) => sum + byteLength, 0)).toBeLessThan(150e6);
    const thread = new Worker(
      "const { parentPort, workerData } = require('worker_threads'); workerData.entries[0]++; parentPort.postMessage('done');",
      { eval: true, workerData: dictionary },
    );
    const before = dictionary.entries[0] ?? 0;
    await new Promise((resolve, reject) => thread.on("message", resolve).on("error", reject));
    expect(dictionary.entries[0]).toBe(before + 1);
    await thread.terminate();
  });
});
