import { z } from "zod";
import type { Answer } from "./answer.ts";
import type { SourceFailure } from "./source.ts";

/** Meta's Graph API as Instagram and Threads speak it: one shape of errors, one of usage headers, one of times. */

/** What a source says to a person whose request Meta refused. */
export interface GraphWords {
  /** How one gets a new token. */
  renew: string;
  /** Permissions that the app needs. */
  permissions: string;
}

const errorBody = z.object({
  error: z
    .object({
      message: z.string().default(""),
      code: z.number().default(0),
      error_subcode: z.number().nullish(),
      error_user_msg: z.string().nullish(),
    })
    .optional(),
});

export interface GraphError {
  code: number;
  subcode: number | null;
  message: string;
}

/** The error of an answer, or null when it holds none. @throws SchemaError when it is no JSON. */
export function graphError(answer: Answer): GraphError | null {
  const { error } = answer.json(errorBody);
  if (error === undefined) return null;
  const message = [error.message, error.error_user_msg ?? ""].filter((text) => text !== "").join(" ");
  return { code: error.code, subcode: error.error_subcode ?? null, message: message.slice(0, 300) };
}

const tokenCodes: ReadonlySet<number> = new Set([102, 190, 2500]);
/** Calls of the app, the user, the page; a custom limit. Codes from 80000 on are those of one business use case. */
const limitCodes: ReadonlySet<number> = new Set([4, 17, 32, 613]);
/** "An unknown error occurred", "service temporarily unavailable": both pass. */
const passingCodes: ReadonlySet<number> = new Set([1, 2]);

/** What an error means wherever it comes; null leaves it to the source. */
export function judgeGraph(answer: Answer, error: GraphError, now: Date, words: GraphWords): SourceFailure | null {
  const { code, message } = error;
  const detail = `${message} (code ${code}${error.subcode === null ? "" : `/${error.subcode}`})`;
  if (tokenCodes.has(code)) return { reason: "auth_expired", detail: `${detail}. ${words.renew}` };
  if (code === 3 || code === 10 || (code >= 200 && code <= 299)) {
    return { reason: "permission_denied", detail: `${detail}. The app needs ${words.permissions}.` };
  }
  if (limitCodes.has(code) || (code >= 80_000 && code <= 80_014)) {
    const minutes = regainMinutes(answer.headers);
    const until = minutes === null ? {} : { until: new Date(now.getTime() + minutes * 60_000) };
    return { reason: "quota_exhausted", detail, ...until };
  }
  return passingCodes.has(code) ? { reason: "server_error", detail } : null;
}

const useCases = z.record(
  z.string(),
  z.array(z.object({ estimated_time_to_regain_access: z.number().min(0).max(44_640).optional() })),
);

/** Minutes until calls are answered again, as `X-Business-Use-Case-Usage` estimates them; null when it does not tell. */
function regainMinutes(headers: Answer["headers"]): number | null {
  const text = headers["x-business-use-case-usage"];
  if (text === undefined) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const told = useCases.safeParse(value);
  if (!told.success) return null;
  const minutes = Object.values(told.data).flatMap((uses) =>
    uses.map((use) => use.estimated_time_to_regain_access ?? 0),
  );
  const longest = Math.max(0, ...minutes);
  return longest > 0 ? longest : null;
}

/** `2026-11-20T09:00:00+0000`; null for what is no time, or one without a zone. */
export function graphTime(text: string | null | undefined): Date | null {
  const time = /^(\d{4}-\d{2}-\d{2}T[\d:.]{5,15})(?:Z|([+-]\d{2}):?(\d{2}))$/.exec(text ?? "");
  if (time === null) return null;
  const [, local, hours = "+00", minutes = "00"] = time;
  const moment = new Date(`${local}${hours}:${minutes}`);
  return Number.isNaN(moment.getTime()) ? null : moment;
}

/** A cursor that may go into an address; null for anything else. */
export function graphCursor(text: string | null | undefined): string | null {
  return text !== null && text !== undefined && /^[\w=+/.~-]{1,600}$/.test(text) ? text : null;
}
