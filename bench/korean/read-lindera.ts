/** Reads the texts of a file with Lindera's WebAssembly build and its ko-dic, on one thread. */
import { createRequire } from "node:module";
import { report } from "./report.ts";

interface Token {
  surface: string;
  byteStart: number;
  partOfSpeechTag?: string;
}

const require = createRequire(new URL("../package.json", import.meta.url));
const began = performance.now();
const { TokenizerBuilder } = require("lindera-wasm-nodejs-cjk");
const builder = new TokenizerBuilder();
builder.setDictionary("embedded://ko-dic");
builder.setMode("normal");
const tokenizer = builder.build();
tokenizer.tokenize("준비");
const readyMs = performance.now() - began;
report({
  analyzer: "lindera",
  readyMs,
  dictionaryMb: null,
  read: (text) => {
    const bytes = Buffer.from(text);
    const tokens: Token[] = tokenizer.tokenize(text);
    return tokens
      .map(({ surface, byteStart, partOfSpeechTag = "UNK" }): [string, string, number] => [
        surface,
        partOfSpeechTag,
        bytes.toString("utf8", 0, byteStart).length,
      ])
      .filter(([surface]) => surface.trim() !== "");
  },
  timed: (text) => tokenizer.tokenize(text),
});
