import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

export interface DocumentedError {
  code: string;
  /** The sentence people see, with particulars replaced by an ellipsis. */
  message: string;
  file: string;
  /** All files that can raise it. */
  files: readonly string[];
}

const root = join(import.meta.dirname, "..");
/** Faults of a rendering are the collector's own words: what people see of them is the reason of an address. */
const thrown =
  /(?:new (?!RenderError)\w*Error|super)\(\s*"([a-z][a-z0-9_]+)",\s*(?:"((?:[^"\\]|\\.)*)"|`((?:[^`\\]|\\.)*)`)?/g;

/** Every error code that the code can raise with its first sentence, by code. */
export function errorCodes(): DocumentedError[] {
  const found = new Map<string, DocumentedError & { files: string[] }>();
  for (const entry of readdirSync(join(root, "src"), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith(".ts") || entry.name.endsWith(".test.ts")) continue;
    const path = join(entry.parentPath, entry.name);
    for (const [, code = "", plain, template] of readFileSync(path, "utf8").matchAll(thrown)) {
      const message = (plain ?? template ?? "").replaceAll(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, "…").replaceAll(/\s+/g, " ");
      const file = relative(root, path);
      const known = found.get(code);
      const files = known?.files ?? [];
      if (!files.includes(file)) files.push(file);
      if (known === undefined || (known.message === "" && message !== ""))
        found.set(code, { code, message, file, files });
    }
  }
  return [...found.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
}
