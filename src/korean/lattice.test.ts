import { describe, expect, it } from "vitest";
import { type SmallDictionary, smallDictionary } from "../../test/builders/small-dictionary.ts";
import { Lattice } from "./lattice.ts";
import { Tokenizer } from "./tokenizer.ts";

/** A generator of its own, so that a failure can be had again. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const quiet = { length: 0, group: false, invoke: false, cost: 5000 };

function read(dictionary: SmallDictionary, text: string): { words: string[]; cost: number } {
  const lattice = new Lattice(smallDictionary(dictionary));
  const count = lattice.solve(text, 0, text.length);
  const words = Array.from({ length: count }, (_, i) => text.slice(lattice.start(i), lattice.end(i)));
  return { words, cost: lattice.totalCost };
}

/** The least cost by trying every way. Letters without a word that begins with them are words of their own. */
function leastCost({ words, ids, connections, unknown }: SmallDictionary, text: string): number {
  const from = (place: number, right: number): number => {
    let start = place;
    while (text[start] === " ") start++;
    if (start >= text.length) return connections[right] ?? Number.NaN;
    const fits = words.filter(({ word }) => text.startsWith(word, start));
    const guess = { word: text[start] ?? "", left: 0, right: 0, cost: unknown.cost, penalty: 0 };
    const costs = (fits.length > 0 ? fits : [guess]).map((one) => {
      const penalty = start > place ? (one.penalty ?? 0) : 0;
      const own = (connections[one.left * ids + right] ?? Number.NaN) + one.cost + penalty;
      return own + from(start + one.word.length, one.right);
    });
    return Math.min(...costs);
  };
  return from(0, 0);
}

describe("Lattice", () => {
  it("finds the cheapest of all ways, whatever the dictionary", () => {
    const next = chance(20240229);
    for (let round = 0; round < 300; round++) {
      const ids = 2 + next(4);
      const dictionary: SmallDictionary = {
        ids,
        unknown: { ...quiet, cost: next(4000) },
        connections: Array.from({ length: ids * ids }, () => next(6000) - 3000),
        words: Array.from({ length: 1 + next(14) }, () => ({
          word: Array.from({ length: 1 + next(3) }, () => "가나다"[next(3)]).join(""),
          left: next(ids),
          right: next(ids),
          cost: next(4000) - 1000,
          penalty: next(2) * 3000,
        })),
      };
      const text = Array.from({ length: 1 + next(9) }, () => "가나다라 "[next(5)]).join("");
      expect(read(dictionary, text).cost, `round ${round}: "${text}"`).toBe(leastCost(dictionary, text));
    }
  });

  it("makes particles behind a blank dearer", () => {
    const dictionary: SmallDictionary = {
      ids: 1,
      connections: [0],
      unknown: quiet,
      words: [
        { word: "배", left: 0, right: 0, cost: 100 },
        { word: "이", left: 0, right: 0, cost: 10, penalty: 6000 },
        { word: "이", left: 0, right: 0, cost: 50 },
      ],
    };
    expect(read(dictionary, "배이").cost).toBe(110);
    expect(read(dictionary, "배 이").cost).toBe(150);
    expect(read(dictionary, " 이").cost).toBe(50);
  });

  it("takes the later beginning of equals, then the first reading in the dictionary, as MeCab does", () => {
    const word = (text: string, cost: number, right = 0, tag = "NNG") => ({ word: text, left: 0, right, cost, tag });
    const words = [word("가나", 20), word("가", 10), word("나", 10), word("다", 5, 0, "JX"), word("다", 5, 1, "EC")];
    const dictionary = { ids: 2, connections: [0, 0, 0, 0], words, unknown: quiet };
    expect(read(dictionary, "가나").words).toEqual(["가", "나"]);
    const tag = (list: SmallDictionary["words"]) =>
      new Tokenizer(smallDictionary({ ...dictionary, words: list })).tokenize("다").map((token) => token.tag);
    expect(tag(words)).toEqual(["JX"]);
    expect(tag(words.toReversed())).toEqual(["EC"]);
  });

  it("guesses words by their class: the run when it is short, its first letters, one letter at least", () => {
    const of = (unknown: SmallDictionary["unknown"], text: string) =>
      read({ ids: 1, connections: [0], words: [], unknown }, text).words;
    expect(of(quiet, "라라라")).toEqual(["라", "라", "라"]);
    expect(of({ ...quiet, group: true }, "라라라 라")).toEqual(["라라라", "라"]);
    expect(of({ ...quiet, group: true }, "라".repeat(25))).toEqual(["라".repeat(25)]);
    expect(of({ ...quiet, group: true }, "라".repeat(26))).toEqual(["라", "라".repeat(25)]);
    expect(of({ ...quiet, length: 2 }, "라라라라")).toEqual(["라라", "라라"]);
    expect(of({ ...quiet, group: true }, "😀😀")).toEqual(["😀😀"]);
    expect(of(quiet, "😀\ud83d")).toEqual(["😀", "\ud83d"]);
  });

  it("guesses beside known words only where the class says so", () => {
    const words = [{ word: "라", left: 0, right: 0, cost: 9000 }];
    const of = (invoke: boolean) =>
      read({ ids: 1, connections: [0], words, unknown: { ...quiet, group: true, invoke } }, "라라").cost;
    expect(of(false)).toBe(18_000);
    expect(of(true)).toBe(5000);
  });

  it("is used again without remembering", () => {
    const words = [{ word: "가나", left: 0, right: 0, cost: 1 }];
    const lattice = new Lattice(smallDictionary({ ids: 1, connections: [0], words, unknown: quiet }));
    const long = "가나".repeat(5000);
    expect(lattice.solve(long, 0, long.length)).toBe(5000);
    expect(lattice.solve("가나 ", 0, 3)).toBe(1);
    expect(lattice.totalCost).toBe(1);
    expect(lattice.solve("나가나나", 1, 3)).toBe(1);
    expect([lattice.start(0), lattice.end(0)]).toEqual([0, 2]);
    expect(lattice.solve("   ", 0, 3)).toBe(0);
    expect(lattice.solve("", 0, 0)).toBe(0);
  });
});
