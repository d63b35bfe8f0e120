import { pipeline, type Readable } from "node:stream";
import { promisify } from "node:util";
import { brotliCompress, constants, createBrotliCompress, createGzip, gzip } from "node:zlib";
import type { FastifyInstance, FastifyReply } from "fastify";

type Coding = "br" | "gzip";

/** Bytes below which an answer gains nothing. */
const smallest = 1024;
/** Whole answers and files of the page. Event streams and lines of operations are not here: compressing would hold them back. */
const compressible =
  /^(?:application\/(?:json|problem\+json|javascript)|image\/svg\+xml|text\/(?:html|css|javascript|plain))\b/i;

/** Brotli 4 is as quick as gzip 6 and packs better; for text that is made anew each time. */
const brotliQuality = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };
const packers: Readonly<Record<Coding, (bytes: Buffer) => Promise<Buffer>>> = {
  br: (bytes) => promisify(brotliCompress)(bytes, brotliQuality),
  gzip: (bytes) => promisify(gzip)(bytes),
};

/**
 * Packs answers as `Accept-Encoding` allows. No answer holds a secret beside what the client sent, so packing tells a listener
 * nothing (BREACH).
 */
export function compressAnswers(app: FastifyInstance): void {
  app.addHook("onSend", async (request, reply, payload) => {
    if (!compressible.test(String(reply.getHeader("content-type") ?? ""))) return payload;
    reply.header("vary", withEncoding(reply.getHeader("vary")));
    const coding = chooseCoding(request.headers["accept-encoding"]);
    if (coding === null || request.method === "HEAD" || !isWhole(reply)) return payload;
    if (isStream(payload)) {
      if (!(Number(reply.getHeader("content-length")) >= smallest)) return payload;
      announce(reply, coding);
      const packer = coding === "br" ? createBrotliCompress(brotliQuality) : createGzip();
      // What breaks on either side ends the other; the answer is cut short then, as it would be unpacked.
      return pipeline(payload, packer, () => {});
    }
    if (typeof payload !== "string" && !Buffer.isBuffer(payload)) return payload;
    const bytes = Buffer.from(payload as string);
    if (bytes.length < smallest) return payload;
    const packed = await packers[coding](bytes);
    announce(reply, coding);
    return packed;
  });
}

/** The best coding that an `Accept-Encoding` takes (RFC 9110, 12.5.3), Brotli before gzip; null for none. */
export function chooseCoding(accepted: string | string[] | undefined): Coding | null {
  const weights = new Map<string, number>();
  for (const part of String(accepted ?? "").split(",")) {
    const [name = "", ...parameters] = part.toLowerCase().split(";");
    const weight = parameters.map((one) => /^\s*q=([\d.]+)\s*$/.exec(one)?.[1]).find((one) => one !== undefined);
    weights.set(name.trim(), weight === undefined ? 1 : Number(weight));
  }
  const weightOf = (coding: Coding) => weights.get(coding) ?? weights.get("*") ?? 0;
  const [br, gz] = [weightOf("br"), weightOf("gzip")];
  if (!(br > 0) && !(gz > 0)) return null;
  return br >= gz ? "br" : "gzip";
}

function isWhole(reply: FastifyReply): boolean {
  return reply.statusCode !== 206 && !reply.hasHeader("content-range") && !reply.hasHeader("content-encoding");
}

function isStream(payload: unknown): payload is Readable {
  return typeof (payload as { pipe?: unknown } | null)?.pipe === "function";
}

/** Ranges count the bytes of the file, and a strong tag names them; neither is true of the packed answer. */
function announce(reply: FastifyReply, coding: Coding): void {
  reply.header("content-encoding", coding);
  reply.removeHeader("content-length");
  reply.removeHeader("accept-ranges");
  const tag = reply.getHeader("etag");
  if (typeof tag === "string" && !tag.startsWith("W/")) reply.header("etag", `W/${tag}`);
}

function withEncoding(vary: unknown): string {
  const names = vary === undefined ? [] : String(vary).split(/,\s*/);
  return names.some((name) => name === "*" || name.toLowerCase() === "accept-encoding")
    ? names.join(", ")
    : [...names, "accept-encoding"].join(", ");
}
