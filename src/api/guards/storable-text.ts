import type { FastifyRequest } from "fastify";
import { invalidText } from "../errors.ts";

/**
 * Refuses text that a database cannot hold, before anything reads it. Routes with `config.mendText` get it mended instead:
 * a batch of collected reviews should not fail for one broken character.
 */
export async function guardText(request: FastifyRequest): Promise<void> {
  const mend = request.routeOptions.config.mendText === true;
  for (const [name, part] of [
    ["path", request.params],
    ["query", request.query],
    ["body", request.body],
  ] as const) {
    walk(part, name, mend);
  }
}

/** Without recursion: a body may be nested as deep as it is long. */
function walk(root: unknown, name: string, mend: boolean): void {
  if (typeof root === "string" && !isStorable(root)) throw invalidText(name);
  const open: { value: unknown; path: string }[] = [{ value: root, path: "" }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, path } = next;
    if (value === null || typeof value !== "object") continue;
    for (const [key, child] of Object.entries(value)) {
      const childPath = path === "" ? key : `${path}.${key}`.slice(0, 200);
      if (!isStorable(key)) throw invalidText(path === "" ? name : path);
      if (typeof child === "object") open.push({ value: child, path: childPath });
      else if (typeof child === "string" && !isStorable(child)) {
        if (!mend) throw invalidText(childPath);
        (value as Record<string, unknown>)[key] = child.replaceAll("\0", " ").toWellFormed();
      }
    }
  }
}

function isStorable(text: string): boolean {
  return !text.includes("\0") && text.isWellFormed();
}
