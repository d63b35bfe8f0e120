import type { Answer } from "../answer.ts";
import { plainText } from "../plain-text.ts";
import type { Order, SourceFailure } from "../source.ts";
import { commentUrl, detailsAddress, watchUrl } from "./addresses.ts";
import { errorBody } from "./schema.ts";

const spent = new Set(["quotaExceeded", "dailyLimitExceeded", "dailyLimitExceededUnreg"]);
const tooFast = new Set(["rateLimitExceeded", "userRateLimitExceeded"]);
const badKey = new Set(["keyInvalid", "keyExpired", "API_KEY_INVALID", "API_KEY_EXPIRED", "authError", "required"]);
const passing = new Set(["backendError", "internalError", "processingFailure"]);

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
  if (has(badKey) || /API key (?:not valid|expired)/i.test(message)) return { reason: "auth_expired", detail };
  if (has(passing)) return { reason: "server_error", detail };
  return aboutVideo(answer, order, new Set(reasons), detail) ?? ofStatus(answer.status, detail);
}

/** Searches have a bucket of their own. */
export function bucketOf(url: URL): "search" | "units" {
  return url.pathname.endsWith("/search") ? "search" : "units";
}

function aboutVideo(
  { url, status }: Answer,
  order: Order,
  reasons: ReadonlySet<string>,
  detail: string,
): SourceFailure | null {
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
  if (status === 403 && url.pathname.endsWith("/captions")) {
    const message =
      "YouTube does not tell the caption tracks of some videos to this key; the videos were taken without.";
    const next = [{ url: detailsAddress(order, [videoId]) }];
    return { reason: "permission_denied", detail, note: { code: "permission_narrow", message }, next };
  }
  return null;
}

function ofStatus(status: number, detail: string): SourceFailure | null {
  return status === 403 ? { reason: "permission_denied", detail } : null;
}
