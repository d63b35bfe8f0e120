import { printable } from "../lib/printable.ts";
import { isAway } from "../platform/db/database-fault.ts";
import { type ExitCode, exitCodes, NaruError, UnavailableError } from "../platform/errors.ts";

/** Prints what went wrong, with its code and the next step, and gives the exit code. Our own bugs show their stack. */
export function printError(thrown: unknown, json: boolean): ExitCode {
  const error = toKnown(thrown);
  if (error === null) {
    if (json) print({ code: "internal_error", message: String(thrown), next: null, field: null });
    console.error(thrown);
    console.error("\nThis is a bug in naru, not something you did wrong. Please report it with the lines above.");
    return exitCodes.failed;
  }
  const { code, message, next, field } = error;
  if (json) print({ code, message, next, field });
  else {
    console.error(printable(`${message} [${code}]`));
    if (next !== null) console.error(printable(next));
  }
  return error.exit;
}

/** Prints what commander has to say about a command line that it cannot read. */
export function printUsageError(complaint: string, args: readonly string[], json: boolean): void {
  const text = complaint.replace(/^error: /, "").trim();
  const command = args[0] === undefined || args[0].startsWith("-") ? "" : ` ${args[0]}`;
  const next = `See: naru${/^unknown command/.test(text) ? "" : command} --help`;
  if (json) print({ code: "usage", message: text, next, field: null });
  else console.error(printable(`${text[0]?.toUpperCase() ?? ""}${text.slice(1)} [usage]\n${next}`));
}

function print(error: { code: string; message: string; next: string | null; field: string | null }): void {
  console.error(JSON.stringify({ error }));
}

/** Trouble of the machine comes as plain errors of the system; it is no bug of ours. */
function toKnown(thrown: unknown): NaruError | null {
  if (thrown instanceof NaruError) return thrown;
  if (isAway(thrown)) {
    return new UnavailableError("database_unreachable", "The database does not answer.", {
      cause: thrown,
      next: "Check that it runs, then run the command again; what was stored is kept.",
    });
  }
  const { code } = (thrown ?? {}) as { code?: unknown };
  // ENOSPC and EDQUOT of the system, 53100 of PostgreSQL.
  if (code === "ENOSPC" || code === "EDQUOT" || code === "53100") {
    return new UnavailableError("disk_full", "The disk is full.", {
      cause: thrown,
      next: "Free some space, then run the command again; what was stored is kept.",
    });
  }
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") {
    return new NaruError("not_permitted", `The system does not allow it: ${(thrown as Error).message}.`, {
      cause: thrown,
      next: "Look at who owns the file or folder and may write there.",
    });
  }
  return null;
}
