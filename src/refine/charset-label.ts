import iconv from "iconv-lite";

const koreanLabels = new Set(
  "euc-kr euckr euc_kr ks_c_5601-1987 ks_c_5601-1989 ksc_5601 ksc5601 ks_c_5601 ksc5601-1987 iso-ir-149 csksc56011987 cseuckr korean windows-949 cp949 cp-949 949 ms949 x-windows-949 uhc x-uhc x-euc-kr".split(
    " ",
  ),
);

/** Labels that servers send by default for pages in any charset; they say little. */
const westernLabels = new Set(
  "iso-8859-1 iso8859-1 iso_8859-1 iso88591 latin1 latin-1 l1 us-ascii ascii ansi windows-1252 cp1252 x-cp1252".split(
    " ",
  ),
);

/**
 * The charset that a label means: `utf-8`, `cp949` for the whole euc-kr family, `windows-1252` for the Latin-1 family,
 * else the label in lower case when it can be decoded, or null when nobody knows it.
 */
export function charsetOfLabel(label: string | null | undefined): string | null {
  if (!label) return null;
  const name = label
    .trim()
    .replace(/^["']+|["']+$/g, "")
    .trim()
    .toLowerCase();
  if (name === "" || name.length > 40) return null;
  if (name === "utf-8" || name === "utf8" || name === "unicode-1-1-utf-8" || name === "x-utf-8") return "utf-8";
  if (koreanLabels.has(name)) return "cp949";
  if (westernLabels.has(name)) return "windows-1252";
  if (name === "utf-16" || name === "utf-16le" || name === "utf-16be") return name;
  return /^[a-z0-9_:-]+$/.test(name) && iconv.encodingExists(name) ? name : null;
}

/** Charset parameter of a Content-Type header, as a label; null when there is none. */
export function httpCharset(contentType: string | null): string | null {
  if (contentType === null) return null;
  return /charset\s{0,5}=\s{0,5}["']?([\w:.-]{1,40})/i.exec(contentType.slice(0, 512))?.[1] ?? null;
}

/** Bytes in which a declaration inside the payload is looked for. Browsers take 1,024; Korean pages of the 2000s often need more. */
export const prescanBytes = 4096;

/** Charset label declared inside the payload (XML declaration, `<meta charset>`, `<meta http-equiv>`); null when there is none. */
export function declaredCharset(body: Buffer): string | null {
  const head = body.toString("latin1", 0, Math.min(body.length, prescanBytes));
  const xml = /^\s{0,20}<\?xml[^>]{1,200}?encoding\s{0,5}=\s{0,5}["']([\w:.-]{1,40})["']/i.exec(head);
  if (xml?.[1]) return xml[1];
  const css = /^@charset "([\w:.-]{1,40})"/.exec(head);
  if (css?.[1]) return css[1];
  const markup = head.includes("<!--") ? withoutComments(head) : head;
  let at = markup.search(/<meta[\s/]/i);
  while (at >= 0) {
    const end = markup.indexOf(">", at);
    const tag = markup.slice(at, end < 0 ? undefined : end);
    const label = /charset\s{0,5}=\s{0,5}["']?\s{0,5}([\w:.-]{1,40})/i.exec(tag)?.[1];
    if (label) return label;
    if (end < 0) return null;
    const next = markup.slice(end).search(/<meta[\s/]/i);
    at = next < 0 ? -1 : end + next;
  }
  return null;
}

function withoutComments(markup: string): string {
  let out = "";
  let from = 0;
  for (;;) {
    const open = markup.indexOf("<!--", from);
    if (open < 0) return out + markup.slice(from);
    out += markup.slice(from, open);
    const close = markup.indexOf("-->", open + 4);
    if (close < 0) return out;
    from = close + 3;
  }
}
