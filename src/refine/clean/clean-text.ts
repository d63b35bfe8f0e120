import { foldBlankRuns } from "./blanks.ts";
import { type EmojiPolicy, treatEmoji } from "./emoji.ts";
import { stripEntitiesAndTags } from "./entities-and-tags.ts";
import { foldJamoRuns } from "./jamo-runs.ts";
import { type LetterMode, onlyLetters } from "./letters.ts";
import { normalise } from "./normalise.ts";
import { pullFields } from "./pull-fields.ts";
import { type SpecialPolicy, treatSpecials } from "./special-characters.ts";

/** Steps of cleaning; each can be switched. */
export interface CleanOptions {
  entitiesAndTags: boolean;
  nfc: boolean;
  jamoRuns: boolean;
  emoji: EmojiPolicy;
  /** Take URLs, mentions and hashtags into fields. */
  fields: boolean;
  specials: SpecialPolicy;
  letters: LetterMode;
  blanks: boolean;
}

export const defaultCleanOptions: CleanOptions = {
  entitiesAndTags: true,
  nfc: true,
  jamoRuns: true,
  emoji: "keep",
  fields: true,
  specials: "text",
  letters: "all",
  blanks: true,
};

export interface CleanResult {
  text: string;
  urls: string[];
  mentions: string[];
  hashtags: string[];
}

/** Cleans one text. The order is fixed: each step relies on what the ones before it did. */
export function cleanText(text: string, options: Partial<CleanOptions> = {}): CleanResult {
  const o = { ...defaultCleanOptions, ...options };
  let out = text;
  if (o.entitiesAndTags) out = stripEntitiesAndTags(out);
  if (o.nfc) out = normalise(out);
  if (o.jamoRuns) out = foldJamoRuns(out);
  out = treatEmoji(out, o.emoji);
  const pulled = o.fields ? pullFields(out) : { text: out, urls: [], mentions: [], hashtags: [] };
  out = treatSpecials(pulled.text, o.specials);
  out = onlyLetters(out, o.letters);
  if (o.blanks) out = foldBlankRuns(out);
  return { text: out, urls: pulled.urls, mentions: pulled.mentions, hashtags: pulled.hashtags };
}
