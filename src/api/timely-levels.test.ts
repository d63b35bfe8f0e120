import { expect, it } from "vitest";
import type { Levels } from "./services.ts";
import { TimelyLevels } from "./timely-levels.ts";

const levels = (queued: number): Levels => ({
  frontier: { queued },
  documents: {},
  waiting: {},
  held: 0,
  diskFreeBytes: 1e9,
  diskFull: 0,
});

it("asks once for all who ask meanwhile, and anew afterwards", async () => {
  let asked = 0;
  const timely = new TimelyLevels(async () => levels(++asked));
  const answers = await Promise.all([timely.read(), timely.read(), timely.read()]);
  expect(answers).toEqual(Array.from({ length: 3 }, () => ({ levels: levels(1), isFresh: true })));
  expect((await timely.read()).levels).toEqual(levels(2));
});

it("gives what it knew when the database is slow or away, says so, and does not ask twice meanwhile", async () => {
  let asked = 0;
  let answer = (): Promise<Levels> => Promise.resolve(levels(1));
  const timely = new TimelyLevels(() => {
    asked += 1;
    return answer();
  }, 30);
  await timely.read();
  const { promise, resolve } = Promise.withResolvers<Levels>();
  answer = () => promise;
  expect(await timely.read()).toEqual({ levels: levels(1), isFresh: false });
  expect(await timely.read()).toEqual({ levels: levels(1), isFresh: false });
  expect(asked).toBe(2);
  resolve(levels(5));
  await promise;
  answer = () => Promise.reject(new Error("away"));
  await new Promise((done) => setImmediate(done));
  expect(await timely.read()).toEqual({ levels: levels(5), isFresh: false });
});

it("has nothing to tell before the first answer", async () => {
  const timely = new TimelyLevels(() => Promise.reject(new Error("away")));
  expect(await timely.read()).toEqual({ levels: null, isFresh: false });
});
