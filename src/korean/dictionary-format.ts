/** Grows when the pack's form changes; an older pack is not read. */
export const packFormat = 1;

/** Numbers of an entry: left id, right id, cost, and what the cost grows by behind a blank. */
export const entrySize = 4;

/** Stands in `tokenExpressions` for words of one morpheme. */
export const noExpression = 0xffff;

/** What the pack says of itself, as JSON. */
export interface PackHeader {
  format: number;
  /** Name and version of the dictionary that the pack was made from. */
  source: string;
  /** How many right ids there are: the length of a row of `connections`, which is chosen by left id. */
  rightIds: number;
  leftIds: number;
  /** Nodes of the trie that the keys make. */
  nodes: number;
  /** Sejong tags that entries name by number. */
  tags: string[];
  /** By tag: the entry that most words have which end in a vowel (open) or a consonant (closed). */
  plain: Record<string, { open: number; closed: number }>;
  /** Entries for unknown words, by class of characters. */
  unknown: number[][];
  /** Names of the classes of characters, by number. */
  classes: string[];
  sections: Record<keyof Sections, SectionPlace>;
}

interface SectionPlace {
  /** From the header's end, in bytes; a multiple of 8. */
  at: number;
  bytes: number;
}

/**
 * The parts of a pack. Keys are sorted by UTF-16 units and written as what they share with the one before and what they add.
 *
 * - `entries`: what thousands of words have in common, `entrySize` 16-bit numbers each; `entryTags` beside it
 * - `tokenEntries`, `tokenExpressions`: a word's readings in the order of the keys, as MeCab keeps them
 * - `expressions`: UTF-8, one a line; `=2/NNG+1/NNG` cuts the word by lengths, `하/VV+았/EP` gives parts that it does not show
 * - `characters`: MeCab's CharInfo of each UTF-16 unit
 * - `connections`: cost of a right id beside a left id
 */
export interface Sections {
  keyShared: Uint8Array;
  keyAdded: Uint8Array;
  keyTokens: Uint8Array;
  keyUnits: Uint16Array;
  tokenEntries: Uint16Array;
  tokenExpressions: Uint16Array;
  entries: Int16Array;
  entryTags: Uint16Array;
  expressions: Uint8Array;
  characters: Uint32Array;
  connections: Int16Array;
}

export type PackContent = Omit<PackHeader, "format" | "sections">;

const align = (bytes: number) => Math.ceil(bytes / 8) * 8;

/** Header and sections as one run of bytes, not compressed yet. The machine's byte order is little-endian, as of all that Node runs on. */
export function encodePack(content: PackContent, sections: Sections): Uint8Array {
  const places: Record<string, SectionPlace> = {};
  let at = 0;
  for (const [name, { byteLength }] of Object.entries(sections)) {
    places[name] = { at, bytes: byteLength };
    at += align(byteLength);
  }
  const header = new TextEncoder().encode(JSON.stringify({ format: packFormat, ...content, sections: places }));
  const start = align(4 + header.length);
  const pack = new Uint8Array(start + at);
  new DataView(pack.buffer).setUint32(0, header.length, true);
  pack.set(header, 4);
  for (const [name, { buffer, byteOffset, byteLength }] of Object.entries(sections)) {
    pack.set(new Uint8Array(buffer, byteOffset, byteLength), start + (places[name]?.at ?? 0));
  }
  return pack;
}

/** The pack's parts as views on its bytes. Throws when it is of another format. */
export function decodePack(pack: Uint8Array): { header: PackHeader; sections: Sections } {
  const length = new DataView(pack.buffer, pack.byteOffset).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(pack.subarray(4, 4 + length))) as PackHeader;
  if (header.format !== packFormat) throw new Error(`the dictionary has format ${header.format}, not ${packFormat}`);
  if (pack.byteOffset % 8 !== 0) throw new RangeError("a pack begins at a multiple of 8 bytes");
  const start = pack.byteOffset + align(4 + length);
  const of = (name: keyof Sections, numberBytes: number) => {
    const { at, bytes } = header.sections[name];
    return [pack.buffer, start + at, bytes / numberBytes] as const;
  };
  const sections = {
    keyShared: new Uint8Array(...of("keyShared", 1)),
    keyAdded: new Uint8Array(...of("keyAdded", 1)),
    keyTokens: new Uint8Array(...of("keyTokens", 1)),
    keyUnits: new Uint16Array(...of("keyUnits", 2)),
    tokenEntries: new Uint16Array(...of("tokenEntries", 2)),
    tokenExpressions: new Uint16Array(...of("tokenExpressions", 2)),
    entries: new Int16Array(...of("entries", 2)),
    entryTags: new Uint16Array(...of("entryTags", 2)),
    expressions: new Uint8Array(...of("expressions", 1)),
    characters: new Uint32Array(...of("characters", 4)),
    connections: new Int16Array(...of("connections", 2)),
  };
  return { header, sections };
}
