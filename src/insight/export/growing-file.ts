import { type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { clearLeftovers, draftOf } from "./draft.ts";
import { outUnwritable } from "./errors.ts";

/** A file that is written from its beginning, piece by piece. Its folder is made; what it held before is gone. */
export class GrowingFile {
  readonly path: string;
  readonly #handle: FileHandle;
  #length = 0;

  private constructor(path: string, handle: FileHandle) {
    this.path = path;
    this.#handle = handle;
  }

  /** @throws NaruError `out_unwritable`. */
  static async open(path: string): Promise<GrowingFile> {
    try {
      await mkdir(dirname(path), { recursive: true });
      return new GrowingFile(path, await open(path, "w"));
    } catch (cause) {
      throw outUnwritable(path, cause);
    }
  }

  /** Opens a draft of `file` beside it; `become` puts it in its place. @throws NaruError `out_unwritable`. */
  static async draft(file: string): Promise<GrowingFile> {
    await clearLeftovers(file);
    return GrowingFile.open(draftOf(file));
  }

  /** Appends a piece whole; a disk that fills up in the middle leaves nothing of it. @throws NaruError `out_unwritable`. */
  async append(piece: string | Uint8Array): Promise<void> {
    const bytes = typeof piece === "string" ? Buffer.from(piece) : piece;
    try {
      for (let at = 0; at < bytes.length; ) {
        at += (await this.#handle.write(bytes, at, bytes.length - at, this.#length + at)).bytesWritten;
      }
    } catch (cause) {
      await this.#handle.truncate(this.#length).catch(() => {});
      throw outUnwritable(this.path, cause);
    }
    this.#length += bytes.length;
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }

  /** Closes it and gives it its real name in one step. @throws NaruError `out_unwritable`. */
  async become(file: string): Promise<void> {
    await this.close();
    try {
      await rename(this.path, file);
    } catch (cause) {
      throw outUnwritable(file, cause);
    }
  }

  async discard(): Promise<void> {
    await this.close().catch(() => {});
    await rm(this.path, { force: true });
  }
}
