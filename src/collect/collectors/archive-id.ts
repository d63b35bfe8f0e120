import { randomUUID } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Id of an archive folder, made the first time it is asked for: two machines that name one shared folder by different paths mean
 * the same, and two folders of one path are told apart.
 */
export function archiveId(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "archive-id");
  const draft = join(folder, `.archive-id.${randomUUID()}`);
  for (;;) {
    try {
      const id = readFileSync(file, "utf8").trim();
      if (/^[0-9a-f-]{36}$/.test(id)) return id;
      rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
    writeFileSync(draft, `${randomUUID()}\n`);
    try {
      // Fails when another process was quicker, and the file is whole from its first moment.
      linkSync(draft, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    } finally {
      rmSync(draft, { force: true });
    }
  }
}
