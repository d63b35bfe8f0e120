import { printable } from "../lib/printable.ts";
import { type ExitCode, exitCodes, NaruError } from "../platform/errors.ts";

/** Prints what went wrong, with its code and the next step, and gives the exit code. Our own bugs show their stack. */
export async function printError(thrown: unknown, json: boolean): Promise<ExitCode> {
  // Loads the database's client, which what naru itself says needs not.
  const error = thrown instanceof NaruError ? thrown : (await import("./known-error.ts")).toKnown(thrown);
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
