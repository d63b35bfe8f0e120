import {
  dictionaryVersion,
  type KoreanToken,
  type SharedDictionary,
  Tokenizer,
  type UserWord,
} from "../../korean/index.ts";
import { sha256Hex } from "../../lib/hash.ts";
import { originalSpan } from "./mapped-text.ts";
import { type Analyzer, maxAnalysedCharacters } from "./morpheme.ts";
import { normaliseKorean } from "./normalise.ts";
import { tagUnknown } from "./unknown-tag.ts";
import { webWords } from "./word-list.ts";

/** Grows when the tokenizer, the normaliser or the tags of unknown words change what comes out. */
const rulesVersion = 2;

/** naru's tokenizer behind its normaliser, with the words of the web and those of the person's. Any number share one dictionary. */
export function openKoreanAnalyzer(dictionary: SharedDictionary, extraWords: readonly UserWord[] = []): Analyzer {
  const words = [...webWords(), ...extraWords];
  const tokenizer = new Tokenizer(dictionary, words);
  return {
    version: versionOf(words),
    analyze: (text) => {
      const normal = normaliseKorean(text.length > maxAnalysedCharacters ? text.slice(0, maxAnalysedCharacters) : text);
      return tokenizer.tokenize(normal.text).map((token) => ({
        surface: token.surface,
        lemma: lemmaOf(token),
        pos: token.tag === "UNKNOWN" ? tagUnknown(token.surface) : token.tag,
        ...originalSpan(normal, token.start, token.end),
      }));
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

/** Verbs and adjectives end in 다; of melted forms the first part counts: 했 (하+았) → 하다. */
function lemmaOf({ surface, tag, parts }: KoreanToken): string {
  const stem = parts[0]?.surface ?? surface;
  const first = tag.split("+")[0] ?? tag;
  if (/^(VV|VA|VX|VCP|VCN)$/.test(first)) return `${stem}다`;
  return tag.includes("+") ? stem : surface;
}
