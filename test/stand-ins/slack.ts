import { openStandIn, type StandIn, type StandInAnswer, type StandInRequest } from "./stand-in.ts";

/** A message as Slack sends it, with its answers beside it. */
export interface SlackMessage {
  ts: string;
  text: string;
  user?: string;
  replies?: SlackMessage[];
  /** Whatever else it has: subtype, reactions, attachments. */
  more?: Record<string, unknown>;
}

export interface SlackChannel {
  id: string;
  name: string;
  messages: SlackMessage[];
}

/** Slack's Web API as far as naru asks it. `state` may be changed while it runs. */
export interface SlackStandIn extends StandIn {
  state: {
    channels: SlackChannel[];
    users: { id: string; display: string }[];
    broken: boolean;
    /** Methods whose scope the bot lacks. */
    denied: string[];
    /** Most that a page holds, whatever is asked for. */
    most: number;
  };
}

export const slackToken = "xoxb-token-for-tests";
export const slackChannel = "C01NARUTALK";
export const slackTeam = "https://naru-team.slack.com/";
const newest = Date.UTC(2026, 10, 20, 3) / 1_000;

/** The later the number, the older. */
export function tsOf(n: number): string {
  return `${newest - n * 60}.${String(n).padStart(6, "0")}`;
}

export function slackTime(n: number): string {
  return new Date((newest - n * 60) * 1_000).toISOString();
}

/** Own Korean texts; the number makes each another. */
export function slackMessage(n: number, more: Partial<SlackMessage> = {}): SlackMessage {
  const text = `${n}번 배포는 *순조로웠습니다* :tada: &lt;뷁&gt; &amp; 다들 고생했어요`;
  return { ts: tsOf(n), text, user: `U0WRITER${n % 3}`, ...more };
}

export async function openSlack(): Promise<SlackStandIn> {
  const state: SlackStandIn["state"] = {
    channels: [{ id: slackChannel, name: "나루-이야기", messages: [] }],
    users: [],
    broken: false,
    denied: [],
    most: 999,
  };
  const standIn = await openStandIn((request) => answer(request, state));
  return { ...standIn, state };
}

export function slackError(error: string, more: Record<string, unknown> = {}): StandInAnswer {
  return { body: { ok: false, error, ...more } };
}

function answer({ url, headers }: StandInRequest, state: SlackStandIn["state"]): StandInAnswer | null {
  const params = url.searchParams;
  const method = url.pathname.replace(/^\/api\//, "");
  if (headers.authorization === undefined || params.has("token")) return slackError("not_authed");
  if (headers.authorization !== `Bearer ${slackToken}`) return slackError("invalid_auth");
  if ([...params.keys()].some((name) => name.startsWith("naru."))) return slackError("invalid_arguments");
  if (state.denied.includes(method)) return slackError("missing_scope", { needed: "channels:read", provided: "chat" });
  if (method === "auth.test") return { body: { ok: true, url: slackTeam, team: "나루", bot_id: "B01" } };
  if (method === "conversations.list") return page("channels", state.channels.map(shownChannel), params, state);
  if (method === "users.info") return user(params, state);
  const channel = state.channels.find(({ id }) => id === params.get("channel"));
  if (channel === undefined) return slackError("channel_not_found");
  if (method === "conversations.info") return { body: { ok: true, channel: shownChannel(channel) } };
  if (method === "conversations.history") return history(channel, params, state);
  if (method === "conversations.replies") return replies(channel, params, state);
  return slackError("unknown_method");
}

function shownChannel({ id, name }: SlackChannel): Record<string, unknown> {
  return { id, name, name_normalized: name, is_channel: true };
}

function user(params: URLSearchParams, { users }: SlackStandIn["state"]): StandInAnswer {
  const found = users.find(({ id }) => id === params.get("user"));
  if (found === undefined) return slackError("user_not_found");
  const profile = { display_name: found.display, real_name: "본명은 따로", email: "kept@example.com" };
  return { body: { ok: true, user: { id: found.id, name: "handle", is_bot: false, profile } } };
}

function history({ messages }: SlackChannel, params: URLSearchParams, state: SlackStandIn["state"]): StandInAnswer {
  const shown = messages.filter(({ ts }) => isBetween(ts, params)).map(topMessage);
  return page("messages", shown, params, state);
}

/** Its thread's first message comes first whatever the dates. */
function replies({ messages }: SlackChannel, params: URLSearchParams, state: SlackStandIn["state"]): StandInAnswer {
  const parent = messages.find(({ ts }) => ts === params.get("ts"));
  if (parent === undefined) return slackError("thread_not_found");
  const below = (parent.replies ?? []).filter(({ ts }) => isBetween(ts, params));
  const shown = [topMessage(parent), ...below.map((one) => ({ ...plain(one), thread_ts: parent.ts }))];
  return page("messages", shown, params, state);
}

function topMessage(message: SlackMessage): Record<string, unknown> {
  const { ts, replies: below = [] } = message;
  const latest = below.map((one) => one.ts).sort()[below.length - 1];
  const thread = below.length === 0 ? {} : { thread_ts: ts, reply_count: below.length, latest_reply: latest };
  return { ...plain(message), ...thread };
}

function plain({ ts, text, user: writer, more = {} }: SlackMessage): Record<string, unknown> {
  return { type: "message", ts, text, ...(writer === undefined ? {} : { user: writer }), ...more };
}

function isBetween(ts: string, params: URLSearchParams): boolean {
  const at = Number(ts);
  return at >= Number(params.get("oldest") ?? 0) && at <= Number(params.get("latest") ?? Number.POSITIVE_INFINITY);
}

function page(
  name: string,
  all: readonly unknown[],
  params: URLSearchParams,
  { broken, most }: SlackStandIn["state"],
): StandInAnswer {
  const limit = Number(params.get("limit") ?? 100);
  if (!Number.isInteger(limit) || limit < 1 || limit > 999) return slackError("invalid_limit");
  const cursor = params.get("cursor");
  const start = cursor === null ? 0 : Number(/^next:(\d+)$/.exec(atob(cursor))?.[1] ?? Number.NaN);
  if (Number.isNaN(start)) return slackError("invalid_cursor");
  const end = start + Math.min(limit, most);
  const more = end < all.length;
  const list = broken ? "entries" : name;
  const next_cursor = more ? btoa(`next:${end}`) : "";
  return { body: { ok: true, [list]: all.slice(start, end), has_more: more, response_metadata: { next_cursor } } };
}
