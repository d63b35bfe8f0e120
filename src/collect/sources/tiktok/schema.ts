import { z } from "zod";

/** 64-bit ids come as numbers or as text. */
const id = z
  .union([z.string(), z.number()])
  .transform(String)
  .pipe(z.string().regex(/^\d{1,25}$/));
const count = z.number().nullish();

export const searchPage = z.object({
  data: z.object({
    videos: z.array(z.unknown()),
    cursor: z.number().nullish(),
    has_more: z.boolean().nullish(),
    search_id: z.union([z.string(), z.number()]).transform(String).nullish(),
  }),
});

export const video = z.object({
  id,
  video_description: z.string().nullish(),
  /** Seconds since the epoch. */
  create_time: z.number().nullish(),
  username: z.string().nullish(),
  region_code: z.string().nullish(),
  voice_to_text: z.string().nullish(),
  hashtag_names: z.array(z.string()).nullish(),
  view_count: count,
  like_count: count,
  comment_count: count,
  share_count: count,
});
export type Video = z.output<typeof video>;

export const problem = z.object({
  error: z.object({ code: z.string().default(""), message: z.string().default("") }).optional(),
});

export const tokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });
export const loginProblem = z.object({ error: z.string(), error_description: z.string().default("") });
