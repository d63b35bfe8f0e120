import { z } from "zod";

/** Without `data` when nothing was found. */
export const searchPage = z.object({
  data: z.array(z.unknown()).optional(),
  includes: z.object({ users: z.array(z.unknown()).optional() }).nullish(),
  meta: z.object({ result_count: z.number(), next_token: z.string().nullish() }),
});

const count = z.number().nullish();

export const post = z.object({
  id: z.string().regex(/^\d{1,25}$/),
  text: z.string(),
  /** Whole text of a long post, of which `text` is the beginning. */
  note_tweet: z.object({ text: z.string() }).nullish(),
  author_id: z.string().nullish(),
  created_at: z.iso
    .datetime({ offset: true })
    .transform((text) => new Date(text))
    .nullish()
    .catch(null),
  lang: z.string().nullish(),
  public_metrics: z
    .object({
      retweet_count: count,
      reply_count: count,
      like_count: count,
      quote_count: count,
      bookmark_count: count,
      impression_count: count,
    })
    .nullish(),
  entities: z.object({ hashtags: z.array(z.object({ tag: z.string() })).nullish() }).nullish(),
  referenced_tweets: z.array(z.object({ type: z.string(), id: z.string() })).nullish(),
});
export type Post = z.output<typeof post>;

export const user = z.object({
  id: z.string(),
  name: z.string().nullish(),
  username: z.string().nullish(),
  public_metrics: z.object({ followers_count: count }).nullish(),
});
export type User = z.output<typeof user>;

export const problem = z.object({
  title: z.string().optional(),
  detail: z.string().optional(),
  type: z.string().optional(),
  reason: z.string().optional(),
  errors: z.array(z.object({ message: z.string().optional() })).optional(),
});
