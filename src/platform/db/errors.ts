import { UnavailableError } from "../errors.ts";

/** The database did not answer a statement: it is away, or the connection to it broke. Nothing is wrong with the statement. */
export class DatabaseAwayError extends UnavailableError {
  constructor(cause: unknown) {
    super("database_unreachable", "The database does not answer for the moment.", { cause });
    this.name = "DatabaseAwayError";
  }
}

/** COMMIT was sent, and the connection broke before its answer: the transaction may have come through, now or in a moment, or not. */
export class CommitUnansweredError extends UnavailableError {
  constructor(cause: unknown) {
    super("outcome_unknown", "The connection to the database broke before it said whether the change was stored.", {
      cause,
      next: "Look whether the change is there before you ask for it again.",
    });
    this.name = "CommitUnansweredError";
  }
}

/** The database itself reported it, with PostgreSQL's SQLSTATE in `code`; null where the embedded database broke within. */
export class StatementError extends Error {
  readonly code: string | null;
  readonly detail: string | null;
  readonly constraint: string | null;

  constructor(
    error: { message: string; code: string | null; detail: string | null; constraint: string | null },
    cause?: unknown,
  ) {
    super(error.message, { cause });
    this.name = "StatementError";
    this.code = error.code;
    this.detail = error.detail;
    this.constraint = error.constraint;
  }
}
