import { payloadDigest } from "../../archive/index.ts";
import type { CaptureDraft } from "../visit/finished-visit.ts";

/** What stands in the place of a secret. */
const mark = "*";

/** Shorter values are no secrets: they would be found everywhere. */
const minSecretLength = 6;

/** All forms in which a secret may come back in an answer: as it is, and as URLs and JSON write it. */
function formsOf(secret: string): string[] {
  const encoded = encodeURIComponent(secret);
  const lower = encoded.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
  const json = JSON.stringify(secret).slice(1, -1);
  // Some writers of JSON escape slashes, and some of URLs write escapes small.
  return [...new Set([secret, encoded, encoded.replaceAll("%20", "+"), lower, json, json.replaceAll("/", "\\/")])];
}

/**
 * Puts asterisks in the place of every secret, byte for byte, so that lengths and places stay what they were. Gives the very same buffer
 * when there is none in it. APIs repeat keys in links to the next page.
 */
export function withholdBytes(body: Uint8Array, secrets: readonly string[]): Uint8Array {
  const buffer = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  let clean: Buffer | null = null;
  for (const secret of secrets) {
    if (secret.length < minSecretLength) continue;
    for (const form of formsOf(secret)) {
      const needle = Buffer.from(form, "utf8");
      for (let at = buffer.indexOf(needle); at >= 0; at = buffer.indexOf(needle, at + needle.length)) {
        clean ??= Buffer.from(buffer);
        clean.fill(mark, at, at + needle.length);
      }
    }
  }
  return clean ?? body;
}

export function withholdText(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) {
    if (secret.length < minSecretLength) continue;
    for (const form of formsOf(secret)) clean = clean.replaceAll(form, mark.repeat(form.length));
  }
  return clean;
}

/** Takes secrets out of an answer that is about to be archived. `body` is the decoded body. */
export function withholdFrom({ exchange, capture }: CaptureDraft, body: Uint8Array, secrets: readonly string[]): void {
  const clean = withholdBytes(body, secrets);
  const isClean = clean === body;
  exchange.response = {
    ...exchange.response,
    statusText: withholdText(exchange.response.statusText, secrets),
    headers: exchange.response.headers.map(([name, value]) => [name, withholdText(value, secrets)] as const),
    ...(isClean ? {} : { body: clean, bodyDecoded: true }),
  };
  capture.etag = capture.etag === null ? null : withholdText(capture.etag, secrets);
  if (isClean) return;
  exchange.digest = payloadDigest(clean);
  exchange.metadata = { ...exchange.metadata, withheld: "keys, put out byte for byte" };
  capture.digest = exchange.digest;
  capture.payloadLength = clean.length;
}

/** Takes secrets out of what was asked for, as it is archived. */
export function withholdAsked({ exchange, capture }: CaptureDraft, secrets: readonly string[]): void {
  exchange.url = withholdText(exchange.url, secrets);
  capture.url = withholdText(capture.url, secrets);
  if (exchange.request === null) return;
  const headers = exchange.request.headers.map(([name, value]) => [name, withholdText(value, secrets)] as const);
  exchange.request = { ...exchange.request, headers };
}
