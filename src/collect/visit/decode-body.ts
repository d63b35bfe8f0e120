import { DamagedArchiveError, decodePayload } from "../../archive/index.ts";
import type { OutgoingResponse } from "../../platform/http-out/index.ts";
import { headersOf } from "./response-headers.ts";

export type DecodedBody =
  /** `broken`: the coding ends before its end, though the answer was whole. */
  | { ok: true; body: Uint8Array; broken?: boolean }
  | { ok: false; reason: "compression_bomb" | "bad_response"; detail: string };

/** Undoes a body's content codings within bounds. A body that broke off gives what can be had of it. */
export function decodeBody(response: OutgoingResponse, limits: { maxBytes: number; maxRatio: number }): DecodedBody {
  const codings = headersOf(response.headers, "content-encoding").join(",");
  if (codings === "") return { ok: true, body: response.body };
  try {
    return { ok: true, body: decodePayload(response.body, codings, { ...limits, partial: response.cut }) };
  } catch (error) {
    if (!(error instanceof DamagedArchiveError)) throw error;
    const part = error.code === "payload_bomb" || response.cut ? null : partOf(response, codings, limits);
    if (part !== null) return { ok: true, body: part, broken: true };
    const reason = error.code === "payload_bomb" ? "compression_bomb" : "bad_response";
    return { ok: false, reason, detail: error.message };
  }
}

function partOf(
  response: OutgoingResponse,
  codings: string,
  limits: { maxBytes: number; maxRatio: number },
): Uint8Array | null {
  try {
    const part = decodePayload(response.body, codings, { ...limits, partial: true });
    return part.length === 0 ? null : part;
  } catch (error) {
    if (!(error instanceof DamagedArchiveError)) throw error;
    return null;
  }
}
