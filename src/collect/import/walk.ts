import { lstat, readdir, realpath, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { InvalidInputError } from "../../platform/errors.ts";
import { fileAddress, rootNames } from "./file-address.ts";
import { type FoundTrouble, trouble } from "./found.ts";
import type { ImportLimits } from "./limits.ts";

/** A file to be imported. */
export interface FileInHand {
  kind: "file";
  path: string;
  /** Folder that its address counts from. */
  root: string;
  url: string;
  bytes: number;
  /** When it was written last; never in the future. */
  savedAt: Date;
  /** The person named this very file, rather than a folder that holds it. */
  named: boolean;
}

/** A path as a person gave it, looked at. */
export interface Root {
  path: string;
  /** Folder from which addresses count. */
  base: string;
  isFolder: boolean;
}

/** Looks at every path before anything begins. @throws InvalidInputError `file_missing` naming the first that is not there. */
export async function openRoots(paths: readonly string[]): Promise<Root[]> {
  const roots: Root[] = [];
  for (const path of paths) {
    // A link that is named on purpose is followed.
    const whole = await realpath(path).catch((error: NodeJS.ErrnoException) => {
      throw new InvalidInputError(
        "file_missing",
        error.code === "EACCES" ? `naru may not read ${path}.` : `There is no file or folder ${path}.`,
        { field: "paths", cause: error, next: "Check the path; names with spaces need quotes around them." },
      );
    });
    const isFolder = (await stat(whole)).isDirectory();
    roots.push({ path: whole, base: isFolder ? whole : dirname(whole), isFolder });
  }
  return roots;
}

/** Names that systems leave in folders; nobody means them. */
const litter = /^(?:\.|~\$|Thumbs\.db$|desktop\.ini$|__MACOSX$|Icon\r$)/i;
/** What browsers put beside a page that they save whole: its pictures, scripts and frames. */
const companion = /^(.+)(?:_files|\.files|_파일|_elements)$/i;

/** Every file below the roots, in the order of names, and what was left out on the way. */
export async function* walkFiles(
  roots: readonly Root[],
  limits: ImportLimits,
  now: number,
): AsyncGenerator<FileInHand | FoundTrouble> {
  const names = rootNames(roots.map(({ base }) => base));
  const seen = new Set<string>();
  let files = 0;
  for (const root of roots) {
    const addressOf = (path: string) => fileAddress(names.get(root.base) ?? [], root.base, path);
    const found = root.isFolder ? filesOf(root.path, addressOf, limits) : [{ path: root.path, left: null }];
    for await (const { path, left } of found) {
      if (seen.has(path)) continue;
      seen.add(path);
      const url = addressOf(path);
      const facts = left === null ? await stat(path).catch((error: NodeJS.ErrnoException) => error) : null;
      if (left !== null) yield trouble(url, left.reason, left.detail, true);
      else if (facts === null || facts instanceof Error) yield trouble(url, "parse_failed", unreadable(facts));
      else if (!facts.isFile()) yield trouble(url, "unsupported_type", "It is no ordinary file.", root.isFolder);
      else {
        files += 1;
        if (files > limits.maxFiles) {
          yield trouble(url, "too_large", `More than ${limits.maxFiles} files at once; import the folders one by one.`);
          return;
        }
        const savedAt = new Date(Math.min(facts.mtimeMs > 0 ? facts.mtimeMs : now, now));
        yield { kind: "file", path, root: root.base, url, bytes: facts.size, savedAt, named: !root.isFolder };
      }
    }
  }
}

interface Step {
  path: string;
  left: { reason: "out_of_scope" | "too_large" | "parse_failed"; detail: string } | null;
}

async function* filesOf(
  folder: string,
  addressOf: (path: string) => string,
  limits: ImportLimits,
  depth = 0,
): AsyncGenerator<Step> {
  if (depth > limits.maxDepth) {
    yield { path: folder, left: { reason: "too_large", detail: `Folders nested deeper than ${limits.maxDepth}.` } };
    return;
  }
  let names: string[];
  try {
    names = (await readdir(folder)).filter((name) => !litter.test(name)).sort(byName);
  } catch (error) {
    yield { path: folder, left: { reason: "parse_failed", detail: unreadable(error) } };
    return;
  }
  const pages = new Set(names.flatMap((name) => /^(.+)\.x?html?$/i.exec(name)?.[1] ?? []));
  for (const name of names) {
    const path = join(folder, name);
    const facts = await lstat(path).catch(() => null);
    if (facts === null) continue;
    if (facts.isSymbolicLink()) {
      yield { path, left: { reason: "out_of_scope", detail: "Links inside folders are not followed." } };
    } else if (facts.isDirectory()) {
      const page = companion.exec(name)?.[1];
      if (page !== undefined && pages.has(page)) {
        const detail = `Belongs to the saved page ${basename(page)}.html.`;
        yield { path, left: { reason: "out_of_scope", detail } };
      } else yield* filesOf(path, addressOf, limits, depth + 1);
    } else yield { path, left: null };
  }
}

// Code units: the same order on every machine.
function byName(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function unreadable(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown };
  return code === "EACCES" || code === "EPERM" ? "naru may not read it." : "It could not be read.";
}
