import type { HeaderPairs } from "../../archive/index.ts";

/**
 * Body of an archived answer without its transfer coding. Some crawlers keep the chunks of HTTP as they came, some take them apart and leave the header
 * as it was: what does not look like chunks is left alone.
 */
export function undoChunks(headers: HeaderPairs, body: Buffer): Buffer {
  const coding = headers.find(([name]) => name.toLowerCase() === "transfer-encoding")?.[1] ?? "";
  if (!/\bchunked\b/i.test(coding)) return body;
  const pieces: Buffer[] = [];
  let at = 0;
  while (at < body.length) {
    const lineEnd = body.indexOf("\r\n", at, "latin1");
    if (lineEnd < 0 || lineEnd - at > 200) return body;
    const size = /^([0-9a-f]{1,8})\s{0,20}(?:;.*)?$/i.exec(body.toString("latin1", at, lineEnd))?.[1];
    if (size === undefined) return body;
    const length = Number.parseInt(size, 16);
    const from = lineEnd + 2;
    if (length === 0) return Buffer.concat(pieces);
    if (from + length > body.length) {
      // The last chunk was cut off; what came of it counts.
      pieces.push(body.subarray(from));
      break;
    }
    pieces.push(body.subarray(from, from + length));
    at = from + length + 2;
  }
  return Buffer.concat(pieces);
}
