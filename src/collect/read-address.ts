import { InvalidInputError } from "../platform/errors.ts";
import { type NormalUrl, normalizeUrl } from "./url-normal-form.ts";

/**
 * An address as a person types it, normalised. Without a scheme it gets `https://`, or `http://` when it names an allowed address or localhost; a bare
 * word is no address.
 * @throws InvalidInputError `invalid_url`, naming the field.
 */
export function readAddress(text: string, field: string, allowed: readonly string[]): NormalUrl {
  const normal = normalizeUrl(withScheme(text, allowed));
  if (normal !== null) return normal;
  throw new InvalidInputError("invalid_url", `This is no web address: ${text.slice(0, 200)}`, {
    field,
    next: "Give an address such as https://example.com/ of at most 2,048 characters.",
  });
}

/** A typed address with the scheme that it lacks; a bare word, and whatever else is no address, stays as it is. */
export function withScheme(typed: string, allowed: readonly string[]): string {
  const text = typed.trim();
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return text;
  if (!/^[\p{L}\p{N}[]/u.test(text) || /^[a-z]+:(?!\d)/i.test(text)) return text;
  const host = text.split("/", 1)[0] ?? "";
  const local = allowed.includes(host) || /^(?:localhost|127\.|\[::1\])/i.test(host);
  // A bare word is a slip of the keyboard far more often than a host of one's own network.
  if (!local && !/[.:]/.test(host)) return text;
  return `${local ? "http" : "https"}://${text}`;
}
