import type { Clock } from "./clock.ts";

/** A moment by both clocks. A stopped process sees both go on, a machine that slept only the first, a clock that was set moves that one alone. */
export interface Moment {
  now: number;
  steady: number;
}

export function momentOf(clock: Clock): Moment {
  return { now: clock.now(), steady: clock.steady() };
}

/** Milliseconds since then, by whichever clock says more: what is trusted for a while is not to be trusted too long. */
export function elapsedMs(clock: Clock, since: Moment): number {
  return Math.max(Math.abs(clock.now() - since.now), clock.steady() - since.steady);
}
