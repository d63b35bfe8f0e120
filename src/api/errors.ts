import { InvalidInputError, NaruError, NotFoundError, RefusedError } from "../platform/errors.ts";

/** A limit was reached; the same call works again after `retryAfterSeconds`. */
export class TooManyRequestsError extends NaruError {
  readonly retryAfterSeconds: number;

  constructor(code: string, message: string, retryAfterSeconds: number) {
    super(code, message, { status: 429, next: `Wait ${retryAfterSeconds} s and try again.` });
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export function routeNotFound(method: string, path: string): NotFoundError {
  return new NotFoundError("route_not_found", `There is nothing at ${method} ${path}.`, {
    next: "See /docs for all routes.",
  });
}

/** Guards against DNS rebinding: a foreign name that leads to this machine. */
export function hostRefused(): RefusedError {
  return new RefusedError("host_refused", "This server does not answer under that name.", {
    next: "Use the address that naru printed at its start, or add the name to the allowed hosts.",
  });
}

/** Guards against cross-site requests. */
export function originRefused(): RefusedError {
  return new RefusedError("origin_refused", "Another web page may not change anything here.");
}

export function addressRefused(): RefusedError {
  return new RefusedError(
    "address_refused",
    "Private and loopback addresses may be named on the command line of this machine only.",
    {
      field: "allowAddresses",
      next: "Name the address on the command line, `naru collect URL…`, or leave allowAddresses out.",
    },
  );
}

export function operatorOnly(): RefusedError {
  return new RefusedError("operator_only", "Only the command line of this machine may start this.", {
    next: "Run it there: `npx naru …` hands its token over by itself.",
  });
}

export function invalidText(field: string): InvalidInputError {
  return new InvalidInputError(
    "invalid_text",
    `${field} holds a NUL character or half of a character (a lone surrogate).`,
    {
      field,
      next: "Send well-formed Unicode text without U+0000.",
    },
  );
}
