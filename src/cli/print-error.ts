import { type ExitCode, exitCodes, NaruError } from "../platform/errors.ts";

/** Prints what went wrong, with its code and the next step, and gives the exit code. Our own bugs show their stack. */
export function printError(error: unknown, json: boolean): ExitCode {
  if (!(error instanceof NaruError)) {
    console.error(error);
    console.error("\nThis is a bug in naru, not something you did wrong. Please report it with the lines above.");
    return exitCodes.failed;
  }
  if (json) {
    console.error(
      JSON.stringify({ error: { code: error.code, message: error.message, next: error.next, field: error.field } }),
    );
  } else {
    console.error(`${error.message} [${error.code}]`);
    if (error.next !== null) console.error(error.next);
  }
  return error.exit;
}
