import { withScheme } from "../lib/with-scheme.ts";
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
