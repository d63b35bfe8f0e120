/** Nothing in a payload runs, loads, or counts as part of naru's own origin. */
export const rawPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";

const textTypes =
  /^(?:text\/|application\/(?:[a-z0-9.+-]*\+)?(?:json|xml)\b|application\/(?:javascript|xhtml\+xml)\b|image\/svg\+xml\b)/;
const charsetPattern = /;\s*charset\s*=\s*"?([a-z0-9_.:-]{1,40})/i;

/** Content-Type under which bytes of this type are harmless: text as plain text in its own charset, the rest as a download. */
export function inertType(contentType: string | null): string {
  const type = (contentType ?? "").trim().toLowerCase();
  if (!textTypes.test(type)) return "application/octet-stream";
  const charset = charsetPattern.exec(type)?.[1];
  return charset === undefined ? "text/plain" : `text/plain; charset=${charset}`;
}

/** A value that a header can hold: printable ASCII, at most 200 characters. */
export function printableHeader(value: string): string {
  return value.replaceAll(/[^\x20-\x7e]/g, "?").slice(0, 200);
}
