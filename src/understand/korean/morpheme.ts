/** One piece of meaning in a text. */
export interface Morpheme {
  /** As the analyser read it, after normalising: 재밌었 for 재밌엇. */
  surface: string;
  /** Dictionary form: 하다 for 했, the surface where nothing else is known. */
  lemma: string;
  /** Sejong tag (NNG, VV, JKS, …); joined with + where two melt into one syllable (VV+EP). */
  pos: string;
  /** UTF-16 offsets in the text that was given, end exclusive. */
  start: number;
  end: number;
}

/** Cuts Korean text into morphemes. Offsets hold for the text as given, whatever happens to it inside. */
export interface Analyzer {
  /** Name and versions of all that shapes the result; a change here means that documents may be read anew. */
  readonly version: string;
  /** Texts are bounded by `maxAnalysedCharacters`; what lies behind is left out. */
  analyze(text: string): Morpheme[];
}

/** Most of one document that is analysed, in UTF-16 units: what it takes at worst, keywords and sentences included, stays below a second. */
export const maxAnalysedCharacters = 50_000;
