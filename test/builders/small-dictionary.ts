import { encodePack, noExpression } from "../../src/korean/dictionary-format.ts";
import { type SharedDictionary, shareDictionary } from "../../src/korean/shared-dictionary.ts";

export interface SmallWord {
  word: string;
  left: number;
  right: number;
  cost: number;
  /** What the cost grows by behind a blank. Default 0. */
  penalty?: number;
  tag?: string;
}

export interface SmallDictionary {
  words: readonly SmallWord[];
  /** Left and right ids are below this. */
  ids: number;
  connections: readonly number[];
  /** Class of every character that is no blank. */
  unknown: { length: number; group: boolean; invoke: boolean; cost: number };
}

/** A dictionary of a few words, laid out like the one that comes with naru. Unknown words have ids 0 and the tag UNKNOWN. */
export function smallDictionary({ words, ids, connections, unknown }: SmallDictionary): SharedDictionary {
  const byWord = new Map<string, SmallWord[]>();
  for (const word of words) byWord.set(word.word, [...(byWord.get(word.word) ?? []), word]);
  const keys = [...byWord.keys()].sort();
  const sorted = keys.flatMap((key) => byWord.get(key) ?? []);
  const tags = ["UNKNOWN", ...new Set(sorted.map(({ tag }) => tag ?? "NNG"))];
  const entries = [
    0,
    0,
    unknown.cost,
    0,
    ...sorted.flatMap((one) => [one.left, one.right, one.cost, one.penalty ?? 0]),
  ];
  const { length, group, invoke } = unknown;
  const info = ((invoke ? 0x80000000 : 0) | (group ? 0x40000000 : 0) | (length << 26) | 1) >>> 0;
  const characters = new Uint32Array(0x10000).fill(info);
  characters[0x20] = (1 << 30) | (1 << 18) | 2;
  return shareDictionary(
    encodePack(
      {
        source: "small",
        rightIds: ids,
        leftIds: ids,
        nodes: keys.join("").length,
        tags,
        plain: { NNG: { open: 0, closed: 0 } },
        unknown: [[0], [0]],
        classes: ["DEFAULT", "SPACE"],
      },
      {
        keyShared: new Uint8Array(keys.length),
        keyAdded: Uint8Array.from(keys, (key) => key.length),
        keyTokens: Uint8Array.from(keys, (key) => byWord.get(key)?.length ?? 0),
        keyUnits: Uint16Array.from([...keys.join("")], (unit) => unit.charCodeAt(0)),
        tokenEntries: Uint16Array.from(sorted, (_, i) => i + 1),
        tokenExpressions: new Uint16Array(sorted.length).fill(noExpression),
        entries: Int16Array.from(entries),
        entryTags: Uint16Array.from([0, ...sorted.map(({ tag }) => tags.indexOf(tag ?? "NNG"))]),
        expressions: new Uint8Array(0),
        characters,
        connections: Int16Array.from(connections),
      },
    ),
  );
}
