const unreserved = /[A-Za-z0-9._~-]/;

/**
 * Path and query in the form that rules are compared in (RFC 9309 §2.2.2): non-ASCII percent-encoded as UTF-8, escapes in
 * upper case, escaped unreserved characters decoded (`%7E` is `~`). `%2F`, `%2A` and `%24` stay: they are not `/`, `*`, `$`.
 */
export function normalizePath(path: string): string {
  return normalize(path);
}

/** The same for a rule's pattern, whose bare `*` and `$` keep their meaning. */
export function normalizePattern(pattern: string): string {
  const path = normalize(pattern);
  return path.startsWith("/") || path.startsWith("*") ? path : `/${path}`;
}

function normalize(text: string): string {
  if (/^[!-$&-~]*$/.test(text)) return text;
  let out = "";
  for (let index = 0; index < text.length; ) {
    const char = text[index] ?? "";
    if (char === "%" && /^[0-9A-Fa-f]{2}/.test(text.slice(index + 1, index + 3))) {
      const hex = text.slice(index + 1, index + 3);
      const decoded = String.fromCharCode(Number.parseInt(hex, 16));
      out += unreserved.test(decoded) ? decoded : `%${hex.toUpperCase()}`;
      index += 3;
    } else if (char > " " && char < "\x7f") {
      out += char;
      index += 1;
    } else {
      const whole = String.fromCodePoint(text.codePointAt(index) ?? 0xfffd);
      out += encodeURIComponent(whole.toWellFormed());
      index += whole.length;
    }
  }
  return out;
}

/** What stands for itself in a query, escaped or not. The separators (`&`, `=`, `+`, `#`) and what patterns use (`*`, `$`) are not among it. */
const plainInQuery = /%(?:2F|3A|3F|40|2C|3B|21|27|28|29|5B|5D)/g;

/**
 * The same with a query's reserved characters unescaped: `?u=https%3A%2F%2Fa` and `?u=https://a` are one (§2.2.2, the second example). For a
 * pattern only what stands behind its own `?` can be told to be query.
 */
export function withPlainQuery(text: string): string {
  const mark = text.indexOf("?");
  if (mark < 0) return text;
  return text.slice(0, mark) + text.slice(mark).replace(plainInQuery, (code) => decodeURIComponent(code));
}

/**
 * Tells whether a pattern with `*` (any characters) and a final `$` (end of path) matches from the start of the path. Each `*` is settled by
 * the first place where what follows it fits, so the time is linear in the path for each literal piece and no pattern makes it explode.
 */
export function matchesPattern(pattern: string, path: string): boolean {
  const anchored = pattern.endsWith("$");
  const pieces = (anchored ? pattern.slice(0, -1) : pattern).split("*");
  const first = pieces[0] ?? "";
  if (!path.startsWith(first)) return false;
  let at = first.length;
  if (pieces.length === 1) return !anchored || at === path.length;
  for (let index = 1; index < pieces.length - 1; index += 1) {
    const piece = pieces[index] ?? "";
    if (piece === "") continue;
    const found = path.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  const last = pieces.at(-1) ?? "";
  if (anchored) return path.length - last.length >= at && path.endsWith(last);
  return last === "" || path.indexOf(last, at) >= 0;
}
