import { type Span, spansOf } from "./kinds.ts";

const name = "[A-Za-z0-9_][A-Za-z0-9._%+-]{0,63}";
const before = "(?<![A-Za-z0-9._%+-])";
/** Labels of a host; Hangul is allowed in those of 한국 and in others before an ASCII end. */
const label = "[A-Za-z0-9가-힣-]{1,63}";
const pattern = new RegExp(
  `${before}${name}@(?:[A-Za-z0-9-]{1,63}(?:\\.[A-Za-z0-9-]{1,63}){1,4}|${label}(?:\\.${label}){0,3}\\.(?:한국|닷컴|닷넷|com|net|org|kr))(?![A-Za-z0-9])`,
  "g",
);
const blank = "[^\\S\\n]?";
const at = `${blank}(?:[([{<]${blank}(?:at|@|골뱅이|앳)${blank}[)\\]}>]|골뱅이)${blank}`;
const dot = `(?:\\.|${blank}[([{<]${blank}(?:dot|\\.|점|닷)${blank}[)\\]}>]${blank})`;
/** "hong (at) naver.com", "hong(at)naver(dot)com", "hong골뱅이naver.com": written so that machines pass them by. */
const disguised = new RegExp(`${before}${name}${at}[A-Za-z0-9-]{1,63}(?:${dot}[A-Za-z0-9-]{2,63}){1,3}`, "gi");
/** "hong @ naver.com", "hong at naver dot com": with blanks only before a name of hosts that is surely one. */
const spaced = new RegExp(
  `${before}${name}(?:[^\\S\\n]{0,2}@[^\\S\\n]{0,2}[A-Za-z0-9-]{2,63}(?:\\.[A-Za-z0-9-]{2,63}){0,2}${blank}\\.${blank}|[^\\S\\n]at[^\\S\\n][A-Za-z0-9-]{2,63}[^\\S\\n]dot[^\\S\\n])(?:com|net|org|kr|co\\.kr|io|dev|me|ac\\.kr|go\\.kr|or\\.kr|edu)(?![A-Za-z0-9])`,
  "gi",
);

/** E-mail addresses in the dot-atom form of RFC 5322, with Hangul hosts too. "제보는 hong@example.com 으로". */
export function findEmails(text: string): Span[] {
  return [...spansOf(text, pattern), ...spansOf(text, disguised), ...spansOf(text, spaced)];
}
