import { z } from "zod";

/** RFC 9457 problem details with naru's stable code. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string().optional(),
    /** What to do next, one sentence. */
    next: z.string().optional(),
    /** Dotted name of the wrong field. */
    field: z.string().optional(),
  })
  .meta({ id: "Problem" });
export type Problem = z.infer<typeof problem>;

export const id = z.coerce.number().int().positive();

/** A page of a list; `nextCursor` is null on the last one. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

export const cursor = z.string().max(200).optional().describe("`nextCursor` of the page before");
export const limit = z.coerce.number().int().min(1).max(200).default(50).describe("Items a page, 1–200");

/** Calendar day in KST. */
export const day = z.iso.date().describe("Day in KST, YYYY-MM-DD");
export const dateTime = z.iso.datetime({ offset: true });
export const interval = z.enum(["day", "week", "month"]);
export type Interval = z.infer<typeof interval>;

export const sentimentLabel = z.enum(["positive", "negative", "neutral"]);
