import { z } from "zod";

/** What the linear model answers: one probability a text. */
export const linearAnswer = z.array(z.object({ positive: z.number().min(0).max(1) }));
