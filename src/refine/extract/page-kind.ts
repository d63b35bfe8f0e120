import type { HtmlElement } from "../html/tree.ts";
import { hint } from "./hints.ts";
import type { Measured } from "./measure.ts";
import type { Metadata } from "./metadata.ts";
import type { PageKind } from "./prune.ts";

const forumSoftware =
  /phpbb|discourse|xenforo|vbulletin|flarum|mybb|smf|invision|vanilla|nodebb|gnuboard|rhymix|xpressengine/;
const forumPath =
  /\/(?:forums?|threads?|topics?|viewtopic|showthread|questions?|discussions?|bbs|board|boards|community|qna|cafe|t)(?:[/.?]|$)|[?&](?:bo_table|topic|thread|tid)=/i;
const forumHost = /^https?:\/\/(?:[\w-]{1,60}\.){0,4}(?:cafe|forums?|bbs|community|board|discuss)\./i;
const forumNames =
  /(?:^|[\s_-])(?:forum|thread|topic|viewtopic|bbs|phpbb|discussion|qna|qa-page|question-page|board-view|board_view|boardview)(?:$|[\s_-])/i;
const conversationTypes = ["discussionforumposting", "qapage", "question"];
const productTypes = [
  "product",
  "productgroup",
  "movie",
  "book",
  "softwareapplication",
  "mobileapplication",
  "restaurant",
  "hotel",
  "localbusiness",
];
const articleTypes = ["newsarticle", "blogposting", "article", "techarticle"];

/** Tells conversations and things with reviews from articles; what is none of them is treated as an article. */
export function pageKind(url: string, meta: Metadata, { hints, commentScore }: Measured, body: HtmlElement): PageKind {
  const { schemaTypes, ogType } = meta;
  const declares = (types: readonly string[]): boolean => types.some((type) => schemaTypes.has(type));
  if (declares(conversationTypes) || forumSoftware.test(meta.generator ?? "")) return "conversation";
  if (declares(articleTypes) || schemaTypes.has("review")) return "article";
  if (declares(productTypes) || /^(?:og:)?product|^(?:video|books?)\b/.test(ogType ?? "")) return "product";
  if (ogType === "article") return hints & hint.board ? "conversation" : "article";
  if (hints & hint.board || forumPath.test(url.slice(0, 300)) || forumHost.test(url)) return "conversation";
  // Where readers say more than the page itself, their words are what the page is about.
  if (commentScore > 60 && commentScore > (body.score - commentScore) * 0.8) return "conversation";
  return forumNames.test(`${body.attrs.class ?? ""} ${body.attrs.id ?? ""}`) ? "conversation" : "article";
}
