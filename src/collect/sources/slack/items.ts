import { type Item, itemOf } from "../../../domain/item.ts";
import { givenFields } from "../given-fields.ts";
import type { ReadContext } from "../source.ts";
import { type Place, permalinkOf } from "./addresses.ts";
import { markupOf, messageText } from "./message-text.ts";
import type { Message } from "./schema.ts";

/** Notices of Slack itself: nobody said anything. */
const notices =
  /^(?:(?:channel|group)_(?:join|leave|topic|purpose|name|archive|unarchive|convert_to_private|posting_permissions)|(?:un)?pinned_item|bot_(?:add|remove|enable|disable)|reminder_(?:add|delete)|huddle_thread|sh_room_(?:created|shared))$/;

export function isTalk({ type, subtype }: Message): boolean {
  return type === "message" && (subtype === undefined || !notices.test(subtype));
}

export function timeOf(ts: string): Date {
  return new Date(Math.floor(Number(ts) * 1_000));
}

/** A person's name stands there only when `names` asks for it; an app's name always. */
export function messageItem(one: Message, place: Place, { order, hashAuthor }: ReadContext): Item {
  const { ts, thread_ts: threadTs, subtype, user, edited } = one;
  const app = one.bot_profile?.name ?? (one.bot_id ? one.username : null);
  const person = order.set.names === "yes" ? one.user_profile?.display_name || one.user_profile?.real_name : null;
  const writer = user ?? one.bot_id;
  const isAnswer = threadTs !== undefined && threadTs !== ts;
  return itemOf({
    url: permalinkOf(place, ts, threadTs),
    kind: "message",
    text: messageText(markupOf(one), hashAuthor),
    author: app || person || null,
    publishedAt: timeOf(ts),
    modifiedAt: edited === undefined ? null : timeOf(edited.ts),
    parentUrl: isAnswer ? permalinkOf(place, threadTs) : null,
    deleted: subtype === "tombstone" || subtype === "message_deleted",
    fields: givenFields({
      channel: place.name ?? place.channel,
      replyCount: isAnswer ? undefined : (one.reply_count ?? 0),
      reactions: one.reactions.reduce((sum, { count }) => sum + count, 0),
      files: one.files.length,
      isBot: one.bot_id != null || subtype === "bot_message",
      authorHash: writer ? hashAuthor(writer) : undefined,
    }),
  });
}
