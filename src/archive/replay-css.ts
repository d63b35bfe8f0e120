const escapedAscii = /\\(?:0{0,4}([2-7][0-9a-f])[ \t\n]?|([g-z@(\-_]))/gi;
const fetching = /(?:url|src|image|image-set|-webkit-image-set|cross-fade|element|expression)[ \t\n]*\(/gi;
const rules = /@(?:import|font-face|namespace|charset|document|-moz-document)/gi;

/**
 * CSS that asks for nothing: what would load a file or bring in other rules is renamed to something no browser knows, and
 * `<` is gone, so that the text cannot end its style element. The replay's policy forbids the network as well; this is
 * the second wall, for a page that somebody saves and opens elsewhere.
 */
export function quietCss(css: string): string {
  // Escapes first: `\75rl(x)` is `url(x)` to a browser.
  const plain = css.replace(escapedAscii, (_, hex: string | undefined, letter: string | undefined) =>
    hex === undefined ? (letter ?? "") : String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return withoutComments(plain)
    .replaceAll("<", " ")
    .replaceAll("\0", " ")
    .replace(rules, "@not-loaded")
    .replace(fetching, "not-loaded(")
    .replace(/(?:behavior|-moz-binding)[ \t\n]*:/gi, "not-loaded:");
}

// By hand: an expression for this takes quadratic time on comments that never end.
function withoutComments(css: string): string {
  let out = "";
  let at = 0;
  for (;;) {
    const start = css.indexOf("/*", at);
    if (start === -1) return out + css.slice(at);
    out += `${css.slice(at, start)} `;
    const end = css.indexOf("*/", start + 2);
    if (end === -1) return out;
    at = end + 2;
  }
}
