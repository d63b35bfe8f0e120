const run = /([\u3131-\u3163])\1{2,}/g;

/**
 * Folds runs of one compatibility jamo to two: they carry feeling, their length hardly more.
 * "재밌다 ㅋㅋㅋㅋㅋ 근데 슬퍼 ㅠㅠㅠ" → "재밌다 ㅋㅋ 근데 슬퍼 ㅠㅠ" (as the KcBERT and KcELECTRA corpora do it).
 */
export function foldJamoRuns(text: string): string {
  return text.replace(run, "$1$1");
}
