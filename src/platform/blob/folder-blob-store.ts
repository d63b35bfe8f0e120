import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { InvalidInputError, NotFoundError, UnavailableError } from "../errors.ts";
import { type BlobStore, isBlobKey } from "./blob-store.ts";

/** Blobs as files in a folder. Unfinished ones live in `.part`, which no key can name. */
export class FolderBlobStore implements BlobStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async put(key: string, data: Uint8Array): Promise<void> {
    const path = this.#path(key);
    const parts = join(this.#folder, ".part");
    const part = join(parts, randomUUID());
    try {
      await mkdir(dirname(path), { recursive: true });
      await mkdir(parts, { recursive: true });
      await writeFile(part, data);
      await rename(part, path);
    } catch (cause) {
      await rm(part, { force: true }).catch(() => {});
      const full = ["ENOSPC", "EDQUOT", "EFBIG"].includes(String((cause as { code?: unknown }).code));
      throw full
        ? new UnavailableError("disk_full", `The disk is full: ${key} could not be stored.`, {
            cause,
            next: "Free some space.",
          })
        : new UnavailableError("blob_unwritable", `${key} could not be stored.`, {
            cause,
            next: "Check that the data folder exists and may be written to.",
          });
    }
  }

  async get(key: string): Promise<Uint8Array> {
    return readFile(this.#path(key)).catch((error: unknown) => {
      throw missing(key, error);
    });
  }

  async getRange(key: string, start: number, end: number): Promise<Uint8Array> {
    const handle = await open(this.#path(key), "r").catch((error: unknown) => {
      throw missing(key, error);
    });
    try {
      const { size } = await handle.stat();
      const from = Math.max(0, Math.min(start, size));
      const bytes = Buffer.alloc(Math.max(0, Math.min(end, size) - from));
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, from);
      return bytes.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  }

  async list(prefix: string): Promise<string[]> {
    // Only the folder that the prefix names is read, however many others there are.
    const base = prefix.slice(0, prefix.lastIndexOf("/") + 1);
    if (base !== "" && !isBlobKey(base.slice(0, -1))) throw badKey(prefix);
    const entries = await readdir(join(this.#folder, base), { recursive: true, withFileTypes: true }).catch(() => []);
    const keys: string[] = [];
    for (const entry of entries) {
      if (!entry.isFile()) continue;
      const key = join(entry.parentPath, entry.name).slice(join(this.#folder, "/").length).replaceAll("\\", "/");
      if (key.startsWith(prefix) && isBlobKey(key)) keys.push(key);
    }
    return keys.sort();
  }

  async delete(key: string): Promise<void> {
    await rm(this.#path(key), { force: true });
  }

  async size(key: string): Promise<number | null> {
    const found = await stat(this.#path(key)).catch(() => null);
    return found?.isFile() === true ? found.size : null;
  }

  #path(key: string): string {
    if (!isBlobKey(key)) throw badKey(key);
    return join(this.#folder, key);
  }
}

function badKey(key: string): InvalidInputError {
  return new InvalidInputError(
    "invalid_blob_key",
    `Not a key of the blob store: ${JSON.stringify(key.slice(0, 100))}.`,
  );
}

function missing(key: string, cause: unknown): Error {
  const code = (cause as { code?: unknown }).code;
  if (code !== "ENOENT" && code !== "EISDIR" && code !== "ENOTDIR") return cause as Error;
  return new NotFoundError("blob_not_found", `There is no blob ${key}.`, { cause });
}
