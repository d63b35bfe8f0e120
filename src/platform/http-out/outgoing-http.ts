import type { Socket } from "node:net";
import { Agent, buildConnector, type Dispatcher } from "undici";
import { isPublicAddress, literalAddress } from "./address-guard.ts";
import type { AllowList } from "./allow-list.ts";
import { isClosedPort } from "./closed-ports.ts";
import { guardedLookup, openLookup, type Resolve, refusal, systemResolve } from "./guarded-lookup.ts";
import { OutgoingError } from "./outgoing-error.ts";
import { AnswerReader, type OutgoingRequest, type OutgoingResponse } from "./outgoing-exchange.ts";
import { limitWire } from "./wire-limit.ts";

export interface OutgoingOptions {
  /** Total time for one answer, connecting included. Default 30,000. */
  timeoutMs?: number;
  /** Time to connect. Default 10,000. */
  connectTimeoutMs?: number;
  /** Largest body as received. Default 16 MiB. */
  maxBytes?: number;
  /** Largest header block. Default 64 KiB. */
  maxHeaderBytes?: number;
  /** Connections to one origin. Default 32. */
  connections?: number;
  /** Name resolution; a test brings its own. Default the system's. */
  resolve?: Resolve;
}

const defaultMaxBytes = 16 * 2 ** 20;

/**
 * Requests to the outside, one hop at a time: redirects are answers like any other and are never followed here, so that the
 * caller checks, archives and paces each hop.
 */
export interface OutgoingHttp {
  /** @throws OutgoingError for everything that is not a whole answer, `address_refused` among it. */
  fetch(request: OutgoingRequest, allow: AllowList): Promise<OutgoingResponse>;
  /** Gives up what is under way; every such request fails with `aborted`. */
  abandon(): void;
  /** Gives up what is under way and lets connections go; calling it twice is safe. */
  close(): Promise<void>;
}

export function createOutgoingHttp(options: OutgoingOptions = {}): OutgoingHttp {
  const { timeoutMs = 30_000, maxBytes = defaultMaxBytes, resolve = systemResolve } = options;
  const addresses = new AddressBook();
  // Two sets of connections: one that a host was allowed into must never serve a request that was not.
  const guarded = agent(options, buildLookup(guardedLookup(resolve), options), addresses);
  const open = agent(options, buildLookup(openLookup(resolve), options), addresses);
  const active = new Set<AnswerReader>();
  let closing: Promise<void> | null = null;

  return {
    fetch: (request, allow) => {
      const { url } = request;
      const reader = new AnswerReader(request, request.maxBytes ?? maxBytes, request.timeoutMs ?? timeoutMs, () =>
        addresses.of(url.origin),
      );
      active.add(reader);
      void reader.promise.then(
        () => active.delete(reader),
        () => active.delete(reader),
      );
      const named = allow.has(url);
      const literal = literalAddress(url.hostname);
      if (!named && literal !== null && !isPublicAddress(literal)) {
        reader.refuse(refusal(url.hostname, literal));
        return reader.promise;
      }
      if (!named && isClosedPort(url)) {
        reader.refuse(
          new OutgoingError("address_refused", `Port ${url.port} is none of the web's and nobody named it.`),
        );
        return reader.promise;
      }
      try {
        (named ? open : guarded).dispatch(
          {
            origin: url.origin,
            path: url.pathname + url.search,
            method: request.method ?? "GET",
            headers: request.headers.flat(),
            body: request.body ?? null,
          },
          reader,
        );
      } catch (error) {
        reader.refuse(error);
      }
      return reader.promise;
    },
    abandon: () => {
      for (const reader of active) reader.stop(new OutgoingError("aborted", "The request was given up."));
    },
    close: () => {
      for (const reader of active) reader.stop(new OutgoingError("aborted", "The request was given up."));
      closing ??= Promise.all([guarded.destroy(), open.destroy()]).then(() => {});
      return closing;
    },
  };
}

function buildLookup(lookup: ReturnType<typeof guardedLookup>, options: OutgoingOptions): buildConnector.connector {
  return buildConnector({
    allowH2: false,
    timeout: options.connectTimeoutMs ?? 10_000,
    lookup,
    autoSelectFamily: true,
  } as buildConnector.BuildOptions);
}

function agent(options: OutgoingOptions, connect: buildConnector.connector, addresses: AddressBook): Dispatcher {
  const timeoutMs = options.timeoutMs ?? 30_000;
  // Bodies in small chunks are several times as long on the wire.
  const maxWireBytes = 4 * (options.maxBytes ?? defaultMaxBytes) + 2 ** 20;
  return new Agent({
    // HTTP/1.1 only: header lines are archived as they were on the wire.
    allowH2: false,
    connections: options.connections ?? 32,
    pipelining: 1,
    keepAliveTimeout: 10_000,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    maxHeaderSize: options.maxHeaderBytes ?? 64 * 1024,
    connect: (connection, callback) =>
      connect(connection, (...result) => {
        const [error, socket] = result;
        if (error === null) {
          addresses.learn(connection, socket as Socket);
          limitWire(socket as Socket, maxWireBytes);
        }
        callback(...result);
      }),
  });
}

/** Which address an origin answered from last. Bounded: the oldest half is forgotten. */
class AddressBook {
  #known = new Map<string, string>();

  learn({ protocol, hostname, port }: { protocol: string; hostname: string; port: string }, socket: Socket): void {
    if (this.#known.size > 2_000) this.#known = new Map([...this.#known].slice(1_000));
    const host = hostname.includes(":") ? `[${hostname}]` : hostname;
    const origin = URL.parse(`${protocol}//${host}${port === "" ? "" : `:${port}`}`)?.origin;
    if (origin !== undefined && socket.remoteAddress !== undefined) this.#known.set(origin, socket.remoteAddress);
  }

  of(origin: string): string | null {
    return this.#known.get(origin) ?? null;
  }
}
