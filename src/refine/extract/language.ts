/** BCP 47 primary tag of a text: what its letters say, or else what the page declares. Null when neither tells. */
export function languageOf(text: string, declared: string | null): string | null {
  const sample = text.slice(0, 2_000);
  let hangul = 0;
  let kana = 0;
  let han = 0;
  let latin = 0;
  for (let i = 0; i < sample.length; i++) {
    const code = sample.charCodeAt(i);
    if ((code >= 0xac00 && code <= 0xd7a3) || (code >= 0x3131 && code <= 0x318e)) hangul++;
    else if (code >= 0x3040 && code <= 0x30ff) kana++;
    else if (code >= 0x4e00 && code <= 0x9fff) han++;
    else if ((code >= 65 && code <= 90) || (code >= 97 && code <= 122) || (code >= 0xc0 && code <= 0x24f)) latin++;
  }
  const tag = primaryTag(declared);
  const letters = hangul + kana + han + latin;
  if (letters < 20) return tag ?? (hangul > 0 ? "ko" : null);
  // One syllable carries what two or three Latin letters do.
  if (hangul * 3 > latin && hangul > kana + han) return "ko";
  if (kana * 5 > han && kana > 0 && kana + han > latin / 3) return "ja";
  if (han * 3 > latin) return tag === "ja" || tag === "zh" ? tag : "zh";
  if (tag !== null && tag !== "ko" && tag !== "ja" && tag !== "zh") return tag;
  return looksEnglish(sample) ? "en" : null;
}

function primaryTag(declared: string | null): string | null {
  return /^\s{0,5}([a-z]{2,3})(?:[-_]|\s|$)/i.exec(declared ?? "")?.[1]?.toLowerCase() ?? null;
}

const englishWords = new Set("the of and to in is it you that for on with this was are not be a have or".split(" "));

function looksEnglish(text: string): boolean {
  const words =
    text
      .slice(0, 1_000)
      .toLowerCase()
      .match(/[a-z]+/g) ?? [];
  return words.filter((word) => englishWords.has(word)).length > words.length * 0.12;
}
