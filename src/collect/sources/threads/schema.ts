import { z } from "zod";

export const searchPage = z.object({
  data: z.array(z.unknown()),
  /** Not in Meta's own example; followed where it comes. */
  paging: z.object({ cursors: z.object({ after: z.string().nullish() }).nullish() }).nullish(),
});

/** A repost has no text of its own. */
export const thread = z.object({
  id: z.string(),
  permalink: z.string(),
  text: z.string().nullish(),
  media_type: z.string().nullish(),
  timestamp: z.string().nullish(),
  username: z.string().nullish(),
  has_replies: z.boolean().nullish(),
  is_quote_post: z.boolean().nullish(),
  is_reply: z.boolean().nullish(),
});
export type Thread = z.output<typeof thread>;
