import { writeTextCodes } from "./text-codes.ts";

/** Which n-grams a model looks at. */
export interface FeatureSpec {
  /** The table has 2^hashBits slots. */
  hashBits: number;
  /** Longest character n-gram, blanks included. */
  charMax: number;
  /** Longest n-gram that ends inside a syllable, blanks left out. 0 turns them off. */
  partialMax: number;
  /** Longest word n-gram. 0 turns them off. */
  wordMax: number;
  /** Folded characters read of one text; the rest is left out. */
  maxCharacters: number;
}

export const defaultFeatures: FeatureSpec = {
  hashBits: 24,
  charMax: 5,
  partialMax: 4,
  wordMax: 2,
  maxCharacters: 4096,
};

const charSeed = 0x9e3779b9 | 0;
const partialSeed = 0x85ebca6b | 0;
const wordSeed = 0x27d4eb2f | 0;
const hangulFirst = 0xac00;
const hangulCount = 11172;
const blank = 0x20;

/**
 * Turns a text into the slots of its n-grams, each once. Holds its own buffers: one extractor serves one caller at a time.
 *
 * Three families share one table: characters 1–charMax; words 1–wordMax; and syllable runs whose last syllable is cut to
 * its onset or to onset and vowel. The last family joins what inflection tears apart, e.g. 재밌다, 재미있다, 재밌었어요
 * share 재미-; blanks are left out of it because web writers space freely (노 잼 = 노잼).
 */
export class FeatureExtractor {
  /** Slots of the last text; only the first `count` entries mean anything. */
  readonly ids: Uint32Array;
  private readonly spec: FeatureSpec;
  private readonly shift: number;
  private readonly codes: Uint16Array;
  private readonly dense: Uint16Array;
  private readonly seenId: Uint32Array;
  private readonly seenAt: Uint32Array;
  private seenMask = 0;
  private turn = 0;
  private count = 0;

  constructor(spec: FeatureSpec) {
    this.spec = spec;
    this.shift = 32 - spec.hashBits;
    this.codes = new Uint16Array(spec.maxCharacters + 2);
    this.dense = new Uint16Array(spec.maxCharacters + 2);
    const most = this.codes.length * (spec.charMax + 2 * spec.partialMax + spec.wordMax);
    this.ids = new Uint32Array(most);
    const slots = 2 ** Math.ceil(Math.log2(most * 1.5));
    this.seenId = new Uint32Array(slots);
    this.seenAt = new Uint32Array(slots);
  }

  /** Number of distinct slots; they lie in `ids` until the next call. */
  extract(text: string): number {
    const { spec, codes, dense } = this;
    const length = writeTextCodes(text, codes);
    this.begin(length);
    this.characters(length);
    if (spec.wordMax > 0) this.words(length);
    if (spec.partialMax > 0) {
      let dropped = 0;
      for (let i = 0; i < length; i++) if (codes[i] !== blank) dense[dropped++] = codes[i] as number;
      this.partials(dropped);
    }
    return this.count;
  }

  private begin(length: number): void {
    const { spec } = this;
    const most = length * (spec.charMax + 2 * spec.partialMax + spec.wordMax);
    // The set is as small as the text allows, so that short texts stay in the processor's cache.
    let slots = 256;
    while (slots < most * 1.5 && slots < this.seenAt.length) slots *= 2;
    this.seenMask = slots - 1;
    this.count = 0;
    this.turn++;
    if (this.turn === 0xffffffff) {
      this.seenAt.fill(0);
      this.turn = 1;
    }
  }

  private characters(length: number): void {
    const { codes } = this;
    const longest = this.spec.charMax;
    for (let i = 0; i < length; i++) {
      let hash = charSeed;
      const end = Math.min(i + longest, length);
      for (let k = i; k < end; k++) {
        hash = step(hash, codes[k] as number);
        this.add(hash);
      }
    }
  }

  private words(length: number): void {
    const { codes } = this;
    const longest = this.spec.wordMax;
    for (let i = 0; i < length - 1; i++) {
      if (codes[i] !== blank) continue;
      let hash = wordSeed;
      let words = 0;
      for (let k = i + 1; k < length && words < longest; k++) {
        hash = step(hash, codes[k] as number);
        if (codes[k] !== blank) continue;
        this.add(hash);
        words++;
      }
    }
  }

  private partials(length: number): void {
    const { dense } = this;
    const longest = this.spec.partialMax;
    for (let i = 0; i < length; i++) {
      let hash = partialSeed;
      const end = Math.min(i + longest, length);
      for (let k = i; k < end; k++) {
        const code = dense[k] as number;
        const syllable = code - hangulFirst;
        if (syllable >= 0 && syllable < hangulCount) {
          const open = (syllable / 28) | 0;
          this.add(step(hash, 0x10000 + open));
          this.add(step(hash, 0x20000 + ((open / 21) | 0)));
        }
        hash = step(hash, code);
      }
    }
  }

  private add(hash: number): void {
    let mixed = hash ^ (hash >>> 16);
    mixed = Math.imul(mixed, 0x85ebca6b);
    mixed ^= mixed >>> 13;
    mixed = Math.imul(mixed, 0xc2b2ae35);
    mixed ^= mixed >>> 16;
    const id = mixed >>> this.shift;
    let slot = id & this.seenMask;
    while (this.seenAt[slot] === this.turn) {
      if (this.seenId[slot] === id) return;
      slot = (slot + 1) & this.seenMask;
    }
    this.seenAt[slot] = this.turn;
    this.seenId[slot] = id;
    this.ids[this.count++] = id;
  }
}

function step(hash: number, code: number): number {
  let next = Math.imul(hash ^ code, 0x01000193);
  next ^= next >>> 15;
  return Math.imul(next, 0x2c1b3c6d);
}
