import { type Span, spansOf } from "./kinds.ts";

const pattern =
  /(?<![A-Za-z0-9._%+-])[A-Za-z0-9_][A-Za-z0-9._%+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}/g;
/** "hong (at) naver.com", "hong골뱅이naver.com": written so that machines pass them by. */
const disguised =
  /(?<![A-Za-z0-9._%+-])[A-Za-z0-9_][A-Za-z0-9._%+-]{0,63}\s?(?:\(at\)|\[at\]|\(골뱅이\)|골뱅이)\s?[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,3}/gi;

/** E-mail addresses in the dot-atom form of RFC 5322, ASCII only. "제보는 hong@example.com 으로". */
export function findEmails(text: string): Span[] {
  return [...spansOf(text, pattern), ...spansOf(text, disguised)];
}
