import { InvalidInputError } from "../../../platform/errors.ts";
import type { Order, Quota } from "../source.ts";

/** Thousandths of a US dollar. A post and a user read, by X's price list of 2026. */
export const postPrice = 5;
export const userPrice = 10;

/** Fewest posts that one request may ask for. */
export const fewest = 10;
export const most = 100;

/** What was spent in a day of UTC, the day in which X bills one post once. The operator's budget is the lower limit that holds. */
export const spendQuota: Quota = {
  bucket: "spend",
  limit: 1_000_000,
  window: { kind: "day", zone: "UTC" },
  of: { ko: "하루 지출 (1/1000달러)", en: "spent in a day, in thousandths of a US dollar" },
};

/** What one post may cost at most, its author included where that is asked for. */
export function pricePerPost({ set }: Pick<Order, "set">): number {
  return set.authors === "yes" ? postPrice + userPrice : postPrice;
}

/** The budget in thousandths of a dollar. @throws InvalidInputError when there is none: nothing is asked before it is set. */
export function budgetOf({ set }: Pick<Order, "set">): number {
  const text = set.budget?.trim().replace(/^\$/, "") ?? "";
  const dollars = /^\d{1,4}(?:\.\d{1,2})?$/.test(text) ? Number(text) : 0;
  const budget = Math.round(dollars * 1000);
  if (budget > 0 && budget <= spendQuota.limit) return budget;
  const what =
    set.budget === undefined
      ? "X takes money for every post, and no budget is set."
      : `This is no budget: ${set.budget.slice(0, 40)}`;
  throw new InvalidInputError("source_option_wrong", what, {
    field: "set.budget",
    next: `Type how many US dollars it may cost, at most 1000: --set budget=2.00 (a post costs ${dollarsOf(postPrice)}, its author ${dollarsOf(userPrice)} more).`,
  });
}

/** Budget of each query: an equal share, so that they can be read side by side and never spend more in all. @throws InvalidInputError */
export function shareOf(order: Order): number {
  const share = Math.floor(budgetOf(order) / order.query.length);
  const least = fewest * pricePerPost(order);
  if (share >= least) return share;
  throw new InvalidInputError("source_option_wrong", "The budget is too small for one page of each query.", {
    field: "set.budget",
    next: `X gives no fewer than ${fewest} posts at a time: --set budget=${((least * order.query.length) / 1000).toFixed(2)} is the least for this.`,
  });
}

/** `$0.005`, `$2.00`. */
export function dollarsOf(thousandths: number): string {
  return `$${(thousandths / 1000).toFixed(thousandths % 10 === 0 ? 2 : 3)}`;
}
