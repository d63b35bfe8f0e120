import { WARCRecord, WARCSerializer } from "warcio";
import { sha256Hex } from "../../src/lib/hash.ts";

const prose = "스위스의 호숫가를 걸었다. 물은 맑고 산은 높았으며 사람들은 친절했다. ".repeat(8);
/** A page with enough prose to be one. */
export const foreignPage = (title: string) =>
  `<!doctype html><html lang="ko"><head><title>${title}</title></head><body><main><h1>${title}</h1><p>${prose}</p></main></body></html>`;

export interface ForeignRecord {
  type: "response" | "revisit" | "request" | "resource" | "warcinfo";
  url: string;
  date: string;
  body?: string | Uint8Array;
  http?: Record<string, string>;
  status?: string;
  warc?: Record<string, string>;
}

/** A gzipped record as another program writes it: the same bytes every time, so that what is cut or damaged breaks the same way. */
export async function foreignRecord({
  type,
  url,
  date,
  body = "",
  http = {},
  status = "HTTP/1.1 200 OK",
  warc = {},
}: ForeignRecord): Promise<Uint8Array> {
  async function* content() {
    yield typeof body === "string" ? new TextEncoder().encode(body) : body;
  }
  const id = sha256Hex([type, url, date, status].join("\n")).replace(
    /^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/,
    "$1-$2-$3-$4-$5",
  );
  const warcHeaders = { "WARC-Record-ID": `<urn:uuid:${id}>`, ...warc };
  const made = WARCRecord.create(
    { url, date, type, warcVersion: "WARC/1.1", warcHeaders, statusline: status, httpHeaders: http },
    content(),
  );
  return WARCSerializer.serialize(made, { gzip: true });
}
