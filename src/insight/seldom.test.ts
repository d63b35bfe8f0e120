import { describe, expect, it } from "vitest";
import { Seldom } from "./seldom.ts";

describe("Seldom", () => {
  let now = 0;
  const seldom = () => new Seldom({ now: () => now });
  /** Something that takes `ms` on our clock and counts how often it was made. */
  const costly = (ms: number) => {
    let made = 0;
    return async () => {
      await Promise.resolve();
      now += ms;
      made += 1;
      return made;
    };
  };

  it("gives a slow answer again for twenty times what it took", async () => {
    const [counts, make] = [seldom(), costly(1_000)];
    expect(await counts.ask(["all"], make)).toBe(1);
    now += 19_000;
    expect(await counts.ask(["all"], make)).toBe(1);
    now += 1_001;
    expect(await counts.ask(["all"], make)).toBe(2);
  });

  it("never gives a quick answer again, and none for longer than half a minute", async () => {
    const counts = seldom();
    const [quick, slow] = [costly(3), costly(30_000)];
    expect([await counts.ask(["a"], quick), await counts.ask(["a"], quick)]).toEqual([1, 2]);
    await counts.ask(["b"], slow);
    now += 30_001;
    expect(await counts.ask(["b"], slow)).toBe(2);
  });

  it("makes an answer once for all who ask at one time, and each question its own", async () => {
    const [counts, make] = [seldom(), costly(500)];
    expect(await Promise.all([1, 2, 3].map(() => counts.ask(["x", { host: "a" }], make)))).toEqual([1, 1, 1]);
    expect(await counts.ask(["x", { host: "b" }], make)).toBe(2);
  });

  it("does not keep a failure", async () => {
    const counts = seldom();
    const broken = () => {
      now += 5_000;
      return Promise.reject(new Error("away"));
    };
    await expect(counts.ask(["q"], broken)).rejects.toThrow("away");
    expect(await counts.ask(["q"], costly(1))).toBe(1);
  });

  it("holds a bounded number of answers", async () => {
    const counts = seldom();
    const first = costly(1_000);
    await counts.ask([0], first);
    for (let n = 1; n <= 100; n += 1) await counts.ask([n], costly(1_000));
    expect(await counts.ask([0], first)).toBe(2);
  });
});
