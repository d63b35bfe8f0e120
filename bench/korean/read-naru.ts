/** Reads the texts of a file with naru's tokenizer, on one thread. */
import { loadDictionary, Tokenizer } from "../../src/korean/index.ts";
import { report } from "./report.ts";

const began = performance.now();
const dictionary = loadDictionary();
const tokenizer = new Tokenizer(dictionary);
tokenizer.tokenize("준비");
const readyMs = performance.now() - began;
const views = Object.values(dictionary).filter(ArrayBuffer.isView);
report({
  analyzer: "naru",
  readyMs,
  dictionaryMb: views.reduce((sum, { byteLength }) => sum + byteLength, 0) / 1e6,
  read: (text) => tokenizer.tokenize(text).map(({ surface, tag, start }) => [surface, tag, start]),
});
