/** What a text points at, each once, in order of appearance. */
export interface PulledFields {
  text: string;
  urls: string[];
  mentions: string[];
  hashtags: string[];
}

/** Hangul belongs to an address only inside its path: "https://a.kr/글 에서" but "https://a.kr에서". */
const url =
  /\b(?:https?:\/\/|www\.)[\w.-]{1,253}(?::\d{1,5})?(?:[/?#](?:[\w.~:/?#@!$&*+,;=%-]|(?<=[/=_%\-가-힣])[가-힣]){0,2000})?/gi;
const mention =
  /(?<![\w.@/가-힣])@(?!(?:media|import|override|param|returns?|deprecated|test|charset|keyframes|author|since|see|throws|property|supports)\b)([A-Za-z0-9_][A-Za-z0-9_.]{1,29}|[가-힣]{2,12})(?![\w/@])/gi;
const hashtag = /(?<![\w&/#=가-힣])#(?!(?:include|define|ifdef|ifndef|endif|pragma|region)\b)([\p{L}\p{N}_]{1,50})/gu;
const colour = /^(?:[0-9a-f]{3}|[0-9a-f]{6})$/i;

/**
 * Takes addresses and mentions out of the text into fields. Hashtags lose their sign and stay where they are words of a sentence;
 * a line of nothing but hashtags goes. "오늘 #제주 바다 @nemo https://a.kr/1" → text "오늘 제주 바다".
 */
export function pullFields(text: string): PulledFields {
  const urls = new Set<string>();
  const mentions = new Set<string>();
  const hashtags = new Set<string>();
  let out = text;
  if (/https?:\/\/|www\./i.test(out)) {
    out = out.replace(url, (found) => {
      const address = found.replace(/[.,;:!?*]+$/, "");
      urls.add(address);
      return ` ${found.slice(address.length)}`;
    });
  }
  if (out.includes("@")) {
    out = out.replace(mention, (_, name: string) => {
      mentions.add(name.replace(/\.+$/, ""));
      return " ";
    });
  }
  if (out.includes("#"))
    out = out
      .split("\n")
      .map((line) => pullHashtags(line, hashtags))
      .join("\n");
  return { text: out, urls: [...urls], mentions: [...mentions], hashtags: [...hashtags] };
}

function pullHashtags(line: string, found: Set<string>): string {
  if (!line.includes("#")) return line;
  const words = line.replace(hashtag, (whole, name: string) => {
    if (colour.test(name) || /^[\d_]+$/.test(name)) return whole;
    found.add(name);
    return name;
  });
  const rest = line.replace(hashtag, "");
  return words !== line && !/[\p{L}\p{N}]/u.test(rest) ? "" : words;
}
