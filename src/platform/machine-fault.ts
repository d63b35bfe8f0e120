import { databaseFault } from "./db/database-fault.ts";
import { UnavailableError } from "./errors.ts";

/** What the system says of itself: no room, no handles, no memory, a disk that fails or may only be read. */
const systemCodes: ReadonlySet<string> = new Set([
  ...["ENOSPC", "EDQUOT", "EMFILE", "ENFILE", "ENOMEM", "EIO", "EROFS", "EAGAIN", "EBUSY"],
]);

/** True for what the machine did, or the database, or a part that is away: nothing is wrong with what was worked on. */
export function isMachineFault(error: unknown): boolean {
  const fault = databaseFault(error);
  if (fault !== null) return fault === "machine" || fault === "clash";
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (systemCodes.has(String((cause as { code?: unknown }).code))) return true;
    if (cause instanceof UnavailableError && cause.code !== "understanding_failed") return true;
  }
  return false;
}
