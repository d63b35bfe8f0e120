import { linkSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ConflictError } from "../errors.ts";
import { isAlive, ownProcess } from "../living-process.ts";

/** Who holds a data folder. `url` and `token` are how a command reaches a running server; null while none listens. */
export interface FolderHolder {
  pid: number;
  /** Start of the process in clock ticks since boot; tells a reused pid from the real holder. Null where the system does not say. */
  started: string | null;
  url: string | null;
  token: string | null;
}

export interface FolderLock {
  /** Tells other commands where the server listens. */
  announce(url: string, token: string): void;
  release(): void;
}

const lockName = "naru.lock";

/**
 * Takes the folder for this process alone: PGlite lets a second process in and silently loses rows.
 * A lock whose process is gone (kill -9) is taken over.
 * @throws ConflictError `data_folder_in_use` with the holder's pid and address.
 */
export function lockFolder(folder: string): FolderLock {
  const file = join(folder, lockName);
  const mine: FolderHolder = { ...ownProcess(), url: null, token: null };
  const draft = join(folder, `.${lockName}.${process.pid}`);
  writeFileSync(draft, JSON.stringify(mine), { mode: 0o600 });
  try {
    take(file, draft, folder);
  } finally {
    rmSync(draft, { force: true });
  }
  let held = true;
  const release = () => {
    if (held) rmSync(file, { force: true });
    held = false;
    process.off("exit", release);
  };
  // However the process ends, short of a kill, nobody is to find a lock of the dead.
  process.once("exit", release);
  return {
    announce: (url, token) => {
      writeFileSync(draft, JSON.stringify({ ...mine, url, token }), { mode: 0o600 });
      renameSync(draft, file);
    },
    release,
  };
}

/** The living holder of a folder, or undefined when it is free. */
export function findHolder(folder: string): FolderHolder | undefined {
  let holder: FolderHolder;
  try {
    holder = JSON.parse(readFileSync(join(folder, lockName), "utf8")) as FolderHolder;
  } catch {
    return undefined;
  }
  return isAlive(holder) ? holder : undefined;
}

// link() fails when the name exists, so only one of two starters wins, and the file is whole from its first moment.
function take(file: string, draft: string, folder: string): void {
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      linkSync(draft, file);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const holder = findHolder(folder);
    if (holder !== undefined) {
      const where = holder.url === null ? "" : ` at ${holder.url}`;
      throw new ConflictError(
        "data_folder_in_use",
        `The data folder ${folder} is in use by naru with process id ${holder.pid}${where}.`,
        {
          next: "Use that one, stop it first, or choose another folder with --data. For several processes on one database set DATABASE_URL to a PostgreSQL server.",
        },
      );
    }
    // Moved aside before it is deleted: a plain unlink could remove the lock of somebody who took over in between.
    const stale = `${file}.stale-${process.pid}`;
    try {
      renameSync(file, stale);
      unlinkSync(stale);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }
  throw new ConflictError("data_folder_in_use", `The data folder ${folder} is being taken by another process.`, {
    next: "Try again in a moment.",
  });
}
