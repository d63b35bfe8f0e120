import { createHash, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/** What goes wrong with a request: an answer in S3's way, or a connection that ends. */
export interface S3Fault {
  /** Only requests of which this is true; default all. */
  when?: (request: S3Request) => boolean;
  /** How many requests it hits; default every one until it is taken away. */
  times?: number;
  /** `cut` ends the connection, before the answer or in the middle of an object's bytes; a number and a word are an error of S3. */
  how: "cut" | { status: number; code: string } | ((request: S3Request) => Promise<void>);
}

export interface S3Request {
  method: string;
  /** Key of the object; empty for requests to the bucket. */
  key: string;
  query: URLSearchParams;
  headers: IncomingMessage["headers"];
  bytes: number;
}

interface Stored {
  data: Buffer;
  tag: string;
  meta: Record<string, string>;
}

/** A server on loopback that speaks as much of S3 as naru does; keys are wanted, and not checked. */
export interface S3StandIn {
  endpoint: string;
  bucket: string;
  /** Objects by key. */
  objects: Map<string, Stored>;
  /** Multipart uploads that were begun and neither finished nor given up. */
  uploads: Map<string, { key: string; parts: Map<number, Stored> }>;
  log: S3Request[];
  faults: Set<S3Fault>;
  /** Serves `Range`, keeps the condition `If-None-Match`, gives MD5s as ETags; servers differ in these. */
  can: { range: boolean; condition: "yes" | "ignored" | "refused"; md5: boolean; meta: boolean };
  close(): Promise<void>;
}

export async function openS3(bucket = "naru-test"): Promise<S3StandIn> {
  const objects: S3StandIn["objects"] = new Map();
  const uploads: S3StandIn["uploads"] = new Map();
  const log: S3Request[] = [];
  const faults = new Set<S3Fault>();
  const can: S3StandIn["can"] = { range: true, condition: "yes", md5: true, meta: true };
  const server = createServer(async (incoming, response) => {
    const url = new URL(incoming.url ?? "/", "http://s3");
    const [, name = "", key = ""] = /^\/([^/]+)\/?(.*)$/.exec(decodeURIComponent(url.pathname)) ?? [];
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
    } catch {
      return;
    }
    const body = Buffer.concat(chunks);
    const { method = "GET", headers } = incoming;
    const request = { method, key, query: url.searchParams, headers, bytes: body.length };
    log.push(request);
    const fault = [...faults].find(({ when }) => when === undefined || when(request));
    if (fault !== undefined) {
      if (fault.times !== undefined && --fault.times <= 0) faults.delete(fault);
      if (typeof fault.how === "function") await fault.how(request);
      else if (fault.how !== "cut") return refuse(response, fault.how.status, fault.how.code, method);
      else if (method !== "GET" || !objects.has(key)) return incoming.socket.destroy();
    }
    if (!/^AWS4-HMAC-SHA256 Credential=/.test(headers.authorization ?? "")) {
      return refuse(response, 403, "AccessDenied", method);
    }
    if (name !== bucket) return refuse(response, 404, "NoSuchBucket", method);
    const cut = fault?.how === "cut";
    answer({ objects, uploads, can, request, body, cut }, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The stand-in has no port.");
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    bucket,
    objects,
    uploads,
    log,
    faults,
    can,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

interface Turn extends Pick<S3StandIn, "objects" | "uploads" | "can"> {
  request: S3Request;
  body: Buffer;
  /** Ends the connection in the middle of the object. */
  cut: boolean;
}

function answer(turn: Turn, response: ServerResponse): unknown {
  const { request, objects, uploads } = turn;
  const { method, key, query } = request;
  if (key === "") {
    if (query.has("uploads")) {
      const rows = [...uploads].filter(([, { key: of }]) => of.startsWith(query.get("prefix") ?? ""));
      return xml(
        response,
        "ListMultipartUploadsResult",
        rows.map(([id, { key: of }]) => `<Upload><Key>${of}</Key><UploadId>${id}</UploadId></Upload>`).join(""),
      );
    }
    return list(turn, response);
  }
  if (method === "PUT" || method === "POST") return write(turn, response);
  if (method === "DELETE") {
    const id = query.get("uploadId");
    if (id === null) objects.delete(key);
    else uploads.delete(id);
    response.writeHead(204).end();
    return;
  }
  read(turn, response);
}

function list({ objects, request: { query } }: Turn, response: ServerResponse): unknown {
  const keys = [...objects.keys()].filter((key) => key.startsWith(query.get("prefix") ?? "")).sort();
  const from = Number(query.get("continuation-token") ?? 0);
  // Small pages, so that whoever reads only the first is found out.
  const page = keys.slice(from, from + 3);
  const more = from + page.length < keys.length;
  const rows = page.map((key) => `<Contents><Key>${key}</Key><Size>${objects.get(key)?.data.length}</Size></Contents>`);
  const next = more ? `<NextContinuationToken>${from + page.length}</NextContinuationToken>` : "";
  return xml(response, "ListBucketResult", `<IsTruncated>${more}</IsTruncated>${next}${rows.join("")}`);
}

function write({ objects, uploads, can, request, body }: Turn, response: ServerResponse): unknown {
  const { method, key, query, headers } = request;
  const meta: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (can.meta && name.startsWith("x-amz-meta-")) meta[name] = String(value);
  }
  const id = query.get("uploadId");
  if (method === "POST" && query.has("uploads")) {
    const fresh = randomUUID();
    uploads.set(fresh, { key, parts: new Map() });
    metaOf.set(fresh, meta);
    return xml(response, "InitiateMultipartUploadResult", `<Key>${key}</Key><UploadId>${fresh}</UploadId>`);
  }
  const upload = id === null ? undefined : uploads.get(id);
  if (id !== null && upload === undefined) return refuse(response, 404, "NoSuchUpload", method);
  if (method === "POST" && id !== null && upload !== undefined) {
    const told = [...body.toString().matchAll(/<PartNumber>(\d+)<\/PartNumber>/g)].map(([, number]) => Number(number));
    const parts = told.map((number) => upload.parts.get(number));
    if (parts.length === 0 || parts.includes(undefined)) return refuse(response, 400, "InvalidPart", method);
    const data = Buffer.concat(parts.flatMap((part) => part?.data ?? []));
    objects.set(key, { data, tag: `${randomUUID().replaceAll("-", "")}-${parts.length}`, meta: metaOf.get(id) ?? {} });
    uploads.delete(id);
    return xml(response, "CompleteMultipartUploadResult", `<Key>${key}</Key>`);
  }
  const md5 = createHash("md5").update(body).digest();
  const told = headers["content-md5"];
  if (told !== undefined && told !== md5.toString("base64")) return refuse(response, 400, "BadDigest", method);
  const tag = can.md5 ? md5.toString("hex") : randomUUID().replaceAll("-", "");
  if (upload !== undefined) upload.parts.set(Number(query.get("partNumber")), { data: body, tag, meta: {} });
  else {
    if (headers["if-none-match"] === "*" && can.condition === "refused") {
      return refuse(response, 501, "NotImplemented", method);
    }
    if (headers["if-none-match"] === "*" && can.condition === "yes" && objects.has(key)) {
      return refuse(response, 412, "PreconditionFailed", method);
    }
    objects.set(key, { data: body, tag, meta });
  }
  response.writeHead(200, { etag: `"${tag}"` }).end();
}

/** Notes that an upload began with; they belong to the object that it becomes. */
const metaOf = new Map<string, Record<string, string>>();

function read({ objects, can, request, cut }: Turn, response: ServerResponse): unknown {
  const { method, key, headers } = request;
  const found = objects.get(key);
  if (found === undefined) return refuse(response, 404, "NoSuchKey", method);
  const { data, tag, meta } = found;
  const common = { ...meta, etag: `"${tag}"`, "accept-ranges": "bytes" };
  const range = can.range ? /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? "") : null;
  if (method === "HEAD") {
    response.writeHead(200, { ...common, "content-length": data.length }).end();
    return;
  }
  const from = Number(range?.[1] ?? 0);
  const to = Math.min(Number(range?.[2] ?? data.length - 1), data.length - 1);
  if (range !== null && from >= data.length) return refuse(response, 416, "InvalidRange", method);
  const bytes = data.subarray(from, to + 1);
  response.writeHead(range === null ? 200 : 206, {
    ...common,
    "content-length": bytes.length,
    ...(range === null ? {} : { "content-range": `bytes ${from}-${to}/${data.length}` }),
  });
  if (!cut) response.end(bytes);
  else response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
}

function xml(response: ServerResponse, root: string, inner: string): unknown {
  return response
    .writeHead(200, { "content-type": "application/xml" })
    .end(`<?xml version="1.0" encoding="UTF-8"?><${root}>${inner}</${root}>`);
}

/** As S3 does it, secrets of the request and all: what naru makes of it must hold none. */
function refuse(response: ServerResponse, status: number, code: string, method: string): unknown {
  const secrets = "<AWSAccessKeyId>AKIDEXAMPLE</AWSAccessKeyId><StringToSign>signed-with-s3cret</StringToSign>";
  const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>no: s3cret</Message>${secrets}</Error>`;
  return response.writeHead(status, { "content-type": "application/xml" }).end(method === "HEAD" ? "" : body);
}
