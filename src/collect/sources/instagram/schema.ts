import { z } from "zod";

const count = z.number().nullish();

const paging = z
  .object({ cursors: z.object({ after: z.string().nullish() }).nullish(), next: z.string().nullish() })
  .nullish();

/** A professional account as another one sees it. A listing that has ended may come without `media`. */
export const discovery = z.object({
  business_discovery: z.object({
    username: z.string().nullish(),
    name: z.string().nullish(),
    biography: z.string().nullish(),
    followers_count: count,
    follows_count: count,
    media_count: count,
    media: z.object({ data: z.array(z.unknown()), paging }).nullish(),
  }),
});

export const hashtagIds = z.object({ data: z.array(z.object({ id: z.string() })) });

export const hashtagMedia = z.object({ data: z.array(z.unknown()), paging });

/** `media_url` is left out where the music is licensed or the owner allows no downloads, `like_count` where likes are hidden. */
export const media = z.object({
  id: z.string(),
  permalink: z.string(),
  caption: z.string().nullish(),
  media_type: z.string().nullish(),
  media_url: z.string().nullish(),
  timestamp: z.string().nullish(),
  like_count: count,
  comments_count: count,
  children: z
    .object({ data: z.array(z.object({ media_type: z.string().nullish(), media_url: z.string().nullish() })) })
    .nullish(),
});
export type Media = z.output<typeof media>;
