import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { shareDictionary } from "../../src/korean/shared-dictionary.ts";
import { Tokenizer } from "../../src/korean/tokenizer.ts";
import { buildPack, shortExpression } from "./build-pack.ts";
import { readMecabDictionary } from "./mecab-files.ts";

const folder = mkdtempSync(join(tmpdir(), "naru-mecab-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Reading = [leftId: number, rightId: number, posId: number, cost: number, feature: string];

/** Writes a dictionary as MeCab compiles it: a Darts double array, tokens, features. Places are taken as they come, not packed. */
function writeDictionary(file: string, words: Record<string, Reading[]>): void {
  const units: { base: number; check: number }[] = [{ base: 0, check: 0 }];
  const tokens: Buffer[] = [];
  const features: Buffer[] = [];
  let free = 1;
  const place = (keys: { key: Buffer; value: number }[], depth: number): number => {
    const base = free;
    free += 258;
    for (const { key, value } of keys) if (key.length === depth) units[base] = { base: -value - 1, check: base };
    for (let byte = 0; byte < 256; byte++) {
      const below = keys.filter(({ key }) => key[depth] === byte);
      if (below.length > 0) units[base + byte + 1] = { base: place(below, depth + 1), check: base };
    }
    return base;
  };
  const keys = Object.entries(words).map(([word, readings]) => {
    const value = tokens.length * 256 + readings.length;
    for (const [leftId, rightId, posId, cost, feature] of readings) {
      const token = Buffer.alloc(16);
      token.writeUInt16LE(leftId, 0);
      token.writeUInt16LE(rightId, 2);
      token.writeUInt16LE(posId, 4);
      token.writeInt16LE(cost, 6);
      token.writeUInt32LE(Buffer.concat(features).length, 8);
      tokens.push(token);
      features.push(Buffer.from(`${feature}\0`));
    }
    return { key: Buffer.from(word), value };
  });
  units[0] = { base: place(keys, 0), check: 0 };
  const array = Buffer.alloc(free * 8);
  for (const [at, unit] of units.entries()) {
    array.writeInt32LE(unit?.base ?? 0, at * 8);
    array.writeUInt32LE(unit?.check ?? 0, at * 8 + 4);
  }
  const bodies = [array, Buffer.concat(tokens), Buffer.concat(features)];
  const header = Buffer.alloc(72);
  header.writeUInt32LE(102, 4);
  for (const [i, body] of bodies.entries()) header.writeUInt32LE(body.length, 24 + i * 4);
  header.write("UTF-8", 40);
  const all = Buffer.concat([header, ...bodies]);
  all.writeUInt32LE((all.length ^ 0xef718f77) >>> 0, 0);
  writeFileSync(file, all);
}

beforeAll(() => {
  writeDictionary(join(folder, "sys.dic"), {
    밤바다: [[1, 1, 1, 900, "NNG,*,F,밤바다,Compound,*,*,밤/NNG/*+바다/NNG/*"]],
    밤: [[1, 1, 150, 700, "NNG,*,T,밤,*,*,*,*"]],
    갔: [[2, 2, 2, 500, "VV+EP,*,T,갔,Inflect,VV,EP,가/VV/*+았/EP/*"]],
    가: [
      [3, 2, 120, 10, "JKS,*,F,가,*,*,*,*"],
      [2, 2, 173, 400, "VV,*,F,가,*,*,*,*"],
    ],
  });
  writeDictionary(join(folder, "unk.dic"), {
    DEFAULT: [[0, 0, 168, 3000, "SY,*,*,*,*,*,*,*"]],
    SPACE: [[0, 0, 164, 1000, "SP,*,*,*,*,*,*,*"]],
  });
  const classes = Buffer.alloc(4 + 64 + 0xffff * 4);
  classes.writeUInt32LE(2, 0);
  classes.write("DEFAULT", 4);
  classes.write("SPACE", 36);
  for (let code = 0; code < 0xffff; code++)
    classes.writeUInt32LE(code === 0x20 ? 0x40040002 : 0x40000001, 68 + code * 4);
  writeFileSync(join(folder, "char.bin"), classes);
  const matrix = Buffer.alloc(4 + 5 * 4 * 2);
  matrix.writeUInt16LE(5, 0);
  matrix.writeUInt16LE(4, 2);
  writeFileSync(join(folder, "matrix.bin"), matrix);
  writeFileSync(join(folder, "dicrc"), "cost-factor = 800\nleft-space-penalty-factor = 100,3000,120,6000\n");
});

describe("buildPack", () => {
  it("keeps words, readings, costs, penalties and parts of a compiled dictionary", () => {
    const { pack, counts } = buildPack(folder, "test-1.0");
    expect(counts).toMatchObject({ words: 4, tokens: 5, expressions: 2 });
    const dictionary = shareDictionary(pack);
    expect(dictionary.about).toMatchObject({
      source: "test-1.0",
      rightIds: 5,
      leftIds: 4,
      classes: ["DEFAULT", "SPACE"],
    });
    const read = (text: string) =>
      new Tokenizer(dictionary).tokenize(text).map(({ surface, tag, parts }) => [surface, tag, parts.length]);
    expect(read("밤바다가")).toEqual([
      ["밤바다", "NNG", 2],
      ["가", "JKS", 0],
    ]);
    expect(read("밤 가 🌙")).toEqual([
      ["밤", "NNG", 0],
      ["가", "VV", 0],
      ["🌙", "SY", 0],
    ]);
    expect(new Tokenizer(dictionary).tokenize("갔")[0]?.parts).toEqual([
      { surface: "가", tag: "VV" },
      { surface: "았", tag: "EP" },
    ]);
  });

  it("refuses files that are no dictionary", () => {
    const file = join(folder, "other.dic");
    writeFileSync(file, Buffer.alloc(200));
    expect(() => readMecabDictionary(file)).toThrow("no dictionary");
  });
});

describe("shortExpression", () => {
  it.each([
    ["바다", "*", null],
    ["밤바다", "밤/NNG/*+바다/NNG/*", "=1/NNG+2/NNG"],
    ["강남역", "강남/NNP/지명+역/NNG/*", "=2/NNP+1/NNG"],
    ["갔", "가/VV/*+았/EP/*", "가/VV+았/EP"],
  ])("%s %s → %s", (word, long, short) => {
    expect(shortExpression(word, long)).toBe(short);
  });

  it("refuses what it would misread", () => {
    expect(() => shortExpression("a/b", "a//SY/*+b/NNG/*")).toThrow("a//SY");
  });
});
