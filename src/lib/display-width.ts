/**
 * Columns that a text takes on a terminal or in a sheet: Hangul, ideographs and full-width forms take two, combining marks none (Unicode UAX #11,
 * the wide blocks only). `나루 1` → 6.
 */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += widthOf(character);
  return width;
}

/** The longest beginning that is no wider than `width`; no character is cut in half. */
export function cutToWidth(text: string, width: number): string {
  let used = 0;
  let end = 0;
  for (const character of text) {
    used += widthOf(character);
    if (used > width) return text.slice(0, end);
    end += character.length;
  }
  return text;
}

const wide =
  /[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;
// Vowels and final consonants of decomposed Hangul stand in the cell of the consonant before them.
const none = /[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff\ud7b0-\ud7ff]/u;

function widthOf(character: string): number {
  if (character >= " " && character <= "~") return 1;
  if (none.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}
