import type { Page } from "playwright-core";
import { measure, pressedInVain, pressMore, scrollDown } from "./in-page.ts";
import type { PageParts } from "./page-parts.ts";
import { RenderError } from "./render-error.ts";
import type { RenderWatch } from "./render-watch.ts";

/** What a page is made to show before it is read. */
export interface PageSteps {
  /** Most times that the page is scrolled to its end for more; 0 for never. */
  scrolls: number;
  /** Most times that a button for more is pressed; 0 for never. */
  presses: number;
  /** CSS selector of that button; null finds it by its wording (더보기, Load more). */
  moreButton: string | null;
  /** CSS selector of something that has to be there before the page is read; null for nothing. */
  waitFor: string | null;
}

export interface StepsDone {
  scrolls: number;
  presses: number;
  /** False when what was waited for never came. */
  cameTrue: boolean;
}

const quietMs = 500;
const lookMs = 120;
const firstCeilingMs = 12_000;
const stepCeilingMs = 6_000;

interface StepParts {
  page: Page;
  parts: PageParts;
  watch: RenderWatch;
  /** Resolves when the host may be bothered again. */
  turn: () => Promise<void>;
}

/** Waits until the page is at rest, then scrolls and presses for more until nothing new comes. */
export async function takeSteps(given: StepParts, steps: PageSteps): Promise<StepsDone> {
  const { page, watch } = given;
  await settle(given, firstCeilingMs);
  const done: StepsDone = { scrolls: 0, presses: 0, cameTrue: true };
  if (steps.waitFor !== null) {
    const timeout = Math.min(firstCeilingMs, watch.leftMs / 2);
    const seen = page.waitForSelector(steps.waitFor, { state: "attached", timeout }).then(
      () => true,
      (error: unknown) => {
        if (String(error).includes("is not a valid selector")) throw wrongSelector(steps.waitFor ?? "");
        return false;
      },
    );
    done.cameTrue = await watch.race(seen);
    await settle(given, stepCeilingMs);
  }
  done.scrolls = await repeat(given, steps.scrolls, 2, async () => {
    await run(given, scrollDown);
    return true;
  });
  done.presses = await repeat(
    given,
    steps.presses,
    4,
    async () => {
      const pressed = run(given, pressMore(steps.moreButton));
      return (await pressed.catch((error: unknown) => {
        if (String(error).includes("is not a valid selector")) throw wrongSelector(steps.moreButton ?? "");
        throw error;
      })) as boolean;
    },
    pressedInVain,
  );
  return done;
}

/**
 * Repeats a step until it cannot be done, was in vain several times running, or there is no time: what is there by then is
 * worth more than a failure. Returns how many times something new came.
 */
async function repeat(
  given: StepParts,
  most: number,
  patience: number,
  step: () => Promise<boolean>,
  inVain: string | null = null,
): Promise<number> {
  let worked = 0;
  let before = await sizeOf(given);
  for (let vain = 0; worked < most && vain < patience; ) {
    if (given.watch.leftMs < stepCeilingMs) break;
    await given.watch.race(given.turn());
    if (!(await step())) break;
    await settle(given, stepCeilingMs);
    const after = await sizeOf(given);
    if (after.some((size, at) => size > (before[at] ?? 0))) {
      worked += 1;
      vain = 0;
    } else {
      vain += 1;
      if (inVain !== null) await run(given, inVain);
    }
    before = after;
  }
  return worked;
}

/** Until nothing has been asked for half a second and the document stands still, or the ceiling. */
async function settle(given: StepParts, ceilingMs: number): Promise<void> {
  const { parts, watch } = given;
  const until = Date.now() + Math.min(ceilingMs, watch.leftMs / 2);
  let before = "";
  while (Date.now() < until) {
    await watch.sleep(lookMs);
    if (parts.quietMs < quietMs) continue;
    const now = (await sizeOf(given)).join();
    if (now === before) return;
    before = now;
  }
}

async function sizeOf(given: StepParts): Promise<number[]> {
  const sizes = await run(given, measure);
  return Array.isArray(sizes) ? sizes.map((size) => (typeof size === "number" ? size : 0)) : [];
}

function run({ page, watch }: StepParts, source: string): Promise<unknown> {
  return watch.race(page.evaluate(source) as Promise<unknown>);
}

function wrongSelector(selector: string): RenderError {
  return new RenderError("bad_selector", `This is no CSS selector: ${selector.slice(0, 200)}`);
}
