import { type Item, itemOf } from "../../../domain/item.ts";
import { givenFields } from "../given-fields.ts";
import { plainText } from "../plain-text.ts";
import type { ReadContext } from "../source.ts";
import { peopleUrl } from "./addresses.ts";
import type { Comment, Post } from "./schema.ts";

/** What stands where a text was: its writer, a moderator or Reddit took it away, and at times says why. */
const taken =
  /^\[ ?(?:deleted|removed)(?: by (?:user|author|reddit|moderators?))?(?: (?:in response to|on account of) [^\n]{1,300})? ?\]$/i;

export function postItem(post: Post, context: ReadContext): Item {
  const { title, selftext, selftext_html: markup, created_utc: publishedAt, edited } = post;
  const original = post.crosspost_parent_list?.[0];
  const isTaken = taken.test(selftext?.trim() ?? "") || taken.test(title.trim());
  const link = post.is_self || original !== undefined ? undefined : (post.url ?? undefined);
  return itemOf({
    url: peopleUrl(post.permalink),
    kind: "post",
    title,
    text: markup ? plainText(markup) : (selftext ?? ""),
    publishedAt,
    modifiedAt: edited ?? null,
    images: post.post_hint === "image" && link !== undefined ? [{ url: link, alt: null }] : [],
    parentUrl: original === undefined ? null : peopleUrl(original.permalink),
    deleted: isTaken || (post.removed_by_category ?? null) !== null,
    ...writer(post),
    fields: givenFields({
      subreddit: post.subreddit,
      score: post.score,
      upvoteRatio: post.upvote_ratio,
      commentCount: post.num_comments,
      flair: post.link_flair_text ?? undefined,
      over18: post.over_18,
      linkUrl: link,
      isCrosspost: original !== undefined,
      authorHash: hashOf(post, context),
    }),
  });
}

export function commentItem(comment: Comment, context: ReadContext): Item {
  const { body, body_html: markup, created_utc: publishedAt, edited, subreddit, score, score_hidden } = comment;
  const { own, parent } = placeOf(comment);
  return itemOf({
    url: peopleUrl(own),
    kind: "comment",
    text: markup ? plainText(markup) : body,
    publishedAt,
    modifiedAt: edited ?? null,
    parentUrl: peopleUrl(parent),
    deleted: taken.test(body.trim()),
    ...writer(comment),
    fields: givenFields({
      subreddit,
      score: score_hidden ? undefined : score,
      isSubmitter: comment.is_submitter,
      flair: comment.author_flair_text ?? undefined,
      authorHash: hashOf(comment, context),
    }),
  });
}

/** `/r/NAME/comments/POST/WORDS/COMMENT/`: the parent's address differs in its last part, or has none when it is the post. */
function placeOf({ id, permalink, parent_id, link_id }: Comment): { own: string; parent: string } {
  const known = /^(\/.{1,1500}\/comments\/[^/]{1,20}\/[^/]{0,1000}\/)[^/]{1,20}\/?$/.exec(permalink ?? "")?.[1];
  const post = known ?? `/comments/${link_id.slice(3)}/_/`;
  return { own: `${post}${id}/`, parent: parent_id.startsWith("t1_") ? `${post}${parent_id.slice(3)}/` : post };
}

type Written = Pick<Post, "author" | "author_fullname">;

function writer({ author }: Written): { author: string | null } {
  return { author: !author || taken.test(author) ? null : author };
}

function hashOf({ author, author_fullname: id }: Written, { hashAuthor }: ReadContext): string | undefined {
  if (!author || taken.test(author)) return undefined;
  return hashAuthor(id ?? author);
}
