import { setTimeout as delay } from "node:timers/promises";
import type { Call } from "./calls.ts";

export interface Timing {
  name: string;
  p50: number;
  p95: number;
  /** Answers that the server may have kept from an earlier, slow one. */
  kept: number;
  note: string;
}

/** The server's limit for one client is 20 questions a second. */
const pauseMs = 60;

/** Asks every call so many rounds, one after the other, as one person does; times in milliseconds, with JSON and HTTP. */
export async function measure(url: string, calls: readonly Call[], rounds: number, only?: string): Promise<Timing[]> {
  const times = new Map<string, number[]>();
  const kept = new Map<string, number>();
  const slowUntil = new Map<string, number>();
  const notes = new Map<string, string>();
  const chosen = calls.filter(({ name }) => only === undefined || name.includes(only));
  // One round more: the first warms up and is not counted.
  for (let round = 0; round <= rounds; round++) {
    for (const { name, path } of chosen) {
      const address = path(round);
      const began = performance.now();
      const response = await fetch(`${url}/api/v1${address}`);
      const body = await response.text();
      const took = performance.now() - began;
      if (!response.ok) notes.set(name, `${response.status} ${body.slice(0, 120)}`);
      if (began < (slowUntil.get(address) ?? 0)) kept.set(name, (kept.get(name) ?? 0) + 1);
      else if (took >= 50) slowUntil.set(address, performance.now() + Math.min(30_000, took * 20));
      if (round > 0) times.set(name, [...(times.get(name) ?? []), took]);
      if (response.ok) notes.set(name, totalOf(body));
      await delay(pauseMs);
    }
  }
  return chosen.map(({ name }) => {
    const sorted = (times.get(name) ?? []).sort((a, b) => a - b);
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
    return { name, p50: at(0.5), p95: at(0.95), kept: kept.get(name) ?? 0, note: notes.get(name) ?? "" };
  });
}

function totalOf(body: string): string {
  const { total, sample } = JSON.parse(body) as { total?: number; sample?: object };
  if (total === undefined) return "";
  return `${sample === undefined ? "" : "about "}${total.toLocaleString("en")}`;
}
