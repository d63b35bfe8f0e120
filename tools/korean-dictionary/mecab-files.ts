import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A reading of a word, as MeCab compiled it. */
export interface MecabToken {
  leftId: number;
  rightId: number;
  posId: number;
  cost: number;
  /** The feature's columns: tag, meaning, final consonant, reading, type, first tag, last tag, expression. */
  feature: string[];
}

/** MeCab's compiled dictionary (`sys.dic`, `unk.dic`): a header of 72 bytes, a Darts double array over UTF-8, 16-byte tokens, features. */
export function readMecabDictionary(file: string): Map<string, MecabToken[]> {
  const bytes = readFileSync(file);
  const magic = (bytes.readUInt32LE(0) ^ 0xef718f77) >>> 0;
  const version = bytes.readUInt32LE(4);
  if (magic !== bytes.length || version !== 102) throw new Error(`${file} is no dictionary of MeCab's version 102`);
  const charset = bytes.toString("latin1", 40, 72).replaceAll("\0", "");
  if (!/^utf-?8$/i.test(charset)) throw new Error(`${file} is in ${charset}, not in UTF-8`);
  const arrayBytes = bytes.readUInt32LE(24);
  const tokenBytes = bytes.readUInt32LE(28);
  const tokensAt = 72 + arrayBytes;
  const featuresAt = tokensAt + tokenBytes;
  const words = new Map<string, MecabToken[]>();
  for (const { key, value } of darts(bytes.subarray(72, tokensAt))) {
    const tokens: MecabToken[] = [];
    const first = value >>> 8;
    for (let token = first; token < first + (value & 0xff); token++) {
      const at = tokensAt + token * 16;
      const feature = featuresAt + bytes.readUInt32LE(at + 8);
      tokens.push({
        leftId: bytes.readUInt16LE(at),
        rightId: bytes.readUInt16LE(at + 2),
        posId: bytes.readUInt16LE(at + 4),
        cost: bytes.readInt16LE(at + 6),
        feature: bytes.toString("utf8", feature, bytes.indexOf(0, feature)).split(","),
      });
    }
    words.set(key, tokens);
  }
  return words;
}

/** All keys of a Darts double array with their values: unit i is {base, check}; behind base b, byte c lies at b + c + 1, a key's end at b. */
function* darts(bytes: Buffer): Generator<{ key: string; value: number }> {
  const units = bytes.length / 8;
  const base = (at: number) => bytes.readInt32LE(at * 8);
  const check = (at: number) => bytes.readUInt32LE(at * 8 + 4);
  const waiting: { from: number; key: Buffer }[] = [{ from: base(0), key: Buffer.alloc(0) }];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const { from, key } = node;
    if (from < units && check(from) === from && base(from) < 0)
      yield { key: key.toString("utf8"), value: -base(from) - 1 };
    for (let byte = 0; byte < 256; byte++) {
      const at = from + byte + 1;
      if (at < units && check(at) === from && base(at) > 0) {
        waiting.push({ from: base(at), key: Buffer.concat([key, Buffer.of(byte)]) });
      }
    }
  }
}

/** `matrix.bin`: the cost of a right id beside a left id is at `left * rightIds + right`. */
export function readMatrix(file: string): { rightIds: number; leftIds: number; costs: Int16Array } {
  const bytes = readFileSync(file);
  const rightIds = bytes.readUInt16LE(0);
  const leftIds = bytes.readUInt16LE(2);
  const costs = new Int16Array(rightIds * leftIds);
  for (let i = 0; i < costs.length; i++) costs[i] = bytes.readInt16LE(4 + i * 2);
  return { rightIds, leftIds, costs };
}

/**
 * `char.bin`: names of classes of 32 bytes each, then CharInfo for the code points below U+FFFF. MeCab takes every character beyond
 * them for U+0000, and so the halves of surrogate pairs have that one's info here.
 */
export function readCharacters(file: string): { classes: string[]; characters: Uint32Array } {
  const bytes = readFileSync(file);
  const count = bytes.readUInt32LE(0);
  const classes = Array.from({ length: count }, (_, i) =>
    bytes.toString("latin1", 4 + i * 32, 4 + (i + 1) * 32).replace(/\0.*$/s, ""),
  );
  const characters = new Uint32Array(0x10000);
  for (let code = 0; code < 0xffff; code++) characters[code] = bytes.readUInt32LE(4 + count * 32 + code * 4);
  characters.fill(characters[0] ?? 0, 0xd800, 0xe000);
  characters[0xffff] = characters[0] ?? 0;
  return { classes, characters };
}

/** `left-space-penalty-factor` of `dicrc`: posId, cost, posId, cost, … */
export function readSpacePenalties(folder: string): Map<number, number> {
  const line = /^left-space-penalty-factor\s*=\s*([\d,\s-]+)$/m.exec(readFileSync(join(folder, "dicrc"), "utf8"));
  const numbers = (line?.[1] ?? "").split(",").map(Number);
  const penalties = new Map<number, number>();
  for (let i = 0; i + 1 < numbers.length; i += 2) penalties.set(numbers[i] ?? 0, numbers[i + 1] ?? 0);
  if (penalties.size === 0) throw new Error(`${folder}/dicrc names no left-space-penalty-factor`);
  return penalties;
}
