import { type CleanOptions, cleanText } from "./clean/clean-text.ts";
import { stripEntitiesAndTags } from "./clean/entities-and-tags.ts";
import { normalise } from "./clean/normalise.ts";
import type { MaskKind } from "./mask/kinds.ts";
import { maskText } from "./mask/mask-text.ts";

/** Clean, masked text and what was taken out of it. */
export interface RefinedText {
  text: string;
  hashtags: string[];
  mentions: string[];
  masked: Partial<Record<MaskKind, number>>;
}

/**
 * Grade 3 → 4 for one text. Masking comes behind decoding, so that `hong&#64;example.com` is seen, and before the steps that take
 * signs away, so that no step can break an address into harmless-looking pieces that still tell it.
 */
export function refineText(text: string, options: Partial<CleanOptions> = {}): RefinedText {
  const { text: safe, counts } = maskText(normalise(stripEntitiesAndTags(text)));
  const { text: clean, hashtags, mentions } = cleanText(safe, options);
  return { text: clean, hashtags, mentions, masked: counts };
}
