import { InvalidInputError } from "../../../platform/errors.ts";
import type { NextAddress, Order } from "../source.ts";
import { channelAddress, listAddress, pageSize, videoAddresses } from "./addresses.ts";

/** Where an order begins. @throws InvalidInputError `query_missing` or `source_option_wrong`. */
export function begin(order: Order): NextAddress[] {
  const { set, query, urls } = order;
  const videos = listed(set.video).map(videoIdOf);
  const channels = new Set(listed(set.channel).map(channelOf));
  for (const address of urls) {
    const id = findVideoId(address);
    if (id !== null) videos.push(id);
    else channels.add(channelOf(address));
  }
  checkOptions(order);
  const seeds = [
    ...query.map((q) => ({ url: searchAddress(order, q) })),
    // One by one: fifty ids cost no more than one, but then no channel would have a mark of its own.
    ...[...channels].map((name) => ({ url: channelAddress(order, name) })),
    ...videoAddresses(order, [...new Set(videos)]),
  ];
  if (seeds.length > 0) return seeds;
  throw new InvalidInputError("query_missing", "YouTube needs something to look for, a channel or a video.", {
    field: "query",
    next: "Type: naru collect --source youtube --query 스위스 (or --set channel=@handle, or --set video=ID)",
  });
}

function searchAddress(order: Order, q: string): string {
  const { set, since, until, maxResults } = order;
  return listAddress(order, "search", {
    part: "snippet",
    type: "video",
    q,
    order: set.order,
    regionCode: set.region?.toUpperCase(),
    relevanceLanguage: set.language,
    publishedAfter: since?.toISOString(),
    publishedBefore: until?.toISOString(),
    maxResults: Math.min(pageSize, maxResults ?? pageSize),
  });
}

function checkOptions({ set }: Order): void {
  if (set.region !== undefined && !/^[a-z]{2}$/i.test(set.region)) {
    throw wrong("region", set.region, "Type a country of two letters, such as KR.");
  }
  if (set.language !== undefined && !/^[a-z]{2,3}(?:-[a-z]{2,4})?$/i.test(set.language)) {
    throw wrong("language", set.language, "Type a language such as ko.");
  }
  if (set.maxComments !== undefined && !/^[1-9]\d{0,8}$/.test(set.maxComments)) {
    throw wrong("maxComments", set.maxComments, "Type a whole number such as 1000.");
  }
}

function listed(text: string | undefined): string[] {
  const parts = (text ?? "").split(/[,\s]+/).filter((part) => part !== "");
  return [...new Set(parts)];
}

const videoId = /^[\w-]{11}$/;

function videoIdOf(text: string): string {
  const id = videoId.test(text) ? text : findVideoId(text);
  if (id !== null) return id;
  throw wrong("video", text, "Type the eleven characters behind v= in the video's address, or the address itself.");
}

/** `https://www.youtube.com/watch?v=ID`, `https://youtu.be/ID`, `/shorts/ID`, `/live/ID`. */
function findVideoId(text: string): string | null {
  const url = URL.parse(text);
  if (url === null) return null;
  const [, first = "", second = ""] = url.pathname.split("/");
  const id = url.hostname === "youtu.be" ? first : first === "watch" ? url.searchParams.get("v") : second;
  const known = url.hostname === "youtu.be" || (isYoutube(url) && /^(?:watch|shorts|live|embed)$/.test(first));
  return known && id !== null && videoId.test(id) ? id : null;
}

/** Id or handle of a channel, told by either or by an address with one. */
function channelOf(text: string): string {
  const url = URL.parse(text);
  const parts = url !== null && isYoutube(url) ? decoded(url.pathname).split("/") : ["", text];
  const name = parts[1] === "channel" ? (parts[2] ?? "") : (parts[1] ?? "");
  if (/^(?:UC[\w-]{22}|@[\p{L}\p{N}\p{M}._·-]{1,60})$/u.test(name)) return name;
  throw wrong("channel", text, "Type a channel's handle such as @name, its id (UC and 22 characters) or its address.");
}

function isYoutube(url: URL): boolean {
  return /^(?:www\.|m\.)?youtube\.com$/.test(url.hostname);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function wrong(name: string, value: string, next: string): InvalidInputError {
  return new InvalidInputError("source_option_wrong", `${name} cannot be "${value.slice(0, 60)}".`, {
    field: `set.${name}`,
    next,
  });
}
