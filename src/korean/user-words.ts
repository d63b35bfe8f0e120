import { entrySize } from "./dictionary-format.ts";
import { Lattice } from "./lattice.ts";
import type { SharedDictionary } from "./shared-dictionary.ts";
import { rootNode, Trie, trieLength } from "./trie.ts";

export interface UserWord {
  word: string;
  /** Sejong tag, or several joined with +. */
  pos: string;
  /** May stand inside a longer run of syllables; words of three syllables and more always may. */
  anywhere: boolean;
}

/**
 * So much cheaper is a word of the user's than what the dictionary would make of it alone. Less, and a particle that the dictionary
 * sees in it wins beside a noun (꿀잼이다 → 꿀+잼이다); more, and it tears longer words apart.
 */
const advantage = 4000;

/**
 * Words of the user's beside the dictionary, as MeCab's user dictionary has them: they stand in the same lattice, connect like plain
 * words of their tag, and win where they make the whole way cheaper. The dictionary is not touched; these words are the thread's own.
 */
export class UserWords {
  readonly trie: Trie;
  /** The dictionary's entries, and one for each of these words behind them. */
  readonly entries: Int16Array;
  readonly firstEntry: number;
  readonly firstToken: number;
  private readonly words: readonly UserWord[];

  /** Of words that are there twice, the last counts. */
  constructor(dictionary: SharedDictionary, words: Iterable<UserWord>) {
    const unique = new Map<string, UserWord>();
    for (const word of words) if (word.word !== "" && !word.word.includes("\0")) unique.set(word.word, word);
    // Shorter words first: a longer one is measured against a way that has them (존맛탱 against 존맛+탱).
    this.words = [...unique.values()].sort((a, b) => a.word.length - b.word.length);
    this.firstToken = dictionary.tokenEntries.length;
    this.firstEntry = dictionary.entries.length / entrySize;
    this.entries = new Int16Array(dictionary.entries.length + this.words.length * entrySize);
    this.entries.set(dictionary.entries);
    this.trie = new Trie(new Int32Array(trieLength(this.words.reduce((sum, { word }) => sum + word.length, 0))));
    const lattice = new Lattice(dictionary, this);
    for (const [number, { word, pos }] of this.words.entries()) {
      let node = rootNode;
      for (let at = 0; at < word.length; at++) node = this.trie.grow(node, word.charCodeAt(at));
      this.trie.set(node, number, 1);
      this.entries.set(entryFor(dictionary, lattice, word, pos), (this.firstEntry + number) * entrySize);
    }
  }

  word(token: number): UserWord | undefined {
    return this.words[token - this.firstToken];
  }

  /** Whether word `number` may stand behind the unit `before`; 0 at the beginning of a text. */
  mayStand(number: number, before: number): boolean {
    const { word, anywhere } = this.words[number] as UserWord;
    return anywhere || word.length > 2 || !(before >= 0xac00 && before <= 0xd7a3);
  }
}

/** Ids of the plainest words of the tag, and a cost below the dictionary's own way through the word. */
function entryFor(dictionary: SharedDictionary, lattice: Lattice, word: string, pos: string): number[] {
  const { plain } = dictionary.about;
  const last = word.charCodeAt(word.length - 1);
  const sound = last >= 0xac00 && last <= 0xd7a3 && (last - 0xac00) % 28 !== 0 ? "closed" : "open";
  const tags = pos.split("+");
  const idOf = (tag: string, which: 0 | 1) => {
    const entry = (plain[pos] ?? plain[tag] ?? plain.NNG)?.[sound] ?? 0;
    return dictionary.entries[entry * entrySize + which] as number;
  };
  const left = idOf(tags[0] ?? pos, 0);
  const right = idOf(tags.at(-1) ?? pos, 1);
  const count = lattice.solve(word, 0, word.length);
  const { connections } = dictionary;
  const { rightIds } = dictionary.about;
  const ends = (connections[left * rightIds] as number) + (connections[right] as number);
  const cost = lattice.totalCost - ends - advantage;
  return [left, right, count === 0 ? 0 : Math.max(-0x8000, Math.min(0x7fff, cost)), 0];
}
