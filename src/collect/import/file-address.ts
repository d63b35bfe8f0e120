import { homedir } from "node:os";
import { basename, dirname, relative, sep } from "node:path";
import { sha256Hex } from "../../lib/hash.ts";

/** Addresses that would be longer are shortened: rows and pages of the file add something to them yet. */
const maxAddressChars = 1_800;

/**
 * Names of the paths a person gave, as they stand at the beginning of `file:` addresses: the last folder of each, so that an address tells
 * nothing of where on the machine it lay. Two folders of one name get their parents' names too.
 * @param roots absolute paths of folders.
 */
export function rootNames(roots: readonly string[]): Map<string, string[]> {
  const names = new Map<string, string[]>();
  for (const root of new Set(roots)) {
    const others = [...new Set(roots)].filter((other) => other !== root && nameOf(other) === nameOf(root));
    names.set(root, others.length === 0 ? [nameOf(root)] : [nameOf(dirname(root)), nameOf(root)]);
  }
  return names;
}

/** Address of a file: `file:///FOLDER/relative/path`, percent-encoded, in NFC (macOS hands out decomposed Hangul). */
export function fileAddress(rootName: readonly string[], root: string, path: string): string {
  const parts = [...rootName, ...relative(root, path).split(sep)].filter((part) => part !== "");
  const address = `file:///${parts.map(encodePart).join("/")}`;
  if (address.length <= maxAddressChars) return address;
  const last = (parts.at(-1) ?? "").slice(-60);
  return `file:///${encodePart(parts[0] ?? "")}/~${sha256Hex(parts.join("/")).slice(0, 16)}/${encodePart(last)}`;
}

/** True for addresses made here. */
export function isFileAddress(url: string): boolean {
  return url.startsWith("file:///");
}

/** A person's home folder bears their name. */
function nameOf(folder: string): string {
  return folder === homedir() ? "home" : basename(folder) || "root";
}

function encodePart(part: string): string {
  // Lone surrogates stand for bytes that are no UTF-8, which file names may hold.
  return encodeURIComponent(part.toWellFormed().normalize("NFC"));
}
