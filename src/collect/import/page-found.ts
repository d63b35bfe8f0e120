import { relative, sep } from "node:path";
import { normalizeUrl } from "../url-normal-form.ts";
import { type FoundPayload, UnreadableFileError } from "./found.ts";
import type { ImportLimits } from "./limits.ts";
import { readWhole } from "./open-bytes.ts";
import { savedPageFacts } from "./saved-page.ts";
import type { FileInHand } from "./walk.ts";

export interface PageOptions {
  contentType: string;
  gzipped: boolean;
  /** What stands before the file's place in its folder, as the person says; null for none. */
  urlBase: string | null;
  limits: ImportLimits;
}

/** A page or a text that a person saved, under the address that it came from where that is known. */
export async function readPageFile(file: FileInHand, options: PageOptions): Promise<FoundPayload> {
  const { contentType, gzipped, limits, urlBase } = options;
  const body = await readWhole(file.path, gzipped, limits.maxPageBytes, limits);
  if (body.length === 0) throw new UnreadableFileError("no_text", "The file is empty.");
  const isHtml = contentType.startsWith("text/html");
  const facts = isHtml ? savedPageFacts(body) : { url: null, savedAt: null };
  const said = urlBase === null ? null : addressUnder(urlBase, file);
  const savedAt = facts.savedAt ?? file.savedAt;
  return {
    kind: "payload",
    url: said ?? facts.url ?? file.url,
    contentType,
    body,
    capturedAt: savedAt < file.savedAt ? savedAt : file.savedAt,
    metadata: { "imported-from": file.url },
    rows: 0,
    silent: false,
  };
}

/** `https://example.com/` and `news/1.html` make `https://example.com/news/1.html`. */
function addressUnder(urlBase: string, { root, path }: FileInHand): string | null {
  const place = relative(root, path)
    .split(sep)
    .map((part) => encodeURIComponent(part.toWellFormed().normalize("NFC")));
  return normalizeUrl(`${urlBase.replace(/\/*$/, "/")}${place.join("/")}`)?.url ?? null;
}
