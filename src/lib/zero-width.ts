/**
 * Signs without width that editors and copying leave inside words: soft hyphen, zero-width space, word joiner, byte order mark, marks of
 * direction. U+200C and U+200D stay: they shape emoji and the words of some scripts.
 */
const signs = "\\u00ad\\u180e\\u200b\\u200e\\u200f\\u202a-\\u202e\\u2060-\\u2064\\u2066-\\u2069\\ufeff";
const one = new RegExp(`[${signs}]`);
const all = new RegExp(`[${signs}]+`, "g");

/** The text without them. They are no blanks: 배<U+200B>송 is one word. */
export function withoutZeroWidth(text: string): string {
  return one.test(text) ? text.replace(all, "") : text;
}

export function isZeroWidth(code: number): boolean {
  if (code < 0x180e) return code === 0xad;
  return (
    code === 0x180e ||
    code === 0x200b ||
    code === 0x200e ||
    code === 0x200f ||
    (code >= 0x202a && code <= 0x202e) ||
    (code >= 0x2060 && code <= 0x2069 && code !== 0x2065) ||
    code === 0xfeff
  );
}
