import { isAscii, isUtf8 } from "node:buffer";
import iconv from "iconv-lite";
import type { CharsetSource, CharsetVerdict } from "../domain/page.ts";
import { charsetOfLabel, declaredCharset, httpCharset } from "./charset-label.ts";

export interface Decoded {
  /** Well-formed text without NUL characters and without a byte order mark. */
  text: string;
  charset: CharsetVerdict;
}

/**
 * Turns a payload into text. Order: byte order mark, HTTP label, label in the payload, strict UTF-8, CP949. A label that the
 * bytes contradict loses to UTF-8 or CP949 when those fit better; the verdict then names the winner and `utf8` or `cp949` as source.
 */
export function decode(bytes: Uint8Array, contentType: string | null): Decoded {
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const marked = byBom(body);
  if (marked !== null) return marked;
  const http = charsetOfLabel(httpCharset(contentType));
  const wide = utf16In(body);
  if (wide !== null) return attempt(wide, http?.startsWith("utf-16") ? "http" : "meta", body);
  if (isUtf8(body)) return utf8Body(body, http);

  const meta = charsetOfLabel(declaredCharset(body));
  const label = http === null || (http === "windows-1252" && meta !== null) ? meta : http;
  const source: CharsetSource = label === http && http !== null ? "http" : "meta";
  const utf8 = attempt("utf-8", "utf8", body);
  const cp949 = attempt("cp949", "cp949", body);
  if (label === "utf-8") return better({ ...utf8, charset: { ...utf8.charset, source } }, cp949);
  if (label === "cp949") return better({ ...cp949, charset: { ...cp949.charset, source } }, utf8);
  if (label !== null && !label.startsWith("utf-16")) {
    const labelled = attempt(label, source, body);
    if (labelled.charset.replaced === 0) return labelled;
    return better(better(labelled, cp949), utf8);
  }
  const guess = better(cp949, utf8);
  // Neither fits: a Western page that names no charset. CP949 would turn every accent into a wrong syllable or U+FFFD.
  return guess.charset.replaced * 4 > highBytes(body) ? attempt("windows-1252", "cp949", body) : guess;
}

function byBom(body: Buffer): Decoded | null {
  if (body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf) return attempt("utf-8", "bom", body.subarray(3));
  if (body[0] === 0xff && body[1] === 0xfe) return attempt("utf-16le", "bom", body.subarray(2));
  if (body[0] === 0xfe && body[1] === 0xff) return attempt("utf-16be", "bom", body.subarray(2));
  return null;
}

/**
 * UTF-16 without a mark, told by the zero half of its ASCII characters, whatever a header says: `<\0`, `\0<`. Null for anything else, so
 * that a header which names UTF-16 by mistake is not believed.
 */
function utf16In(body: Buffer): "utf-16le" | "utf-16be" | null {
  const start = body.subarray(0, 400);
  let [even, odd] = [0, 0];
  for (let i = 0; i < start.length; i++) {
    if (start[i] !== 0) continue;
    if (i % 2 === 0) even++;
    else odd++;
  }
  const half = start.length / 2;
  if (half < 4) return null;
  if (odd > half * 0.3 && even * 10 < odd) return "utf-16le";
  return even > half * 0.3 && odd * 10 < even ? "utf-16be" : null;
}

/** A body that is valid UTF-8: the label only matters when no byte proves it wrong. */
function utf8Body(body: Buffer, http: string | null): Decoded {
  const text = withoutNul(body.toString("utf8"));
  const label = http ?? charsetOfLabel(declaredCharset(body));
  const source: CharsetSource = http !== null ? "http" : "meta";
  if (label === "utf-8") return { text, charset: { name: "utf-8", source, replaced: 0 } };
  if (label === null || label.startsWith("utf-16"))
    return { text, charset: { name: "utf-8", source: "utf8", replaced: 0 } };
  if (isAscii(body)) {
    return label.startsWith("iso-2022") || label.startsWith("hz") || label.startsWith("utf-7")
      ? attempt(label, source, body)
      : { text, charset: { name: label, source, replaced: 0 } };
  }
  // Two CP949 bytes can look like one Latin letter of UTF-8 (C2–DF 80–BF), but hardly ever like the three bytes of a syllable.
  if (label === "cp949" && !body.some((byte) => byte >= 0xe0)) {
    const korean = attempt("cp949", source, body);
    if (korean.charset.replaced === 0) return korean;
  }
  return { text, charset: { name: "utf-8", source: "utf8", replaced: 0 } };
}

function attempt(name: string, source: CharsetSource, body: Buffer): Decoded {
  const raw =
    name === "utf-8"
      ? body.toString("utf8")
      : name === "utf-16le"
        ? new TextDecoder("utf-16le").decode(body)
        : iconv.decode(body, name, { stripBOM: true });
  return { text: wellFormed(raw), charset: { name, source, replaced: countReplaced(raw) } };
}

/** The first unless the second has far fewer wrong characters: a handful of broken bytes does not prove a label wrong. */
function better(first: Decoded, second: Decoded): Decoded {
  const [a, b] = [first.charset.replaced, second.charset.replaced];
  if (a === 0 || b * 2 >= a) return first;
  return second.charset.name === "cp949" && !looksKorean(second.text) ? first : second;
}

/** True when most letters beyond ASCII stand beside another one, as in words; a stray Windows quote decodes to a lone syllable. */
function looksKorean(text: string): boolean {
  let lone = 0;
  let paired = 0;
  let before = false;
  for (let i = 0; i < text.length && lone + paired < 4000; i++) {
    const wide = text.charCodeAt(i) >= 0x1100;
    if (wide) {
      if (before || text.charCodeAt(i + 1) >= 0x1100) paired++;
      else lone++;
    }
    before = wide;
  }
  return paired > lone;
}

function countReplaced(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\uFFFD"); at >= 0; at = text.indexOf("\uFFFD", at + 1)) count++;
  return count;
}

function highBytes(body: Buffer): number {
  let count = 0;
  for (const byte of body) if (byte >= 0x80) count++;
  return count;
}

/** Text without lone surrogates and NUL characters, as the database demands. */
export function wellFormed(text: string): string {
  return withoutNul(text.isWellFormed() ? text : text.toWellFormed());
}

function withoutNul(text: string): string {
  return text.includes("\0") ? text.replaceAll("\0", "") : text;
}
