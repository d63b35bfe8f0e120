import type { StandInAnswer } from "./stand-in.ts";

/** An error as Meta's Graph API sends it. */
export function graphFailure(
  status: number,
  code: number,
  message: string,
  more: { subcode?: number; headers?: Record<string, string> } = {},
): StandInAnswer {
  const subcode = more.subcode === undefined ? {} : { error_subcode: more.subcode };
  return {
    status,
    headers: more.headers ?? {},
    body: { error: { message, type: "OAuthException", code, ...subcode, fbtrace_id: "AbCdEfGhIjK" } },
  };
}

export const expiredToken: StandInAnswer = graphFailure(
  400,
  190,
  "Error validating access token: Session has expired on Thursday, 19-Nov-26 01:00:00 PST.",
  { subcode: 463 },
);
