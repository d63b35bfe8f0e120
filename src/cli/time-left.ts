/** Work as it stands: what has ended, and what is known to be left. */
export interface WorkState {
  ended: number;
  left: number;
}

/** How far back is looked. */
const windowMs = 60_000;
const leastMs = 3_000;

/**
 * Tells how long work will take from how fast it shrinks. A crawl finds new pages while it reads others, so as long as the known work grows
 * nearly as fast as it is done, nobody can tell, and null is the answer.
 */
export class TimeLeft {
  readonly #looks: (WorkState & { at: number })[] = [];

  /** Takes the state at a moment and gives the milliseconds left; null when that cannot be told. */
  look(state: WorkState, at: number): number | null {
    this.#looks.push({ ...state, at });
    while ((this.#looks[0]?.at ?? at) < at - windowMs) this.#looks.shift();
    const first = this.#looks[0];
    if (state.left === 0) return 0;
    if (first === undefined || at - first.at < leastMs) return null;
    const ended = state.ended - first.ended;
    const found = Math.max(0, state.ended + state.left - first.ended - first.left);
    if (ended <= 0 || found > ended / 2) return null;
    return (state.left / (ended - found)) * (at - first.at);
  }
}

/** `45 s`, `12 min`, `3 h 20 min`. */
export function durationText(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}
