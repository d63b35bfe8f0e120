import { isSyllable } from "./hangul.ts";
import { isFeelingLetter } from "./normalise.ts";

export interface SentenceSpan {
  /** UTF-16 offsets, end exclusive; blanks around are left out. */
  start: number;
  end: number;
}

/** A sentence longer than this is cut at a blank: walls of text have no full stops. In UTF-16 units. */
const longestSentence = 600;
/** A quotation is kept whole when it closes within this distance. */
const longestQuotation = 300;

const closers = new Set([...`"'”’」』》)]}〉】`]);
const quotePairs = new Map([
  ["“", "”"],
  ["‘", "’"],
  ["「", "」"],
  ["『", "』"],
  ["(", ")"],
  ['"', '"'],
]);
const stops = new Set([..."。.!?…！？"]);

/**
 * Polite endings that close a sentence even where the writer left the full stop out: "정말 좋았어요 다음에 또 올게요".
 * Source: sentence-final endings of the 해요 and 합쇼 styles, Korean grammar for foreign learners 1 (National Institute of
 * Korean Language, 2005). 다 alone is not among them: "간다 하고 왔다" goes on.
 */
const politeEndings =
  /(?:니다|[어아해네세에예게까죠지군데든려와워져나줘봐겨려해돼여]요|죠|습니까|십시오|세용|어용|아용|네용|해용)$/;
/** Syllables that end a sentence before laughter or crying: "재밌다ㅋㅋ 또 봐야지ㅎㅎ", but "영화ㅋㅋ 보고" goes on. */
const openEndings = new Set([..."다요죠네음임함됨까지군걸데야어아해듯냐라자래봐줘용삼"]);
/** What goes on after a quoted sentence: "좋아요" 라고 했다. */
const quotingParticles = /^(?:이?라고|이?라며|이?라는|이?란|하고|하며|하는|고|며)(?![가-힣])/;

/** Cuts Korean web text into sentences. Spans do not overlap and come in order; every span holds at least one letter or sign. */
export function splitSentences(text: string): SentenceSpan[] {
  const spans: SentenceSpan[] = [];
  let start = 0;
  let at = 0;
  let quoteEnd = -1;
  while (at < text.length) {
    const char = text.charAt(at);
    if (char === "\n" || char === "\r") {
      close(at);
      at++;
      continue;
    }
    if (at > quoteEnd && quotePairs.has(char)) quoteEnd = endOfQuotation(text, at, quotePairs.get(char) ?? "");
    const end = at > quoteEnd ? boundaryAt(text, start, at) : -1;
    if (end > at) {
      close(end);
      at = end;
      continue;
    }
    at++;
    if (at - start > longestSentence) {
      const blank = text.lastIndexOf(" ", at);
      close(blank > start ? blank : safeCut(text, at));
      at = Math.max(at, start);
    }
  }
  close(text.length);
  return spans;

  function close(end: number): void {
    let from = start;
    let to = end;
    while (from < to && isBlank(text.charCodeAt(from))) from++;
    while (to > from && isBlank(text.charCodeAt(to - 1))) to--;
    if (to > from) spans.push({ start: from, end: to });
    start = end;
    quoteEnd = Math.min(quoteEnd, end);
  }
}

/** End of the sentence that closes at `at`, behind its signs; -1 when none closes here. */
function boundaryAt(text: string, start: number, at: number): number {
  const char = text.charAt(at);
  if (stops.has(char)) return afterStop(text, start, at);
  if (isFeelingLetter(text.charCodeAt(at))) return afterFeeling(text, start, at);
  if (char === " " && politeEndings.test(text.slice(Math.max(start, at - 3), at))) {
    return quotingParticles.test(text.slice(at + 1, at + 6)) ? -1 : at + 1;
  }
  return -1;
}

function afterStop(text: string, start: number, at: number): number {
  let end = at;
  while (end < text.length && stops.has(text.charAt(end))) end++;
  const dot = text.charAt(at) === "." && end === at + 1;
  if (dot && !dotEnds(text, start, at)) return -1;
  while (end < text.length && isFeelingLetter(text.charCodeAt(end))) end++;
  while (end < text.length && (closers.has(text.charAt(end)) || text.charAt(end) === "~")) end++;
  const next = text.charCodeAt(end);
  if (Number.isNaN(next) || isBlank(next)) {
    return quotingParticles.test(text.slice(end, end + 6).trimStart()) ? -1 : end;
  }
  // No blank behind the stop: "재밌어요.또 봐요" ends after a syllable, "v2.0" and "naru.example" do not.
  const glued = isSyllable(next) && isSyllable(text.charCodeAt(at - 1)) && !closers.has(text.charAt(end - 1));
  return glued ? end : -1;
}

/** False for decimals (3.14), numbered items (1. 제목), initials (U.S.) and addresses. */
function dotEnds(text: string, start: number, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  const after = text.charCodeAt(at + 1);
  if (isDigit(before) && isDigit(after)) return false;
  if (isLatin(after) && (isLatin(before) || isDigit(before))) return false;
  const head = text.slice(start, at).trim();
  if (/^(?:\d{1,3}|[A-Za-z가-힣])$/.test(head)) return false;
  return !(isLatin(before) && !isLatin(text.charCodeAt(at - 2)) && !isSyllable(text.charCodeAt(at - 2)));
}

function afterFeeling(text: string, start: number, at: number): number {
  const before = text.charAt(at - 1);
  if (at > start && isFeelingLetter(text.charCodeAt(at - 1))) return -1;
  let end = at;
  while (end < text.length && isFeelingLetter(text.charCodeAt(end))) end++;
  if (end - at < 2 && end < text.length && !isBlank(text.charCodeAt(end))) return -1;
  let last = end;
  while (last < text.length && (stops.has(text.charAt(last)) || text.charAt(last) === "~")) last++;
  if (last < text.length && !isBlank(text.charCodeAt(last))) return -1;
  const stands = text.slice(start, at).trim() === "" || before === " ";
  if (stands) return before === " " && openEndings.has(text.charAt(at - 2)) ? last : -1;
  return openEndings.has(before) ? last : -1;
}

/** Index of the closing sign on the same line, near enough; `at` when there is none. */
function endOfQuotation(text: string, at: number, closing: string): number {
  const found = text.slice(at + 1, at + 1 + longestQuotation).search(closingPatterns.get(closing) ?? /$^/);
  if (found === -1 || text.charAt(at + 1 + found) !== closing) return at;
  return at + found;
}

const closingPatterns = new Map([...quotePairs.values()].map((sign) => [sign, new RegExp(`[\\n\\${sign}]`)]));

function safeCut(text: string, at: number): number {
  return (text.charCodeAt(at) & 0xfc00) === 0xdc00 ? at - 1 : at;
}

function isBlank(code: number): boolean {
  return code <= 0x20 || code === 0xa0 || code === 0x3000 || (code >= 0x2000 && code <= 0x200b) || code === 0xfeff;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isLatin(code: number): boolean {
  return (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
}
