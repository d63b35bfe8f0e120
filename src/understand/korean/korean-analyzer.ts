import {
  dictionaryVersion,
  type KoreanToken,
  type SharedDictionary,
  Tokenizer,
  type UserWord,
} from "../../korean/index.ts";
import { sha256Hex } from "../../lib/hash.ts";
import { originalSpan } from "./mapped-text.ts";
import { type Analyzer, type Morpheme, maxAnalysedCharacters } from "./morpheme.ts";
import { normaliseKorean } from "./normalise.ts";
import { isPoliteVerb } from "./polite-verb.ts";
import { tagUnknown } from "./unknown-tag.ts";
import { webWords } from "./word-list.ts";

/** Grows when the tokenizer, the normaliser or the tags of unknown words change what comes out. */
const rulesVersion = 3;

/** naru's tokenizer behind its normaliser, with the words of the web and those of the person's. Any number share one dictionary. */
export function openKoreanAnalyzer(dictionary: SharedDictionary, extraWords: readonly UserWord[] = []): Analyzer {
  const words = [...webWords(), ...extraWords];
  const tokenizer = new Tokenizer(dictionary, words);
  return {
    version: versionOf(words),
    analyze: (text) => {
      const normal = normaliseKorean(text.length > maxAnalysedCharacters ? text.slice(0, maxAnalysedCharacters) : text);
      const tokens = tokenizer.tokenize(normal.text);
      return tokens.map((token, i) => ({ ...read(token, i, tokens), ...originalSpan(normal, token.start, token.end) }));
    },
  };
}

/** The version that `openKoreanAnalyzer` would have, without loading the dictionary. */
export function koreanAnalyzerVersion(extraWords: readonly UserWord[] = []): string {
  return versionOf([...webWords(), ...extraWords]);
}

function versionOf(words: readonly UserWord[]): string {
  return `naru-${rulesVersion}/${dictionaryVersion()}/words-${sha256Hex(JSON.stringify(words)).slice(0, 8)}`;
}

/** The dictionary's word, but for what it does not know or does not tell apart. */
function read(token: KoreanToken, i: number, tokens: readonly KoreanToken[]): Omit<Morpheme, "start" | "end"> {
  const { surface, tag } = token;
  if (isPoliteVerb(tokens, i)) return { surface, lemma: `${surface.charAt(0)}다`, pos: "VV+EF" };
  // Single letters are laughter, crying and short answers (ㅎㅎ, ㄷㄷ, ㅇㅈ), whatever endings and suffixes the dictionary has of that form.
  const guessed = tag === "UNKNOWN" || /^[ㄱ-ㅣ]+$/.test(surface);
  return { surface, lemma: lemmaOf(token), pos: guessed ? tagUnknown(surface) : tag };
}

/** Verbs and adjectives end in 다; of melted forms the first part counts: 했 (하+았) → 하다. */
function lemmaOf({ surface, tag, parts }: KoreanToken): string {
  const stem = parts[0]?.surface ?? surface;
  const first = tag.split("+")[0] ?? tag;
  if (/^(VV|VA|VX|VCP|VCN)$/.test(first)) return `${stem}다`;
  return tag.includes("+") ? stem : surface;
}
