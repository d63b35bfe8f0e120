import { type CollectionInput, storedRequest } from "../../src/collect/collection-request.ts";
import { type Answer, answerOf } from "../../src/collect/sources/answer.ts";
import { orderOf } from "../../src/collect/sources/order.ts";
import type { Order, ReadContext, Source, SourceReading } from "../../src/collect/sources/source.ts";

/** A Friday noon in Seoul. */
export const testNow = new Date("2026-11-20T12:00:00+09:00");

/** What a person asked a source for, with the source's own defaults. */
export function orderFor(source: Source, input: Partial<CollectionInput> = {}): Order {
  return orderOf(source, storedRequest.parse({ source: source.id, ...input }), {});
}

export function contextFor(source: Source, input: Partial<CollectionInput> = {}): ReadContext {
  return { order: orderFor(source, input), hashAuthor: (id) => `hash of ${id}`, now: testNow, bodies: false };
}

/** An answer that never was on a wire. Text becomes UTF-8, other things JSON. */
export function answerFrom(
  url: string,
  body: unknown,
  options: { status?: number; contentType?: string } = {},
): Answer {
  const isMarkup = typeof body === "string" || body instanceof Uint8Array;
  const bytes = body instanceof Uint8Array ? body : Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
  const contentType = options.contentType ?? (isMarkup ? "text/html" : "application/json");
  return answerOf({ url, status: options.status ?? 200, headers: { "content-type": contentType }, body: bytes });
}

/** What a source reads out of a body. @throws SchemaError */
export function readFrom(
  source: Source,
  url: string,
  body: unknown,
  input: Partial<CollectionInput> = {},
): SourceReading | null {
  return source.read?.(answerFrom(url, body), contextFor(source, input)) ?? null;
}
