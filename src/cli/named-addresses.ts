import { withScheme } from "../lib/with-scheme.ts";
import { InvalidInputError } from "../platform/errors.ts";

/**
 * `example.com/x` → `https://example.com/x`, `localhost:8000` → `http://localhost:8000`; what is no web address is refused with a hint.
 * @throws InvalidInputError `invalid_url`.
 */
export function toWebAddress(text: string): string {
  const full = withScheme(text, []);
  const url = URL.parse(full);
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:") || url.hostname === "") {
    throw new InvalidInputError("invalid_url", `"${text}" is not a web address.`, {
      field: "urls",
      next: "Write it as https://host/path.",
    });
  }
  return full;
}

/** `host:port` of every address that the person typed: naming it on the command line allows it, even when it is private. */
export function namedAddresses(urls: readonly string[]): string[] {
  const named = urls.map((text) => {
    const url = new URL(text);
    return `${url.hostname}:${url.port === "" ? (url.protocol === "https:" ? "443" : "80") : url.port}`;
  });
  return [...new Set(named)];
}
