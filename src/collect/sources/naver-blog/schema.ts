import { z } from "zod";

/** One page of results. Markup and entities stand in title and description. */
export const searchPage = z.object({
  total: z.number(),
  start: z.number().optional(),
  display: z.number().optional(),
  items: z.array(z.unknown()),
});

export const blogResult = z.object({
  title: z.string(),
  link: z.string(),
  description: z.string().default(""),
  bloggername: z.string().default(""),
  bloggerlink: z.string().default(""),
  /** `YYYYMMDD`, without time or zone. */
  postdate: z.string().default(""),
});
export type BlogResult = z.output<typeof blogResult>;
