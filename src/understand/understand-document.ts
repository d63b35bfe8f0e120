import type { SentenceSentiment, SentimentLabel } from "../domain/sentiment.ts";
import type { SentimentReader } from "./engines/ask.ts";
import { type Keyword, keywordsOf } from "./korean/keywords.ts";
import { detectLanguage } from "./korean/language.ts";
import { type Analyzer, maxAnalysedCharacters } from "./korean/morpheme.ts";
import { splitSentences } from "./korean/sentences.ts";
import { documentSentiment } from "./tasks/sentiment/document-sentiment.ts";

export interface DocumentText {
  id: number;
  /** Clean title; null when there is none. */
  title: string | null;
  /** Clean text. */
  text: string;
}

export interface UnderstoodDocument {
  id: number;
  /** BCP 47 primary tag; null when the text does not tell. */
  language: string | null;
  keywords: Keyword[];
  /** Offsets hold for `text`. Empty where sentiment is not told. */
  sentences: SentenceSentiment[];
  /** Null for texts in other languages than Korean: the models have learned Korean only. */
  sentiment: SentimentLabel | null;
  positive: number | null;
  /** Morphemes of the text, signs left out. */
  tokenCount: number;
}

export interface DocumentReaders {
  analyzer: Analyzer;
  sentiment: SentimentReader;
  /** 0–0.5, see `documentSentiment`. */
  neutralBand: number;
}

/** All that naru derives from one text. Of long texts, the first `maxAnalysedCharacters` count. */
export async function understandDocument(
  document: DocumentText,
  readers: DocumentReaders,
): Promise<UnderstoodDocument> {
  const text = document.text.slice(0, maxAnalysedCharacters);
  const title = document.title ?? "";
  const language = detectLanguage(`${title}\n${text}`);
  const heading = title === "" ? "" : `${title}\n`;
  const morphemes = readers.analyzer.analyze(heading + text);
  const keywords = keywordsOf(morphemes, { titleEnd: heading.length });
  const tokenCount = morphemes.filter(({ start, pos }) => start >= heading.length && !/^S[WFPEOCY]/.test(pos)).length;
  const plain = { id: document.id, language, keywords, tokenCount, sentences: [], sentiment: null, positive: null };
  if (language !== "ko") return plain;
  const spans = splitSentences(text);
  const answers = await readers.sentiment.ask(spans.map(({ start, end }) => ({ text: text.slice(start, end) })));
  const judged = documentSentiment(
    text,
    spans,
    answers.map(({ positive }) => positive),
    readers.neutralBand,
  );
  if (judged === null) return plain;
  return { ...plain, sentences: judged.sentences, sentiment: judged.label, positive: judged.positive };
}
