/**
 * A typed address with the scheme that it lacks; a bare word, and whatever else is no address, stays as it is.
 * @param allowed hosts of one's own, as `host:port`: they are asked by http.
 */
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
