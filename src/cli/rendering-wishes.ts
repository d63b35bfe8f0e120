import type { CollectionRequestInput } from "../contracts/index.ts";

/** Options that say what a browser does with a page before it is read. */
export interface RenderingOptions {
  render?: boolean;
  scroll?: number | string;
  more?: boolean;
  moreButton?: string;
  waitFor?: string;
  screenshot?: boolean;
}

/** A guard; pressing ends when nothing new comes. */
const mostPresses = 100;

/**
 * Those options as the contract has them. Whoever wants pages scrolled wants them in a browser, whether they are empty without one or
 * not; `--no-render` is stronger.
 */
export function renderingWishes(options: RenderingOptions): Pick<CollectionRequestInput, "render" | "rendering"> {
  const { render, scroll, more = false, moreButton, waitFor, screenshot = false } = options;
  const press = more || moreButton !== undefined;
  const wished = scroll !== undefined || press || waitFor !== undefined || screenshot;
  const always = render ?? (wished ? true : undefined);
  return {
    ...(always === undefined ? {} : { render: always ? "always" : "never" }),
    ...(wished
      ? {
          rendering: {
            // What is no number is left to the contract, which says so.
            scrolls: (scroll ?? 0) as number,
            presses: press ? mostPresses : 0,
            moreButton: moreButton ?? null,
            waitFor: waitFor ?? null,
            screenshot,
          },
        }
      : {}),
  };
}
