import { renameSync, writeFileSync } from "node:fs";

/** Puts a small text in the place of a file at once: whoever reads it meanwhile sees the old one or the new one, whole. */
export function replaceFile(path: string, text: string): void {
  const draft = `${path}.${process.pid}.part`;
  writeFileSync(draft, text);
  renameSync(draft, path);
}
