import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { beforeAll, expect, it } from "vitest";
import reference from "../../test/korean/mecab-ko-reviews.json" with { type: "json" };
import { loadDictionary } from "./load-dictionary.ts";
import { Tokenizer } from "./tokenizer.ts";

const file = join(process.env.NARU_TEST_DATA ?? "", "reviews/naver-movie-reviews.jsonl.gz");
const texts: string[] = [];

beforeAll(async () => {
  if (!existsSync(file))
    throw new Error("NARU_TEST_DATA must name the folder that holds reviews/naver-movie-reviews.jsonl.gz.");
  const unpacked = createReadStream(file).pipe(createGunzip());
  let number = 0;
  for await (const line of createInterface({ input: unpacked })) {
    if (number++ % reference.every === 0) texts.push((JSON.parse(line) as { text: string }).text);
    if (texts.length === reference.reviews) break;
  }
  unpacked.destroy();
});

it("has the reviews that mecab-ko read", () => {
  const digest = createHash("sha256");
  for (const text of texts) digest.update(`${text}\n`);
  expect(texts.length).toBe(50_000);
  expect(digest.digest("hex"), "other reviews: write the reference anew, tools/korean-dictionary/reference.py").toBe(
    reference.texts,
  );
});

it("reads every one of them as mecab-ko does: surfaces, tags and parts", () => {
  const tokenizer = new Tokenizer(loadDictionary());
  const digests = Buffer.from(reference.digests, "base64");
  const other = texts.filter((text, i) => {
    const tokens = tokenizer.tokenize(text).map(({ start, end, tag, parts }) => {
      const list = parts.map((part) => `${part.surface}/${part.tag}`).join("+");
      return `${text.slice(start, end)}\t${tag}\t${list}\n`;
    });
    const digest = createHash("sha256").update(tokens.join("")).digest();
    return digest.readUInt16BE(0) !== digests.readUInt16BE(i * 2);
  });
  expect(other).toEqual([]);
});
