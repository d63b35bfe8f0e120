/** As long a Cookie header as common servers take; they answer longer ones with an error, whoever set the cookies. */
const maxLength = 8_000;

/**
 * Value of a Cookie header; null for none. The first cookies count: a site's neighbour that sets too many or too long ones for their common
 * domain does not lock us out of it.
 */
export function cookieHeader(cookies: Iterable<{ name: string; value: string }>): string | null {
  let header = "";
  for (const { name, value } of cookies) {
    const piece = `${header === "" ? "" : "; "}${name}=${value}`;
    if (header.length + piece.length <= maxLength) header += piece;
  }
  return header === "" ? null : header;
}
