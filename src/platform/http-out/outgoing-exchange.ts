import type { Dispatcher } from "undici";
import { OutgoingError, toOutgoingError } from "./outgoing-error.ts";

/** Header lines in wire order and spelling. */
export type RawHeaders = [name: string, value: string][];

export interface OutgoingRequest {
  url: URL;
  method?: "GET" | "HEAD" | "POST";
  headers: readonly (readonly [name: string, value: string])[];
  /** Body of a POST. */
  body?: string;
  /** Overrides of the client's limits. */
  maxBytes?: number;
  timeoutMs?: number;
  /** Asked when the connection stands and the request is about to be written; false gives it up with `held_back`, unsent. */
  mayLeave?: () => boolean;
  /** Asked once the headers are there; false gives the body up with `unwanted_type`. */
  wanted?: (status: number, headers: RawHeaders) => boolean;
}

export interface OutgoingResponse {
  status: number;
  statusText: string;
  headers: RawHeaders;
  /** Body as received: transfer coding undone, content coding as sent. */
  body: Buffer;
  /** IP address that answered; null when unknown. */
  ipAddress: string | null;
  /** Set when the other side closed before its Content-Length was reached. */
  cut: boolean;
}

const maxAnnounced = 50;

/** Gathers one answer and stops as soon as a limit is passed. */
export class AnswerReader implements Dispatcher.DispatchHandler {
  readonly promise: Promise<OutgoingResponse>;
  readonly #request: OutgoingRequest;
  readonly #maxBytes: number;
  readonly #addressOf: () => string | null;
  readonly #timer: NodeJS.Timeout;
  readonly #settle: { resolve(response: OutgoingResponse): void; reject(error: unknown): void };
  #controller: Dispatcher.DispatchController | null = null;
  #ended = false;
  #status = 0;
  #statusText = "";
  #headers: RawHeaders = [];
  #chunks: Buffer[] = [];
  #length = 0;
  #announced = 0;

  constructor(request: OutgoingRequest, maxBytes: number, timeoutMs: number, addressOf: () => string | null) {
    this.#request = request;
    this.#maxBytes = maxBytes;
    this.#addressOf = addressOf;
    const { promise, resolve, reject } = Promise.withResolvers<OutgoingResponse>();
    this.promise = promise;
    this.#settle = { resolve, reject };
    this.#timer = setTimeout(
      () => this.stop(new OutgoingError("timeout", `The answer was not whole after ${timeoutMs} ms.`, this.#known())),
      timeoutMs,
    );
  }

  /** Gives the exchange up. */
  stop(error: OutgoingError): void {
    if (this.#ended) return;
    this.#fail(error);
    this.#controller?.abort(error);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#ended) controller.abort(new OutgoingError("aborted", "The request was given up."));
    else if (this.#request.mayLeave?.() === false)
      this.stop(new OutgoingError("held_back", "The request was held back when it was about to leave."));
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, _headers: unknown, text?: string): void {
    if (status < 200) {
      // 1xx answers announce the real one.
      this.#announced += 1;
      if (this.#announced > maxAnnounced) {
        this.stop(new OutgoingError("bad_response", `The answer is announced ${maxAnnounced} times and never comes.`));
      }
      return;
    }
    this.#status = status;
    this.#statusText = text ?? "";
    this.#headers = pairsOf(controller.rawHeaders);
    const declared = Number(headerValue(this.#headers, "content-length") ?? "0");
    if (declared > this.#maxBytes) this.stop(this.#tooLarge());
    else if (this.#request.wanted?.(status, this.#headers) === false) {
      const type = headerValue(this.#headers, "content-type") ?? "no type";
      this.stop(new OutgoingError("unwanted_type", `The answer is ${type.slice(0, 100)}.`, this.#known()));
    }
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#ended) return;
    this.#length += chunk.length;
    if (this.#length > this.#maxBytes) this.stop(this.#tooLarge());
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.#done(false);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#ended) return;
    // A body that broke off still shows what was there; the caller decides what it is worth.
    if (this.#status !== 0 && this.#length > 0 && isCut(error)) this.#done(true);
    else this.#fail(toOutgoingError(error, this.#status || null));
  }

  /** For errors thrown before the request was queued. */
  refuse(error: unknown): void {
    this.#fail(toOutgoingError(error));
  }

  #done(cut: boolean): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#timer);
    const [first] = this.#chunks;
    // One chunk is copied too: it is a window on the socket's buffer, which it would keep alive.
    const body = this.#chunks.length === 1 && first !== undefined ? Buffer.from(first) : Buffer.concat(this.#chunks);
    this.#chunks = [];
    this.#settle.resolve({
      status: this.#status,
      statusText: this.#statusText,
      headers: this.#headers,
      body,
      ipAddress: this.#addressOf(),
      cut,
    });
  }

  #fail(error: OutgoingError): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#chunks = [];
    this.#settle.reject(error);
  }

  #known(): { status: number | null } {
    return { status: this.#status || null };
  }

  #tooLarge(): OutgoingError {
    return new OutgoingError("too_large", `The body is larger than ${this.#maxBytes} bytes.`, this.#known());
  }
}

function isCut(error: Error): boolean {
  const { code } = error as { code?: unknown };
  return code === "UND_ERR_SOCKET" || code === "ECONNRESET" || code === "UND_ERR_RES_CONTENT_LENGTH_MISMATCH";
}

/** undici gives raw headers as one list: name, value, name, value. Read as latin-1, which loses no byte. */
function pairsOf(raw: Dispatcher.DispatchController["rawHeaders"]): RawHeaders {
  const pairs: RawHeaders = [];
  if (!Array.isArray(raw)) return pairs;
  for (let index = 0; index + 1 < raw.length; index += 2) pairs.push([latin1(raw[index]), latin1(raw[index + 1])]);
  return pairs;
}

function latin1(part: Buffer | string | undefined): string {
  if (part === undefined) return "";
  return typeof part === "string" ? part : part.toString("latin1");
}

function headerValue(headers: RawHeaders, name: string): string | null {
  for (const [key, value] of headers) if (key.length === name.length && key.toLowerCase() === name) return value;
  return null;
}
