import { DamagedArchiveError, decodePayload } from "../../archive/index.ts";
import type { OutgoingResponse } from "../../platform/http-out/index.ts";
import { headersOf } from "./response-headers.ts";

export type DecodedBody =
  | { ok: true; body: Uint8Array }
  | { ok: false; reason: "compression_bomb" | "bad_response"; detail: string };

/** Undoes a body's content codings within bounds. A body that broke off gives what can be had of it. */
export function decodeBody(response: OutgoingResponse, limits: { maxBytes: number; maxRatio: number }): DecodedBody {
  const codings = headersOf(response.headers, "content-encoding").join(",");
  if (codings === "") return { ok: true, body: response.body };
  try {
    return { ok: true, body: decodePayload(response.body, codings, { ...limits, partial: response.cut }) };
  } catch (error) {
    if (!(error instanceof DamagedArchiveError)) throw error;
    const reason = error.code === "payload_bomb" ? "compression_bomb" : "bad_response";
    return { ok: false, reason, detail: error.message };
  }
}
