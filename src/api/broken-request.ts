import type { ConnectionError } from "fastify";
import { InvalidInputError } from "../platform/errors.ts";
import { problemOf, problemType } from "./problems.ts";

/** Answers what the HTTP parser cannot read, before there is a request: a problem as everywhere else, then the connection ends. */
export function answerBroken(
  error: Pick<ConnectionError, "code">,
  socket: { writable: boolean; end(text: string): unknown; destroy(): unknown },
): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem = problemOf(brokenRequest(error.code));
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${problem.status} ${problem.title}`,
    `Content-Type: ${problemType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}

function brokenRequest(code: string): InvalidInputError {
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") {
    return new InvalidInputError("request_timeout", "The request did not arrive in time.", { status: 408 });
  }
  if (code === "HPE_HEADER_OVERFLOW") {
    return new InvalidInputError("headers_too_large", "Address and headers are longer than 16 KB.", { status: 431 });
  }
  return new InvalidInputError("invalid_request", "This is no HTTP request that can be read.", {
    next: "Write characters of the address other than ASCII as %XX; with curl: -G --data-urlencode q=….",
  });
}
