/** Exit codes of the command line, as `naru --help` documents them. */
export const exitCodes = { done: 0, failed: 1, usage: 2, partly: 3, refused: 4, missingPart: 5 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export interface NaruErrorOptions {
  cause?: unknown;
  /** What the person does next, one sentence. */
  next?: string;
  /** HTTP status the API answers with. Default 500. */
  status?: number;
  /** Exit code of the command line. Default 1. */
  exit?: ExitCode;
  /** Name of the wrong field in the input, dotted. */
  field?: string;
}

/**
 * An error a caller can act on. `code` is stable and documented; subclasses are named for what the caller does next.
 * Our own bugs are thrown as plain Error and reported as such.
 */
export class NaruError extends Error {
  readonly code: string;
  readonly next: string | null;
  readonly status: number;
  readonly exit: ExitCode;
  readonly field: string | null;

  constructor(code: string, message: string, options: NaruErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.next = options.next ?? null;
    this.status = options.status ?? 500;
    this.exit = options.exit ?? exitCodes.failed;
    this.field = options.field ?? null;
  }
}

/** The input is wrong; the person mends it and tries again. */
export class InvalidInputError extends NaruError {
  constructor(code: string, message: string, options: NaruErrorOptions = {}) {
    super(code, message, { status: 400, exit: exitCodes.usage, ...options });
  }
}

/** The thing named does not exist. */
export class NotFoundError extends NaruError {
  constructor(code: string, message: string, options: NaruErrorOptions = {}) {
    super(code, message, { status: 404, ...options });
  }
}

/** The state of things forbids it now (paused, done, taken); the person looks and decides. */
export class ConflictError extends NaruError {
  constructor(code: string, message: string, options: NaruErrorOptions = {}) {
    super(code, message, { status: 409, ...options });
  }
}

/** A rule forbids it: robots, terms, permissions, a private address. */
export class RefusedError extends NaruError {
  constructor(code: string, message: string, options: NaruErrorOptions = {}) {
    super(code, message, { status: 403, exit: exitCodes.refused, ...options });
  }
}

/** A part that this needs is not there; `next` says how to get it. */
export class MissingPartError extends NaruError {
  constructor(code: string, message: string, options: NaruErrorOptions = {}) {
    super(code, message, { status: 503, exit: exitCodes.missingPart, ...options });
  }
}

/** Something outside (database, disk) is away for now; the same call may work later. */
export class UnavailableError extends NaruError {
  constructor(code: string, message: string, options: NaruErrorOptions = {}) {
    super(code, message, { status: 503, ...options });
  }
}
