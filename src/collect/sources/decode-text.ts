import { isUtf8 } from "node:buffer";
import iconv from "iconv-lite";

/** Labels of Korean pages, all of which mean CP949 in practice; iconv-lite knows it whole, `TextDecoder("euc-kr")` does not. */
const korean =
  /^(?:euc[-_]?kr|ks_?c[-_]?5601(?:-19\d\d)?|(?:windows|cp|ms|x-windows)-?949|949|uhc|x-uhc|x-euc-kr|korean)$/;
const headBytes = 4_096;

/**
 * Text of an answer. Order: byte order mark, bytes that are UTF-8, charset of the header, charset that the page declares, CP949. Never throws;
 * what fits nothing becomes U+FFFD. Media types whose text is UTF-8 by definition (JSON) are not guessed.
 */
export function decodeText(bytes: Uint8Array, contentType: string | undefined): string {
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const marked = markOf(body);
  if (marked !== null) return iconv.decode(body, marked, { stripBOM: true });
  const wide = utf16In(body);
  if (wide !== null) return iconv.decode(body, wide);
  const label = charsetOf(contentType?.slice(0, 512) ?? "") ?? declaredIn(body);
  if (isUtf8(body)) {
    // Two CP949 bytes can look like one Latin letter of UTF-8, hardly ever like the three of a syllable.
    const ambiguous = label === "cp949" && !body.some((byte) => byte >= 0xe0);
    const text = ambiguous ? iconv.decode(body, "cp949") : "\uFFFD";
    return text.includes("\uFFFD") ? body.toString("utf8") : text;
  }
  if (/^application\/(?:[\w.-]{1,80}\+)?json\b/i.test(contentType ?? "")) return body.toString("utf8");
  if (label !== null && label !== "utf-8") return iconv.decode(body, label);
  const [utf8, cp949] = [body.toString("utf8"), iconv.decode(body, "cp949")];
  // A page that calls itself UTF-8 may have a few broken bytes in it.
  return label === "utf-8" && broken(utf8) <= broken(cp949) * 2 ? utf8 : cp949;
}

function markOf(body: Buffer): string | null {
  if (body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf) return "utf-8";
  if (body[0] === 0xff && body[1] === 0xfe) return "utf-16le";
  return body[0] === 0xfe && body[1] === 0xff ? "utf-16be" : null;
}

/** UTF-16 without a mark, as some headers name it: markup has a zero in every other byte. */
function utf16In(body: Buffer): string | null {
  const start = body.toString("latin1", 0, 8);
  if (/^(?:[\x09-\x7e]\0){4}/.test(start)) return "utf-16le";
  return /^(?:\0[\x09-\x7e]){4}/.test(start) ? "utf-16be" : null;
}

function declaredIn(body: Buffer): string | null {
  const head = body.toString("latin1", 0, headBytes);
  const xml = /^\s{0,20}<\?xml[^>]{1,200}/.exec(head)?.[0].replace("encoding", "charset");
  const metas = head.match(/<meta[\s/][^>]{1,500}/gi) ?? [];
  for (const tag of xml === undefined ? metas : [xml, ...metas]) {
    const label = charsetOf(tag);
    if (label !== null) return label;
  }
  return null;
}

function charsetOf(text: string): string | null {
  const label = /charset\s{0,5}=\s{0,5}["']?\s{0,5}([\w:.-]{1,40})/i.exec(text)?.[1]?.toLowerCase();
  if (label === undefined || label.startsWith("utf-16")) return null;
  if (label === "utf-8" || label === "utf8") return "utf-8";
  if (korean.test(label)) return "cp949";
  // Servers send these for pages in any charset.
  if (/^(?:iso-?8859-?1|latin-?1|us-ascii|ascii)$/.test(label)) return null;
  return iconv.encodingExists(label) ? label : null;
}

function broken(text: string): number {
  return text.match(/\uFFFD/g)?.length ?? 0;
}
