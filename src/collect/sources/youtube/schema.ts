import { z } from "zod";
import { SchemaError } from "../../errors.ts";
import type { Answer } from "../answer.ts";

const listPage = z.object({
  items: z.array(z.unknown()).optional(),
  nextPageToken: z.string().optional(),
  pageInfo: z.object({ totalResults: z.number().optional() }).optional(),
});

export interface ListPage {
  values: readonly unknown[];
  nextPageToken: string | null;
  /** An estimate in searches; null when it is not told. */
  total: number | null;
}

/** A page of any list. The API leaves `items` out where there is nothing, and says so by the total. @throws SchemaError */
export function listOf(answer: Answer): ListPage {
  const { items, nextPageToken, pageInfo } = answer.json(listPage);
  const total = pageInfo?.totalResults ?? null;
  if (items === undefined && total !== 0) throw new SchemaError("items: the list is missing");
  return { values: items ?? [], nextPageToken: nextPageToken ?? null, total };
}

/** Counts come as text. */
const count = z.coerce.number().int().nonnegative().optional().catch(undefined);
const time = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .optional()
  .catch(undefined);
const text = z.string().default("");

export const searchHit = z.object({
  id: z.object({ videoId: z.string() }),
  snippet: z.object({ publishedAt: time }).optional().catch(undefined),
});

export const channel = z.object({
  id: z.string(),
  contentDetails: z.object({ relatedPlaylists: z.object({ uploads: z.string() }) }),
});

export const playlistItem = z.object({
  contentDetails: z.object({ videoId: z.string(), videoPublishedAt: time }),
});

const thumbnail = z.object({ url: z.string(), width: z.number().default(0) });

export const video = z.object({
  id: z.string(),
  snippet: z.object({
    title: z.string(),
    description: text,
    publishedAt: time,
    channelId: z.string().optional(),
    channelTitle: text,
    tags: z.array(z.string()).default([]).catch([]),
    defaultLanguage: z.string().optional(),
    defaultAudioLanguage: z.string().optional(),
    thumbnails: z.record(z.string(), thumbnail).default({}).catch({}),
  }),
  statistics: z.object({ viewCount: count, likeCount: count, commentCount: count }).default({}),
  contentDetails: z.object({ duration: z.string().optional(), caption: z.string().optional() }).default({}),
});
export type Video = z.output<typeof video>;

export const anyVideo = z.object({ id: z.string() });

export const comment = z.object({
  id: z.string(),
  snippet: z.object({
    textDisplay: text,
    textOriginal: z.string().optional(),
    authorDisplayName: text,
    authorChannelId: z.object({ value: z.string() }).optional().catch(undefined),
    likeCount: count,
    publishedAt: time,
    updatedAt: time,
    parentId: z.string().optional(),
  }),
});
export type Comment = z.output<typeof comment>;

/** Without the count, replies that were not sent would pass for deleted. */
export const commentThread = z.object({
  snippet: z.object({ topLevelComment: comment, totalReplyCount: z.number() }),
  replies: z
    .object({ comments: z.array(comment) })
    .optional()
    .catch(undefined),
});

export const captionTrack = z.object({
  snippet: z.object({ language: z.string(), trackKind: z.string().optional(), name: z.string().optional() }),
});

export const errorBody = z.object({
  error: z.object({
    message: z.string().default(""),
    status: z.string().optional(),
    errors: z.array(z.object({ reason: z.string().optional() })).default([]),
    details: z
      .array(
        z.object({
          reason: z.string().optional(),
          metadata: z.record(z.string(), z.unknown()).optional().catch(undefined),
        }),
      )
      .default([])
      .catch([]),
  }),
});
