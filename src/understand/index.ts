export type { Engine, EngineCapabilities, EngineModel } from "./engines/engine.ts";
export { engines } from "./engines/registry.ts";
export type { Keyword } from "./korean/keywords.ts";
export { keywordsOf } from "./korean/keywords.ts";
export { openKoreanAnalyzer } from "./korean/korean-analyzer.ts";
export { detectLanguage } from "./korean/language.ts";
export type { Analyzer, Morpheme } from "./korean/morpheme.ts";
export { splitSentences } from "./korean/sentences.ts";
export { readOwnWords } from "./own-words.ts";
export { tasks } from "./tasks/registry.ts";
export type { DocumentText, UnderstoodDocument } from "./understand-document.ts";
export {
  type CleanedDocument,
  type UnderstandReport,
  understandCleaned,
  understandDocuments,
} from "./understand-job.ts";
export type { ThreadModel, UnreadDocument } from "./worker/messages.ts";
export { createUnderstandPool, type UnderstandPool, type UnderstandPoolOptions } from "./worker/understand-pool.ts";
