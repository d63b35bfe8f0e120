import type { Order } from "../source.ts";
import { addressOf } from "../wire-url.ts";

/** Slack asks for no more at a time, though it would give up to 999. */
export const pageSize = 200;
const dayMs = 86_400_000;

/** A channel as addresses carry it on: with the team's own address, and its name where that is known. */
export interface Place {
  channel: string;
  /** `https://team.slack.com/`. */
  team: string;
  name: string | null;
}

export function methodAddress(
  { homes }: Order,
  method: string,
  params: Readonly<Record<string, string | number | null | undefined>> = {},
): string {
  return addressOf(`${homes.api}/${method}`, params);
}

/** Threads that began before `since` may have answers after it: the channel is read from some days earlier to find them. */
export function historyAddress(order: Order, place: Place): string {
  const { since, set, maxResults } = order;
  const earlierMs = set.threads === "no" ? 0 : Number(set.lookBack ?? 0) * dayMs;
  return methodAddress(order, "conversations.history", {
    ...placed(place),
    ...spanOf(order, since === null ? null : new Date(since.getTime() - earlierMs)),
    limit: earlierMs > 0 && since !== null ? pageSize : Math.min(pageSize, maxResults ?? pageSize),
  });
}

export function repliesAddress(order: Order, place: Place, ts: string): string {
  return methodAddress(order, "conversations.replies", {
    ...placed(place),
    ...spanOf(order, order.since),
    ts,
    limit: pageSize,
  });
}

export function placeOf(url: URL): Place {
  const params = url.searchParams;
  return {
    channel: params.get("channel") ?? "",
    team: params.get("naru.team") ?? "https://slack.com/",
    name: params.get("naru.name"),
  };
}

function placed({ channel, team, name }: Place): Record<string, string | null> {
  return { channel, "naru.team": team, "naru.name": name };
}

function spanOf({ until }: Order, oldest: Date | null): Record<string, string | null> {
  if (oldest === null && until === null) return {};
  return { oldest: secondsOf(oldest), latest: secondsOf(until), inclusive: "true" };
}

function secondsOf(time: Date | null): string | null {
  return time === null ? null : (time.getTime() / 1_000).toFixed(6);
}

/** What people open a message by: `…/archives/C01/p1482960137003543`, with the thread behind it for an answer. */
export function permalinkOf({ team, channel }: Pick<Place, "team" | "channel">, ts: string, threadTs?: string): string {
  const link = `${team}archives/${channel}/p${ts.replace(".", "")}`;
  return threadTs === undefined || threadTs === ts ? link : `${link}?cid=${channel}&thread_ts=${threadTs}`;
}
