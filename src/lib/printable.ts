/**
 * Text that is safe on a terminal: control characters (which begin escape sequences) and characters that turn the writing
 * direction around become U+FFFD; line breaks and tabs stay.
 */
export function printable(text: string): string {
  return text.replaceAll(/(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu, "\ufffd");
}
