import { join } from "node:path";
import { encodePack, noExpression, type PackHeader } from "../../src/korean/dictionary-format.ts";
import { type MecabToken, readCharacters, readMatrix, readMecabDictionary, readSpacePenalties } from "./mecab-files.ts";

export interface BuiltPack {
  pack: Uint8Array;
  counts: { words: number; tokens: number; entries: number; expressions: number };
}

/** Turns a folder of MeCab's compiled dictionary into naru's pack, not compressed yet. */
export function buildPack(folder: string, source: string): BuiltPack {
  const penalties = readSpacePenalties(folder);
  const { classes, characters } = readCharacters(join(folder, "char.bin"));
  const { rightIds, leftIds, costs } = readMatrix(join(folder, "matrix.bin"));
  const words = [...readMecabDictionary(join(folder, "sys.dic"))].sort(([a], [b]) => (a < b ? -1 : 1));
  const unknownWords = readMecabDictionary(join(folder, "unk.dic"));

  const tags = new Numbered();
  const expressions = new Numbered();
  const entryNumbers = new Numbered();
  const entries: number[] = [];
  const entryTags: number[] = [];
  const entryOf = ({ leftId, rightId, posId, cost, feature }: MecabToken): number => {
    const penalty = penalties.get(posId) ?? 0;
    const tag = tags.of(feature[0] ?? "");
    const number = entryNumbers.of(`${leftId},${rightId},${cost},${penalty},${tag}`);
    if (number === entryTags.length) {
      entries.push(leftId, rightId, cost, penalty);
      entryTags.push(tag);
    }
    return number;
  };

  const keys = { shared: [] as number[], added: [] as number[], tokens: [] as number[], units: [] as number[] };
  const plain = new PlainEntries();
  const tokenEntries: number[] = [];
  const tokenExpressions: number[] = [];
  let before = "";
  for (const [word, tokens] of words) {
    const shared = sharedLength(before, word);
    keys.shared.push(shared);
    keys.added.push(word.length - shared);
    keys.tokens.push(tokens.length);
    for (let i = shared; i < word.length; i++) keys.units.push(word.charCodeAt(i));
    for (const token of tokens) {
      const entry = entryOf(token);
      plain.see(token, entry);
      tokenEntries.push(entry);
      const expression = shortExpression(word, token.feature[7] ?? "*");
      tokenExpressions.push(expression === null ? noExpression : expressions.of(expression));
    }
    before = word;
  }
  const unknown = classes.map((name) => (unknownWords.get(name) ?? []).map(entryOf));
  if (entryTags.length > 0xffff || expressions.size >= noExpression) throw new Error("too many kinds of tokens");
  const pack = encodePack(
    { source, rightIds, leftIds, nodes: keys.units.length, tags: tags.all(), plain: plain.all(), unknown, classes },
    {
      keyShared: Uint8Array.from(keys.shared),
      keyAdded: Uint8Array.from(keys.added),
      keyTokens: Uint8Array.from(keys.tokens),
      keyUnits: Uint16Array.from(keys.units),
      tokenEntries: Uint16Array.from(tokenEntries),
      tokenExpressions: Uint16Array.from(tokenExpressions),
      entries: Int16Array.from(entries),
      entryTags: Uint16Array.from(entryTags),
      expressions: new TextEncoder().encode(expressions.all().join("\n")),
      characters,
      connections: costs,
    },
  );
  const counts = {
    words: words.length,
    tokens: tokenEntries.length,
    entries: entryTags.length,
    expressions: expressions.size,
  };
  return { pack, counts };
}

/**
 * Parts that cut the word become lengths, so that all nouns of two and one syllables share `=2/NNG+1/NNG`; parts that melted stay
 * as they are. Meanings (지명, 인명) are left out. Null for a word of one part.
 */
export function shortExpression(word: string, expression: string): string | null {
  if (expression === "*") return null;
  const parts = expression.split("+").map((part) => {
    const [surface, tag, meaning, ...rest] = part.split("/");
    if (surface === undefined || tag === undefined || meaning === undefined || rest.length > 0) {
      throw new Error(`"${expression}" of ${word} has a part that is not surface/tag/meaning`);
    }
    return { surface, tag };
  });
  const cuts = parts.map(({ surface }) => surface).join("") === word;
  const listed = parts.map(({ surface, tag }) => `${cuts ? surface.length : surface}/${tag}`).join("+");
  return cuts ? `=${listed}` : listed;
}

function sharedLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a.charCodeAt(length) === b.charCodeAt(length)) length++;
  return length;
}

/** Finds the entry that most words of a tag have, apart for words that end in a consonant: what a word of the user's will behave like. */
class PlainEntries {
  private readonly seen = new Map<string, Map<number, number>>();

  see({ feature: [tag = "", meaning, final] }: MecabToken, entry: number): void {
    if (meaning !== "*") return;
    const kind = `${tag} ${final === "T"}`;
    const counts = this.seen.get(kind) ?? new Map<number, number>();
    counts.set(entry, (counts.get(entry) ?? 0) + 1);
    this.seen.set(kind, counts);
  }

  all(): PackHeader["plain"] {
    const most = (kind: string) => [...(this.seen.get(kind) ?? [])].sort(([a, x], [b, y]) => y - x || a - b)[0]?.[0];
    const plain: PackHeader["plain"] = {};
    for (const kind of this.seen.keys()) {
      const [tag = ""] = kind.split(" ");
      const open = most(`${tag} false`) ?? most(`${tag} true`);
      const closed = most(`${tag} true`) ?? most(`${tag} false`);
      if (open !== undefined && closed !== undefined) plain[tag] = { open, closed };
    }
    return plain;
  }
}

/** Gives each string a number, in order of first sight. */
class Numbered {
  private readonly numbers = new Map<string, number>();

  get size(): number {
    return this.numbers.size;
  }

  of(value: string): number {
    const known = this.numbers.get(value);
    if (known !== undefined) return known;
    this.numbers.set(value, this.numbers.size);
    return this.numbers.size - 1;
  }

  all(): string[] {
    return [...this.numbers.keys()];
  }
}
