import { entrySize } from "./dictionary-format.ts";
import type { SharedDictionary } from "./shared-dictionary.ts";
import { rootNode, Trie } from "./trie.ts";
import type { UserWords } from "./user-words.ts";

/** A node's token when no dictionary has it. */
export const unknownToken = -1;

/** MeCab's `max-grouping-size`: a run of one class that is longer is no word as a whole. */
const longestGroup = 24;

// MeCab's CharInfo: 18 bits of types, 8 of the class, 4 of the length of guesses, then `group` and `invoke`.
const typesMask = 0x3ffff;

// Numbers of a node.
const nodeSize = 8;
const startAt = 0;
const endAt = 1;
const tokenAt = 2;
const entryAt = 3;
const costAt = 4;
const beforeAt = 5;
const siblingAt = 6;
const rightAt = 7;

/**
 * The cheapest way through a text, as MeCab finds it: Viterbi over all words that fit (T. Kudo et al., "Applying Conditional Random
 * Fields to Japanese Morphological Analysis", 2004), with mecab-ko's penalty for particles behind a blank. All work happens in
 * typed arrays that grow with the longest text seen and are used again. One lattice serves one thread.
 *
 * Two short cuts leave the result alone: of nodes that end at one place with the same right id only the cheapest can be on the way;
 * and what comes before is searched once for each left id, since many words share it.
 */
export class Lattice {
  /** Cost of the whole way after `solve`. */
  totalCost = 0;
  private nodes = new Int32Array(nodeSize << 12);
  private nodeCount = 0;
  private units = new Uint16Array(1024);
  private length = 0;
  /** By place: the last node that ends there, -1 for none. */
  private endings = new Int32Array(1025);
  /** The way after `solve`, last word first. */
  private path = new Int32Array(1025);

  private readonly trie: Trie;
  private readonly words: UserWords | null;
  private readonly tokenEntries: Uint16Array;
  private readonly entries: Int16Array;
  private readonly characters: Uint32Array;
  private readonly unknown: readonly (readonly number[])[];
  private readonly connections: Int16Array;
  private readonly rightIds: number;

  /** What ends at the place in hand: one candidate for each right id. */
  private candidates = 0;
  private readonly candidateRights: Int32Array;
  private readonly candidateCosts: Int32Array;
  private readonly candidateNodes: Int32Array;
  private readonly candidateOf: Int32Array;
  /** By left id: the best node before, its cost with the connection, and the place that this is true for. */
  private readonly bestNodes: Int32Array;
  private readonly bestCosts: Int32Array;
  private readonly bestPlaces: Int32Array;

  constructor(dictionary: SharedDictionary, words: UserWords | null = null) {
    const { rightIds, leftIds, unknown } = dictionary.about;
    this.trie = new Trie(dictionary.trie);
    this.words = words;
    this.tokenEntries = dictionary.tokenEntries;
    this.entries = words === null ? dictionary.entries : words.entries;
    this.characters = dictionary.characters;
    this.unknown = unknown;
    this.connections = dictionary.connections;
    this.rightIds = rightIds;
    this.candidateRights = new Int32Array(rightIds);
    this.candidateCosts = new Int32Array(rightIds);
    this.candidateNodes = new Int32Array(rightIds);
    this.candidateOf = new Int32Array(rightIds).fill(-1);
    this.bestNodes = new Int32Array(leftIds);
    this.bestCosts = new Int32Array(leftIds);
    this.bestPlaces = new Int32Array(leftIds);
  }

  /** Finds the way through `text` from `from` to `to`, UTF-16 units; gives the number of its words. Time and memory grow with the length. */
  solve(text: string, from: number, to: number): number {
    const length = to - from;
    this.reserve(length);
    const { units, endings } = this;
    for (let i = 0; i < length; i++) units[i] = text.charCodeAt(from + i);
    endings.fill(-1, 0, length + 1);
    this.bestPlaces.fill(-1);
    this.length = length;
    this.nodes.fill(0, 0, nodeSize);
    this.nodes[beforeAt] = -1;
    this.nodes[siblingAt] = -1;
    this.nodeCount = 1;
    endings[0] = 0;
    for (let place = 0; place < length; place++) {
      if ((endings[place] as number) >= 0) this.addWords(place);
    }
    let last = length;
    while ((endings[last] as number) < 0) last--;
    this.gather(last);
    const before = this.bestBefore(0, last);
    this.totalCost = this.bestCosts[0] as number;
    return this.trace(before);
  }

  /** Offsets of word `i` of the way in the text that was solved, counted from its beginning. */
  start(i: number): number {
    return this.nodes[(this.path[i] as number) * nodeSize + startAt] as number;
  }

  end(i: number): number {
    return this.nodes[(this.path[i] as number) * nodeSize + endAt] as number;
  }

  /** The token of word `i`: of the dictionary, behind them those of the user's words, or `unknownToken`. */
  token(i: number): number {
    return this.nodes[(this.path[i] as number) * nodeSize + tokenAt] as number;
  }

  entry(i: number): number {
    return this.nodes[(this.path[i] as number) * nodeSize + entryAt] as number;
  }

  /** All words that begin at `place` or behind the blanks there. */
  private addWords(place: number): void {
    const { units, characters, length } = this;
    let start = place;
    let info = 0;
    for (let types = (characters[0x20] as number) & typesMask; start < length; start++) {
      info = characters[units[start] as number] as number;
      if ((info & types) === 0) break;
      types = info & typesMask;
    }
    if (start === length) return;
    this.gather(place);
    const spaced = start > place;
    const known = this.addKnown(place, start, spaced);
    const own = this.words !== null && this.addOwn(this.words, place, start, spaced);
    if ((!known && !own) || info >>> 31 === 1) this.addUnknown(place, start, spaced, info, known || own);
  }

  private addKnown(place: number, start: number, spaced: boolean): boolean {
    const { units, length, trie, tokenEntries } = this;
    const { slots } = trie;
    let found = false;
    let node = rootNode;
    for (let at = start; at < length; at++) {
      node = trie.step(node, units[at] as number);
      if (node === -1) break;
      const count = slots[node + 3] as number;
      if (count === 0) continue;
      found = true;
      const first = slots[node + 2] as number;
      for (let token = first; token < first + count; token++) {
        this.add(place, start, at + 1, token, tokenEntries[token] as number, spaced);
      }
    }
    return found;
  }

  private addOwn(words: UserWords, place: number, start: number, spaced: boolean): boolean {
    const { units, length } = this;
    const { trie } = words;
    let found = false;
    let node = rootNode;
    for (let at = start; at < length; at++) {
      node = trie.step(node, units[at] as number);
      if (node === -1) break;
      if (trie.slots[node + 3] === 0) continue;
      const word = trie.slots[node + 2] as number;
      if (!words.mayStand(word, start === 0 ? 0 : (units[start - 1] as number))) continue;
      found = true;
      this.add(place, start, at + 1, words.firstToken + word, words.firstEntry + word, spaced);
    }
    return found;
  }

  /** Guesses by the class of the first character: the whole run, or its first ones, as `char.def` says of the class. */
  private addUnknown(place: number, start: number, spaced: boolean, info: number, known: boolean): void {
    const { units, characters, length } = this;
    const types = info & typesMask;
    let found = known;
    let end = start + this.width(start);
    let groupEnd = -1;
    if (((info >>> 30) & 1) === 1) {
      let at = end;
      let kind = types;
      let count = 0;
      for (; at < length && count <= longestGroup; at += this.width(at)) {
        const next = characters[units[at] as number] as number;
        if ((next & kind) === 0) break;
        kind = next & typesMask;
        count++;
      }
      if (count <= longestGroup) {
        this.addGuess(place, start, at, spaced, info);
        groupEnd = at;
        found = true;
      }
    }
    for (let i = (info >>> 26) & 15; i > 0 && end !== groupEnd; i--) {
      this.addGuess(place, start, end, spaced, info);
      found = true;
      if (end >= length || ((characters[units[end] as number] as number) & types) === 0) break;
      end += this.width(end);
    }
    if (!found) this.addGuess(place, start, end, spaced, info);
  }

  private addGuess(place: number, start: number, end: number, spaced: boolean, info: number): void {
    const entries = this.unknown[(info >>> 18) & 0xff] as readonly number[];
    for (let i = 0; i < entries.length; i++) {
      this.add(place, start, end, unknownToken, entries[i] as number, spaced);
    }
  }

  /** Units of the character at `at`. */
  private width(at: number): number {
    const { units } = this;
    const pair =
      ((units[at] as number) & 0xfc00) === 0xd800 &&
      at + 1 < this.length &&
      ((units[at + 1] as number) & 0xfc00) === 0xdc00;
    return pair ? 2 : 1;
  }

  private add(place: number, start: number, end: number, token: number, entry: number, spaced: boolean): void {
    const { entries } = this;
    const left = entries[entry * entrySize] as number;
    const before = this.bestBefore(left, place);
    const own = (entries[entry * entrySize + 2] as number) + (spaced ? (entries[entry * entrySize + 3] as number) : 0);
    const node = this.nodeCount++;
    const at = node * nodeSize;
    if (at === this.nodes.length) this.growNodes();
    const { nodes } = this;
    nodes[at + startAt] = start;
    nodes[at + endAt] = end;
    nodes[at + tokenAt] = token;
    nodes[at + entryAt] = entry;
    nodes[at + costAt] = (this.bestCosts[left] as number) + own;
    nodes[at + beforeAt] = before;
    nodes[at + siblingAt] = this.endings[end] as number;
    nodes[at + rightAt] = entries[entry * entrySize + 1] as number;
    this.endings[end] = node;
  }

  /** Of all nodes that end at `place`, the cheapest for each right id. */
  private gather(place: number): void {
    const { nodes, candidateRights, candidateCosts, candidateNodes, candidateOf } = this;
    let count = 0;
    for (let node = this.endings[place] as number; node >= 0; node = nodes[node * nodeSize + siblingAt] as number) {
      const right = nodes[node * nodeSize + rightAt] as number;
      const cost = nodes[node * nodeSize + costAt] as number;
      const known = candidateOf[right] as number;
      if (known < 0) {
        candidateOf[right] = count;
        candidateRights[count] = right;
        candidateCosts[count] = cost;
        candidateNodes[count] = node;
        count++;
      } else if (
        cost < (candidateCosts[known] as number) ||
        (cost === candidateCosts[known] && this.isFirst(node, candidateNodes[known] as number))
      ) {
        candidateCosts[known] = cost;
        candidateNodes[known] = node;
      }
    }
    for (let i = 0; i < count; i++) candidateOf[candidateRights[i] as number] = -1;
    this.candidates = count;
  }

  /** The best node to stand before a word of this left id at `place`, whose candidates are gathered; its cost is in `bestCosts`. */
  private bestBefore(left: number, place: number): number {
    if (this.bestPlaces[left] === place) return this.bestNodes[left] as number;
    const { candidates, candidateRights, candidateCosts, candidateNodes, connections } = this;
    const row = left * this.rightIds;
    let best = candidateNodes[0] as number;
    let least = (candidateCosts[0] as number) + (connections[row + (candidateRights[0] as number)] as number);
    for (let i = 1; i < candidates; i++) {
      const cost = (candidateCosts[i] as number) + (connections[row + (candidateRights[i] as number)] as number);
      if (cost < least || (cost === least && this.isFirst(candidateNodes[i] as number, best))) {
        least = cost;
        best = candidateNodes[i] as number;
      }
    }
    this.bestPlaces[left] = place;
    this.bestNodes[left] = best;
    this.bestCosts[left] = least;
    return best;
  }

  /** MeCab keeps the first of equals, and looks at later beginnings first, then at the order of the dictionary. */
  private isFirst(a: number, b: number): boolean {
    const startA = this.nodes[a * nodeSize + startAt] as number;
    const startB = this.nodes[b * nodeSize + startAt] as number;
    return startA > startB || (startA === startB && a < b);
  }

  private trace(last: number): number {
    let count = 0;
    for (let node = last; node > 0; node = this.nodes[node * nodeSize + beforeAt] as number) this.path[count++] = node;
    this.path.subarray(0, count).reverse();
    return count;
  }

  private reserve(length: number): void {
    if (length <= this.units.length) return;
    const size = Math.ceil(length * 1.5);
    this.units = new Uint16Array(size);
    this.endings = new Int32Array(size + 1);
    this.path = new Int32Array(size + 1);
  }

  private growNodes(): void {
    const nodes = new Int32Array(this.nodes.length * 2);
    nodes.set(this.nodes);
    this.nodes = nodes;
  }
}
