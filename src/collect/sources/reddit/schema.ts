import { z } from "zod";
import { readSome } from "../answer.ts";

/** Everything that Reddit sends is a thing: `t1` a comment, `t3` a post, `more` what it left out, `Listing` a list of them. */
export const thing = z.object({ kind: z.string(), data: z.unknown() });
export type Thing = z.output<typeof thing>;

export const listing = z.object({
  kind: z.literal("Listing"),
  data: z.object({ after: z.string().nullish(), children: z.array(z.unknown()) }),
});

/** A post's page: the post, and its comments. */
export const postPage = z.tuple([listing, listing]);

export const moreChildren = z.object({
  json: z.object({ errors: z.array(z.unknown()).default([]), data: z.object({ things: z.array(z.unknown()) }) }),
});

const seconds = z.number().transform((value) => new Date(value * 1_000));
/** False, or when. */
const edited = z.union([seconds, z.boolean().transform(() => null)]).catch(null);
const text = z.string().nullish();

const written = z.object({
  id: z.string(),
  author: text,
  author_fullname: text,
  created_utc: seconds,
  edited: edited.optional(),
  subreddit: z.string().default(""),
  score: z.number().optional().catch(undefined),
});

export const post = written.extend({
  title: z.string(),
  permalink: z.string(),
  selftext: text,
  selftext_html: text,
  is_self: z.boolean().default(true),
  url: text,
  post_hint: text,
  upvote_ratio: z.number().optional().catch(undefined),
  num_comments: z.number().default(0),
  link_flair_text: text,
  over_18: z.boolean().default(false),
  removed_by_category: text,
  crosspost_parent_list: z
    .array(z.object({ permalink: z.string() }))
    .optional()
    .catch(undefined),
});
export type Post = z.output<typeof post>;

const postThing = z.object({ kind: z.literal("t3"), data: post }).transform(({ data }) => data);

/** The posts of a list that holds nothing else: what is none counts as unreadable. @throws SchemaError as `readSome` does. */
export function readPosts(children: readonly unknown[]): { good: Post[]; unreadable: number } {
  return readSome(children, postThing);
}

export const comment = written.extend({
  body: z.string(),
  body_html: text,
  parent_id: z.string(),
  link_id: z.string(),
  permalink: text,
  score_hidden: z.boolean().default(false),
  is_submitter: z.boolean().default(false),
  author_flair_text: text,
  /** A listing, or empty text for none: see `repliesOf`. */
  replies: z.unknown(),
});
export type Comment = z.output<typeof comment>;

/** What stands below a comment; null for what is neither a list nor none. */
export function repliesOf({ replies }: Comment): readonly unknown[] | null {
  if (replies === undefined || replies === null || replies === "") return [];
  return listing.safeParse(replies).data?.data.children ?? null;
}

/** Comments that were left out: their ids, or none where the thread goes too deep. */
export const more = z.object({ parent_id: z.string(), children: z.array(z.string()).default([]) });
export type More = z.output<typeof more>;

export const token = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });

export const errorBody = z.object({
  message: z.string().optional(),
  reason: z.string().nullish(),
});
