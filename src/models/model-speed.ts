import type { LinearModel } from "./linear/linear-model.ts";

export interface ModelSpeed {
  /** Texts a second on one thread, in batches of 1,000. */
  textsPerSecond: number;
  /** Milliseconds for one text on its own. */
  p50Ms: number;
  p99Ms: number;
}

/** Measures a model on `texts`, after warming up on them; takes a second or so. */
export function measureSpeed(
  model: LinearModel,
  texts: readonly string[],
  now: () => number = performance.now.bind(performance),
): ModelSpeed {
  for (let i = 0; i < texts.length && i < 10_000; i += 1000) model.predict(texts.slice(i, i + 1000));
  let read = 0;
  const began = now();
  while (now() - began < 1000) {
    for (let i = 0; i < texts.length; i += 1000) {
      const batch = texts.slice(i, i + 1000);
      model.predict(batch);
      read += batch.length;
    }
  }
  const textsPerSecond = Math.round(read / ((now() - began) / 1000));
  const times: number[] = [];
  for (const text of texts.slice(0, 10_000)) {
    const start = now();
    model.predict([text]);
    times.push(now() - start);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) =>
    Number((times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0).toFixed(4));
  return { textsPerSecond, p50Ms: at(0.5), p99Ms: at(0.99) };
}
