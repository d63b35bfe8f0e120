import type { Answer } from "../answer.ts";
import { plainText } from "../plain-text.ts";
import type { Order, SourceFailure } from "../source.ts";
import { commentUrl, detailsAddress, watchUrl } from "./addresses.ts";
import { errorBody } from "./schema.ts";

const spent = new Set(["quotaExceeded", "dailyLimitExceeded", "dailyLimitExceededUnreg"]);
const tooFast = new Set(["rateLimitExceeded", "userRateLimitExceeded"]);
const badKey = new Set(["keyInvalid", "keyExpired", "API_KEY_INVALID", "API_KEY_EXPIRED", "authError", "required"]);
const passing = new Set(["backendError", "internalError", "processingFailure"]);

/** What a channel without videos has for its uploads. */
const noPlaylist = new Set(["playlistNotFound"]);
const renew = "Look after the key at https://console.cloud.google.com/apis/credentials and set YOUTUBE_API_KEY to it.";

/** Google's errors say more by their `reason` than by their status: a spent quota, closed comments and a refusal are all 403. */
export function judgeYoutube(answer: Answer, order: Order): SourceFailure | null {
  if (answer.status < 400) return null;
  const { message, errors, details } = answer.json(errorBody).error;
  const reasons = [...errors, ...details].flatMap(({ reason }) => (reason === undefined ? [] : [reason]));
  const has = (known: ReadonlySet<string>) => reasons.some((reason) => known.has(reason));
  const detail = `${reasons[0] ?? answer.status} ${plainText(message)}`.slice(0, 300);
  const limits = details.map(({ metadata }) => String(metadata?.quota_limit ?? "")).join(" ");
  const daily = /per ?day/i.test(`${limits} ${message}`);
  if (has(spent) || (daily && (has(tooFast) || answer.status === 429))) {
    return { reason: "quota_exhausted", detail, bucket: bucketOf(answer.url) };
  }
  if (has(tooFast)) return { reason: "rate_limited", detail };
  const told = aboutCaptions(answer, order, detail);
  if (told !== null) return told;
  if (has(badKey) || /API key (?:not valid|expired)/i.test(message)) {
    return { reason: "auth_expired", detail: `${detail} ${renew}` };
  }
  if (has(passing)) return { reason: "server_error", detail };
  if (has(noPlaylist)) {
    const note = { code: "nothing_found", message: "A channel that was asked for has no public videos." } as const;
    return { reason: "not_found", detail, note };
  }
  return aboutVideo(answer, new Set(reasons), detail) ?? ofStatus(answer.status, detail);
}

/** Searches have a bucket of their own. */
export function bucketOf(url: URL): "search" | "units" {
  return url.pathname.endsWith("/search") ? "search" : "units";
}

/** Lists of tracks may ask for a login that only the video's owner has: 401 is then no word about the key. */
function aboutCaptions({ url, status }: Answer, order: Order, detail: string): SourceFailure | null {
  const videoId = url.searchParams.get("videoId");
  if (videoId === null || !url.pathname.endsWith("/captions") || (status !== 401 && status !== 403)) return null;
  const message = "YouTube does not tell the caption tracks of some videos to this key; the videos were taken without.";
  const next = [{ url: detailsAddress(order, [videoId]) }];
  return { reason: "permission_denied", detail, note: { code: "permission_narrow", message }, next };
}

function aboutVideo({ url, status }: Answer, reasons: ReadonlySet<string>, detail: string): SourceFailure | null {
  const videoId = url.searchParams.get("videoId") ?? url.searchParams.get("naru.video");
  if (videoId === null) return null;
  if (reasons.has("commentsDisabled")) {
    const message = `Comments of ${watchUrl(videoId)} are turned off.`;
    return { reason: "permission_denied", detail, note: { code: "comments_disabled", message } };
  }
  if (reasons.has("videoNotFound")) return { reason: "deleted", detail, goneWhole: [watchUrl(videoId)] };
  const parentId = url.searchParams.get("parentId");
  if (parentId !== null && status === 404 && (reasons.has("commentNotFound") || reasons.has("parentCommentNotFound"))) {
    return { reason: "deleted", detail, goneWhole: [commentUrl(videoId, parentId)] };
  }
  return null;
}

function ofStatus(status: number, detail: string): SourceFailure | null {
  return status === 403 ? { reason: "permission_denied", detail } : null;
}
