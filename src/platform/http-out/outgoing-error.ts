/** What went wrong with a request, from the caller's point of view. */
export type OutgoingFault =
  | "name_unknown"
  | "unreachable"
  | "tls"
  | "timeout"
  | "bad_response"
  | "too_large"
  | "address_refused"
  | "unwanted_type"
  | "aborted"
  /** `mayLeave` said no when it was about to be written. */
  | "held_back";

/** A request that brought no whole answer. `fault` says what the caller can do about it; `message` is one sentence for people. */
export class OutgoingError extends Error {
  readonly fault: OutgoingFault;
  /** Status, when headers had arrived before it failed. */
  readonly status: number | null;

  constructor(fault: OutgoingFault, message: string, options: { cause?: unknown; status?: number | null } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "OutgoingError";
    this.fault = fault;
    this.status = options.status ?? null;
  }
}

const unreachable = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EHOSTDOWN",
  "ENETDOWN",
  "EADDRNOTAVAIL",
  "EAI_AGAIN",
  "EAI_FAIL",
  "EPIPE",
]);
const timeouts = new Set(["ETIMEDOUT", "UND_ERR_CONNECT_TIMEOUT", "UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT"]);
const tlsCode =
  /^(?:CERT_|ERR_TLS_|ERR_SSL_|SSL_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT|UNABLE_TO_|HOSTNAME_MISMATCH|EPROTO|CRL_|INVALID_CA|PATH_LENGTH)/;

/** Gives any error of undici, Node's sockets, DNS or TLS one of our faults. */
export function toOutgoingError(cause: unknown, status: number | null = null): OutgoingError {
  if (cause instanceof OutgoingError) return cause;
  const codes = codesOf(cause);
  const code = codes[0] ?? "";
  const text = cause instanceof Error ? cause.message : String(cause);
  const make = (fault: OutgoingFault, message: string) => new OutgoingError(fault, message, { cause, status });
  if (codes.includes("ENOTFOUND") || codes.includes("ENODATA")) {
    return make("name_unknown", "The host name does not exist (ENOTFOUND).");
  }
  if (codes.some((one) => timeouts.has(one))) return make("timeout", `No answer in time (${code}).`);
  if (codes.some((one) => tlsCode.test(one))) return make("tls", `The secure connection failed (${code}).`);
  if (codes.some((one) => unreachable.has(one))) return make("unreachable", `The host could not be reached (${code}).`);
  if (code === "UND_ERR_HEADERS_OVERFLOW" || code === "HPE_HEADER_OVERFLOW") {
    return make("bad_response", "The answer's headers are too large.");
  }
  if (code === "UND_ERR_SOCKET") return make("bad_response", "The connection broke before the answer was whole.");
  if (code.startsWith("HPE_") || code.startsWith("UND_ERR_")) {
    return make("bad_response", `The answer is not valid HTTP (${code}).`);
  }
  return make("bad_response", `The request failed: ${text.slice(0, 200)}`);
}

function codesOf(error: unknown): string[] {
  const codes: string[] = [];
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth += 1) {
    const { code } = cause as { code?: unknown };
    if (typeof code === "string") codes.push(code);
    if (cause instanceof AggregateError) for (const inner of cause.errors) codes.push(...codesOf(inner));
  }
  return codes;
}
