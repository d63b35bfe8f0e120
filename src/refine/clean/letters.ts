/** all: every script · hangul: syllables only (가-힣) · hangul-latin: 가-힣, a-z, A-Z, as the first NSMC pipelines did it. */
export type LetterMode = "all" | "hangul" | "hangul-latin";

/** Keeps only the letters of a mode; everything else becomes a blank. "영화 Good 10점 ㅋㅋ" → hangul-latin "영화 Good 점". */
export function onlyLetters(text: string, mode: LetterMode): string {
  if (mode === "all") return text;
  return text.replace(mode === "hangul" ? /[^가-힣\s]+/g : /[^가-힣a-zA-Z\s]+/g, " ");
}
