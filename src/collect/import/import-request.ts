import { nearest } from "../../lib/nearest.ts";
import { InvalidInputError } from "../../platform/errors.ts";
import { type StoredRequest, storedRequest } from "../collection-request.ts";
import { type ColumnRoles, roleNames } from "../sources/files/column-roles.ts";
import { checkOption } from "../sources/order.ts";
import { findSource, sources } from "../sources/registry.ts";
import type { Source } from "../sources/source.ts";
import { normalizeUrl } from "../url-normal-form.ts";
import { fileAddress, rootNames } from "./file-address.ts";
import { openRoots, type Root } from "./walk.ts";

/** What a person wants imported. */
export interface ImportRequest {
  /** Absolute paths on this machine. */
  paths: readonly string[];
  /** Default `files`. */
  source?: string | undefined;
  /** Web address that the saved pages were under; null lets each page say it. */
  urlBase?: string | undefined;
  /** Options of the source: for `files`, which column is what. */
  set?: Readonly<Record<string, string>>;
}

/** A request that has been looked at and can begin. */
export interface CheckedImport {
  source: Source;
  roots: Root[];
  /** As the collection keeps it: names, no paths. */
  stored: StoredRequest;
  said: ColumnRoles;
  header: boolean | null;
  urlBase: string | null;
}

/**
 * @throws InvalidInputError `paths_missing`, `file_missing`, `unknown_source`, `source_option_unknown`, `source_option_wrong` or `invalid_url`,
 * naming the field.
 */
export async function checkImport(request: ImportRequest): Promise<CheckedImport> {
  const source = sourceOf(request.source ?? "files");
  const set = request.set ?? {};
  for (const [name, value] of Object.entries(set)) checkOption(source, name, value);
  const urlBase = request.urlBase === undefined ? null : webAddress(request.urlBase);
  if (request.paths.length === 0) {
    throw new InvalidInputError("paths_missing", "There is nothing to import.", {
      field: "paths",
      next: "Name files or folders, for example: naru import ./reviews.csv",
    });
  }
  const roots = await openRoots(request.paths);
  const names = rootNames(roots.map(({ base }) => base));
  const urls = roots.map(({ base, path }) => fileAddress(names.get(base) ?? [], base, path));
  return {
    source,
    roots,
    stored: storedRequest.parse({ urls: [...new Set(urls)], source: source.id, set }),
    said: source.id === "files" ? saidRoles(set) : {},
    header: set.header === "yes" ? true : set.header === "no" ? false : null,
    urlBase,
  };
}

function sourceOf(id: string): Source {
  const source = findSource(id);
  if (source !== undefined) return source;
  const guess = nearest(
    id,
    sources.map((one) => one.id),
  );
  throw new InvalidInputError("unknown_source", `There is no source "${id.slice(0, 80)}".`, {
    field: "source",
    next: guess === null ? "`naru sources` lists what there is." : `Did you mean ${guess}?`,
  });
}

function webAddress(text: string): string {
  const url = normalizeUrl(text.trim())?.url;
  if (url !== undefined) return url;
  throw new InvalidInputError("invalid_url", `This is no web address: ${text.slice(0, 200)}`, {
    field: "urlBase",
    next: "Give the address that the saved pages were under, such as https://example.com/blog/.",
  });
}

function saidRoles(set: Readonly<Record<string, string>>): ColumnRoles {
  return Object.fromEntries(roleNames.flatMap((role) => (set[role] === undefined ? [] : [[role, set[role]]])));
}
