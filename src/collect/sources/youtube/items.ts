import { type Item, itemOf } from "../../../domain/item.ts";
import { givenFields } from "../given-fields.ts";
import type { ReadContext } from "../source.ts";
import { commentUrl, watchUrl } from "./addresses.ts";
import type { Comment, Video } from "./schema.ts";

/** `tracks`: caption tracks as captions.list told them; null when they were not asked for. */
export function videoItem(video: Video, tracks: readonly string[] | null, { hashAuthor }: ReadContext): Item {
  const { snippet, statistics, contentDetails } = video;
  const { title, description, channelTitle, channelId, publishedAt, tags } = snippet;
  return itemOf({
    url: watchUrl(video.id),
    kind: "video",
    title,
    text: description,
    author: channelTitle === "" ? null : channelTitle,
    publishedAt: publishedAt ?? null,
    language: primaryTag(snippet.defaultLanguage ?? snippet.defaultAudioLanguage),
    images: largest(snippet.thumbnails),
    fields: givenFields({
      channel: channelTitle,
      authorHash: channelId === undefined ? undefined : hashAuthor(channelId),
      views: statistics.viewCount,
      likes: statistics.likeCount,
      commentCount: statistics.commentCount,
      durationSeconds: secondsOf(contentDetails.duration),
      tags,
      hasCaptions: contentDetails.caption === undefined ? undefined : contentDetails.caption === "true",
      captionTracks: tracks ?? undefined,
    }),
  });
}

export function commentItem(
  { id, snippet }: Comment,
  place: { videoId: string; parentId: string | null; replyCount: number | null },
  { hashAuthor }: ReadContext,
): Item {
  const { authorChannelId, authorDisplayName, publishedAt, updatedAt, likeCount } = snippet;
  const { videoId, parentId, replyCount } = place;
  const edited = updatedAt !== undefined && updatedAt.getTime() !== publishedAt?.getTime();
  return itemOf({
    url: commentUrl(videoId, id),
    kind: "comment",
    text: snippet.textOriginal ?? snippet.textDisplay,
    author: authorDisplayName === "" ? null : authorDisplayName,
    publishedAt: publishedAt ?? null,
    modifiedAt: edited ? updatedAt : null,
    parentUrl: parentId === null ? watchUrl(videoId) : commentUrl(videoId, parentId),
    fields: givenFields({
      likes: likeCount,
      replyCount: replyCount ?? undefined,
      authorHash: authorChannelId === undefined ? undefined : hashAuthor(authorChannelId.value),
    }),
  });
}

/** ISO 8601 duration in seconds: `PT1H2M3S` → 3,723, `P1DT1S` → 86,401. Undefined for what is none. */
export function secondsOf(duration: string | undefined): number | undefined {
  const parts = /^P(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?)?$/.exec(
    duration ?? "",
  );
  if (parts === null) return undefined;
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map((part) => Number(part ?? 0));
  return (((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds;
}

function largest(thumbnails: Video["snippet"]["thumbnails"]): Item["images"] {
  const [best] = Object.values(thumbnails).sort((a, b) => b.width - a.width);
  return best === undefined ? [] : [{ url: best.url, alt: null }];
}

/** `ko-KR` → `ko`; "no language" and nonsense are null. */
function primaryTag(tag: string | undefined): string | null {
  const primary = /^([a-z]{2,3})(?:-|$)/i.exec(tag ?? "")?.[1]?.toLowerCase();
  return primary === undefined || primary === "zxx" || primary === "und" ? null : primary;
}
