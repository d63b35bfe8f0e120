const functionWords: Record<string, ReadonlySet<string>> = {
  en: new Set("the of and to in is that it for was on with as are be this have from or not you".split(" ")),
  de: new Set("der die das und ist nicht ein eine zu den mit von auf für sich dem auch es wir".split(" ")),
  fr: new Set("le la les des et est une un que dans pour pas qui sur avec ce il vous nous du".split(" ")),
  es: new Set("el los las de que y en un una por con para es no se del lo como más su".split(" ")),
};

/** Enough of a text to tell its language by. In UTF-16 units. */
const sampleLength = 4000;

/**
 * BCP 47 primary tag of a text by the share of scripts, Latin ones by their function words; null when there are too few
 * letters to tell. A Hangul syllable counts as two and a half letters, which it holds on average, and Korean wins from three
 * in ten on: Korean pages quote much Latin ("TypeScript로 만든 서버").
 */
export function detectLanguage(text: string): string | null {
  const sample = text.slice(0, sampleLength);
  const counts = { hangul: 0, kana: 0, han: 0, latin: 0, cyrillic: 0, thai: 0, arabic: 0, other: 0 };
  for (const char of sample) {
    const script = scriptOf(char.codePointAt(0) ?? 0);
    if (script !== null) counts[script]++;
  }
  counts.hangul *= 2.5;
  const letters = Object.values(counts).reduce((sum, count) => sum + count, 0);
  if (letters < 2) return null;
  if (counts.hangul >= letters * 0.3) return "ko";
  if (counts.kana >= (counts.kana + counts.han) * 0.1 && counts.kana + counts.han >= letters * 0.3) return "ja";
  if (counts.han >= letters * 0.3) return "zh";
  if (counts.cyrillic >= letters * 0.5) return "ru";
  if (counts.thai >= letters * 0.5) return "th";
  if (counts.arabic >= letters * 0.5) return "ar";
  return counts.latin >= letters * 0.5 ? latinLanguage(sample) : null;
}

function latinLanguage(sample: string): string | null {
  const words = sample.toLowerCase().match(/\p{L}+/gu) ?? [];
  let best: string | null = null;
  let most = 0;
  for (const [language, known] of Object.entries(functionWords)) {
    const hits = words.filter((word) => known.has(word)).length;
    if (hits > most) {
      best = language;
      most = hits;
    }
  }
  // A title of a few words holds none: English is the likeliest on the pages naru reads.
  if (best === null) return words.length >= 30 ? null : "en";
  return most >= words.length * 0.05 ? best : null;
}

function scriptOf(code: number): "hangul" | "kana" | "han" | "latin" | "cyrillic" | "thai" | "arabic" | "other" | null {
  if ((code >= 0xac00 && code <= 0xd7a3) || (code >= 0x3131 && code <= 0x318e) || (code >= 0x1100 && code <= 0x11ff)) {
    return "hangul";
  }
  if (code >= 0x3041 && code <= 0x30ff) return "kana";
  if (
    (code >= 0x4e00 && code <= 0x9fff) ||
    (code >= 0x3400 && code <= 0x4dbf) ||
    (code >= 0x20000 && code <= 0x2fa1f)
  ) {
    return "han";
  }
  if ((code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a)) return "latin";
  if (code >= 0xc0 && code <= 0x24f && code !== 0xd7 && code !== 0xf7) return "latin";
  if (code >= 0x400 && code <= 0x52f) return "cyrillic";
  if (code >= 0xe01 && code <= 0xe4e) return "thai";
  if (code >= 0x621 && code <= 0x6d3) return "arabic";
  return code > 0x24f && /\p{L}/u.test(String.fromCodePoint(code)) ? "other" : null;
}
