import { type FieldValue, type Item, itemOf } from "../../../domain/item.ts";
import { graphTime } from "../graph.ts";
import type { Media } from "./schema.ts";

/** A post. Hashtags and mentions stay in its text, where they are found when it is refined. */
export function mediaItem(media: Media, fields: Readonly<Record<string, FieldValue>>, account: string | null): Item {
  const pictures = [media, ...(media.children?.data ?? [])].filter(({ media_type }) => media_type === "IMAGE");
  return itemOf({
    url: media.permalink,
    kind: "post",
    text: media.caption ?? "",
    author: account,
    publishedAt: graphTime(media.timestamp),
    images: pictures.flatMap(({ media_url }) => (media_url == null ? [] : [{ url: media_url, alt: null }])),
    fields: {
      ...fields,
      ...(media.media_type == null ? {} : { mediaType: media.media_type }),
      ...(media.like_count == null ? {} : { likes: media.like_count }),
      ...(media.comments_count == null ? {} : { comments: media.comments_count }),
    },
    parentUrl: account === null ? null : profileUrl(account),
  });
}

export function profileUrl(account: string): string {
  return `https://www.instagram.com/${account}/`;
}
