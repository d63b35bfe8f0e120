/**
 * Text as databases take it: without NUL and half characters, which the escapes of JSON can bring, and no longer than asked, without
 * cutting a character in two.
 */
export function storableText(text: string, maxChars = Number.POSITIVE_INFINITY): string {
  const cut = text.length > maxChars ? text.slice(0, endWithin(text, maxChars)) : text;
  const whole = cut.isWellFormed() ? cut : cut.toWellFormed();
  return whole.includes("\0") ? whole.replaceAll("\0", "") : whole;
}

function endWithin(text: string, maxChars: number): number {
  const last = text.charCodeAt(maxChars - 1);
  return last >= 0xd800 && last <= 0xdbff ? maxChars - 1 : maxChars;
}
