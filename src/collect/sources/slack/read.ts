import { itemOf } from "../../../domain/item.ts";
import { type Answer, readEach } from "../answer.ts";
import { givenFields } from "../given-fields.ts";
import type { NextAddress, Note, Order, ReadContext, SourceReading } from "../source.ts";
import { numberParam, withParams } from "../wire-url.ts";
import { isWithin, roomLeft } from "../within.ts";
import { historyAddress, methodAddress, pageSize, placeOf, repliesAddress } from "./addresses.ts";
import { channelsOf } from "./channels.ts";
import { isTalk, messageItem, timeOf } from "./items.ts";
import { channel, channelInfo, channelPage, type Message, message, messagePage, userInfo, whoAmI } from "./schema.ts";

/** From the token's team to its channels, their messages, and the threads below them. */
export function read(answer: Answer, context: ReadContext): SourceReading | null {
  const method = answer.url.pathname.slice(answer.url.pathname.lastIndexOf("/") + 1);
  if (method === "auth.test") return readTeam(answer, context);
  if (method === "conversations.list") return readChannels(answer, context);
  if (method === "conversations.info") return readChannel(answer, context);
  if (method === "conversations.history") return readHistory(answer, context);
  if (method === "conversations.replies") return readReplies(answer, context);
  if (method === "users.info") return readUser(answer, context);
  return null;
}

function readTeam(answer: Answer, { order }: ReadContext): SourceReading {
  const { url } = answer.json(whoAmI);
  const team = /^https:\/\/[\w.-]{1,200}\.slack(?:-gov)?\.com\/$/.test(url ?? "") ? url : "https://slack.com/";
  const { ids, names } = channelsOf(order);
  const next = ids.map((id) => ({
    url: methodAddress(order, "conversations.info", { channel: id, "naru.team": team }),
  }));
  if (names.length > 0) next.push({ url: listAddress(order, names, team ?? "") });
  return { items: [], next };
}

function listAddress(order: Order, names: readonly string[], team: string): string {
  const types = "public_channel";
  return methodAddress(order, "conversations.list", {
    types,
    limit: pageSize,
    "naru.team": team,
    "naru.names": names.join(","),
  });
}

/** Looks for channels by name, page by page, until all are found. */
function readChannels(answer: Answer, { order }: ReadContext): SourceReading {
  const { channels, response_metadata: meta } = answer.json(channelPage);
  const { good, unreadable } = readEach(channels, channel);
  const { team } = placeOf(answer.url);
  const wanted = (answer.url.searchParams.get("naru.names") ?? "").split(",");
  const isCalled = ({ name, name_normalized: other }: (typeof good)[number], one: string) =>
    one === name?.normalize("NFC") || one === other?.normalize("NFC");
  const found = good.filter((place) => wanted.some((one) => isCalled(place, one)));
  const left = wanted.filter((one) => !found.some((place) => isCalled(place, one)));
  const next: NextAddress[] = found.map(({ id, name }) => ({
    url: historyAddress(order, { channel: id, team, name: name ?? null }),
  }));
  const notes: Note[] = [];
  if (left.length > 0 && meta?.next_cursor) {
    next.push({ url: withParams(answer.url, { cursor: meta.next_cursor, "naru.names": left.join(",") }) });
  } else if (left.length > 0) {
    const message = `Slack shows the bot no public channel ${left.map((name) => `#${name}`).join(", ")}; name a private one by its id.`;
    notes.push({ code: "not_allowed", message });
  }
  return { items: [], next, notes, unreadable };
}

function readChannel(answer: Answer, { order }: ReadContext): SourceReading {
  const { id, name } = answer.json(channelInfo).channel;
  const { team } = placeOf(answer.url);
  return { items: [], next: [{ url: historyAddress(order, { channel: id, team, name: name ?? null }) }] };
}

function readHistory(answer: Answer, context: ReadContext): SourceReading {
  const { order } = context;
  const { url } = answer;
  const { messages, response_metadata: meta } = answer.json(messagePage);
  const { good, unreadable } = readEach(messages, message);
  const place = placeOf(url);
  const talk = good.filter(isTalk);
  const room = roomLeft(url, order);
  const items = talk
    .map((one) => messageItem(one, place, context))
    .filter((item) => isWithin(item, order))
    .slice(0, room);
  // Where the number is reached, threads below what was not taken are left too.
  const last = items.length < room ? undefined : items.at(-1)?.publishedAt;
  const threads = talk.filter((one) => isThreadWanted(one, order) && (!last || timeOf(one.ts) >= last));
  const next: NextAddress[] = threads.map(({ ts }) => ({ url: repliesAddress(order, place, ts) }));
  next.push(...peopleOf(talk, order, place.team));
  if (meta?.next_cursor && items.length < room) {
    next.push({
      url: withParams(url, { cursor: meta.next_cursor, "naru.took": numberParam(url, "naru.took", 0) + items.length }),
    });
  }
  const isFirst = !url.searchParams.has("cursor");
  return { items, next, unreadable, list: true, isFirst, listed: good.length };
}

function isThreadWanted(
  { ts, thread_ts: thread, reply_count: replies = 0, latest_reply: latest }: Message,
  order: Order,
) {
  if (order.set.threads === "no" || replies === 0 || (thread !== undefined && thread !== ts)) return false;
  return order.since === null || latest === undefined || timeOf(latest) >= order.since;
}

/** The thread's first message comes again at its head. */
function readReplies(answer: Answer, context: ReadContext): SourceReading {
  const { order } = context;
  const { messages, response_metadata: meta } = answer.json(messagePage);
  const { good, unreadable } = readEach(messages, message);
  const place = placeOf(answer.url);
  const head = answer.url.searchParams.get("ts");
  const replies = good.filter((one) => isTalk(one) && one.ts !== head);
  const items = replies.map((one) => messageItem(one, place, context)).filter((item) => isWithin(item, order));
  const next: NextAddress[] = peopleOf(replies, order, place.team);
  if (meta?.next_cursor) next.push({ url: withParams(answer.url, { cursor: meta.next_cursor }) });
  return { items, next, unreadable };
}

/** Whose names are asked for, when names are wanted; each person is one address, asked once. */
function peopleOf(messages: readonly Message[], order: Order, team: string): NextAddress[] {
  if (order.set.names !== "yes") return [];
  const ids = messages.flatMap(({ user }) => (user === undefined || !/^[UW]\w{2,20}$/.test(user) ? [] : [user]));
  return [...new Set(ids)].map((user) => ({ url: methodAddress(order, "users.info", { user, "naru.team": team }) }));
}

/** A person by the name they show; joined to what they wrote by `authorHash`. */
function readUser(answer: Answer, { hashAuthor }: ReadContext): SourceReading {
  const { id, name, real_name: real, is_bot: isBot, profile } = answer.json(userInfo).user;
  const shown = profile?.display_name || profile?.real_name || real || name || null;
  const fields = givenFields({ authorHash: hashAuthor(id), isBot });
  const url = `${placeOf(answer.url).team}team/${id}`;
  return { items: [itemOf({ url, kind: "profile", title: shown, text: "", author: shown, fields })] };
}
