export type { WordPart } from "./expressions.ts";
export { dictionaryVersion, loadDictionary } from "./load-dictionary.ts";
export type { SharedDictionary } from "./shared-dictionary.ts";
export { type KoreanToken, Tokenizer } from "./tokenizer.ts";
export type { UserWord } from "./user-words.ts";
