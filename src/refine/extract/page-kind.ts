import type { HtmlElement } from "../html/tree.ts";
import type { Metadata } from "./metadata.ts";
import type { PageKind } from "./prune.ts";

const forumSoftware =
  /phpbb|discourse|xenforo|vbulletin|flarum|mybb|smf|invision|vanilla|nodebb|gnuboard|rhymix|xpressengine/;
const forumPath =
  /\/(?:forums?|threads?|topics?|viewtopic|showthread|questions?|discussions?|bbs|board|boards|community|qna|cafe|t)(?:[/.?]|$)|[?&](?:bo_table|topic|thread|tid)=/i;
const forumNames =
  /(?:^|[\s_-])(?:forum|thread|topic|viewtopic|bbs|phpbb|discussion|qna|qa-page|question-page|board-view|board_view|boardview)(?:$|[\s_-])/i;
const productTypes = ["product", "productgroup"];

/** Tells conversations and product pages from articles; what is none of the two is treated as an article. */
export function pageKind(url: string, meta: Metadata, body: HtmlElement): PageKind {
  const { schemaTypes } = meta;
  if (["discussionforumposting", "qapage", "question"].some((type) => schemaTypes.has(type))) return "conversation";
  if (productTypes.some((type) => schemaTypes.has(type)) || meta.ogType?.startsWith("product") === true)
    return "product";
  if (["newsarticle", "blogposting", "article"].some((type) => schemaTypes.has(type)) || meta.ogType === "article") {
    return forumSoftware.test(meta.generator ?? "") ? "conversation" : "article";
  }
  if (forumSoftware.test(meta.generator ?? "")) return "conversation";
  if (forumPath.test(url.slice(0, 300))) return "conversation";
  return forumNames.test(`${body.attrs.class ?? ""} ${body.attrs.id ?? ""}`) ? "conversation" : "article";
}
