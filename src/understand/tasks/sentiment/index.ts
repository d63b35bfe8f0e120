import { z } from "zod";
import type { Task } from "../task.ts";

const input = z.strictObject({ text: z.string() });
const output = z.strictObject({
  /** Probability of the positive class. */
  positive: z.number().min(0).max(1),
});

/** Does a stretch of text speak well or ill of its matter? */
export const sentimentTask = {
  id: "sentiment",
  description: "Probability that a stretch of text is positive rather than negative",
  input,
  output,
} satisfies Task<typeof input, typeof output>;

export type SentimentInput = z.output<typeof input>;
export type SentimentOutput = z.output<typeof output>;
