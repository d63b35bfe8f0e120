import { z } from "zod";

/** One page of results. Markup and entities stand in title and description. */
export const searchPage = z.object({ total: z.number(), items: z.array(z.unknown()) });

export const newsResult = z.object({
  title: z.string(),
  /** At Naver where it shows the article, at the publisher where it does not. */
  link: z.url({ protocol: /^https?$/ }),
  /** At the publisher; empty for none. */
  originallink: z.string().default(""),
  description: z.string().default(""),
  /** RFC 822 with zone: `Fri, 20 Nov 2026 16:00:00 +0900`. */
  pubDate: z.string().default(""),
});
export type NewsResult = z.output<typeof newsResult>;
