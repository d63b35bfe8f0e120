import { isAway } from "../platform/db/database-fault.ts";
import { NaruError, UnavailableError } from "../platform/errors.ts";

/** Trouble of the machine comes as plain errors of the system; it is no bug of ours. */
export function toKnown(thrown: unknown): NaruError | null {
  const { code } = (thrown ?? {}) as { code?: unknown };
  // ENOSPC and EDQUOT of the system, 53100 of PostgreSQL, which names the disk.
  if (code === "ENOSPC" || code === "EDQUOT" || code === "53100") {
    return new UnavailableError("disk_full", code === "53100" ? `${(thrown as Error).message}.` : "The disk is full.", {
      cause: thrown,
      next: "Free some space, then run the command again; what was stored is kept.",
    });
  }
  if (isAway(thrown)) {
    return new UnavailableError("database_unreachable", "The database does not answer.", {
      cause: thrown,
      next: "Check that it runs, then run the command again; what was stored is kept.",
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
