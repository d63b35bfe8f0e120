import { UnavailableError } from "../platform/errors.ts";

/** Refining again stopped because the archive could not be read at all; what was done so far stands. */
export class ArchiveUnreadableError extends UnavailableError {
  constructor(failed: number, cause: unknown) {
    super("archive_unreadable", `The first ${failed} captures could not be read from the archive.`, {
      cause,
      next: "Check that the archive folder is there and readable, then run the same command again.",
    });
  }
}
