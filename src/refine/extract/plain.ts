/** Letters and digits of a text in lower case: what two spellings of one title share. */
export function plain(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
}
