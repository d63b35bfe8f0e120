const space = 0x20;

/** Version of the folding below; a model file names the one it was trained with. */
export const textFolding = 1;

/**
 * Writes the folded text into `codes` and returns its length: NFC, lower case, white space to one blank, runs of one
 * character folded to two ("ㅋㅋㅋㅋ" → "ㅋㅋ", "!!!!" → "!!": length of the run tells little, and splits the counts),
 * a blank before and after so that n-grams see word edges. Numbers of three digits and more become "##": 10점 and 1점
 * carry feeling, 20131105 does not. Text behind the end of `codes` is left out.
 */
export function writeTextCodes(text: string, codes: Uint16Array): number {
  // One folded unit comes from one unit or more, but NFC may shorten: four times the room is plenty to cut by.
  const bounded = text.length > codes.length * 4 ? text.slice(0, codes.length * 4) : text;
  const source = bounded.normalize("NFC").toLowerCase();
  const room = codes.length - 1;
  let length = 0;
  let run = 0;
  let digits = 0;
  codes[length++] = space;
  for (let i = 0; i < source.length && length < room; i++) {
    let code = source.charCodeAt(i);
    if (isBlank(code)) code = space;
    if (code >= 0x30 && code <= 0x39) {
      digits++;
      if (digits === 3) {
        codes[length - 1] = 0x23;
        codes[length - 2] = 0x23;
      }
      if (digits >= 3) continue;
      codes[length++] = code;
      run = 1;
      continue;
    }
    digits = 0;
    if (code === codes[length - 1]) {
      run++;
      if (run > 2 || code === space) continue;
    } else {
      run = 1;
    }
    codes[length++] = code;
  }
  if (codes[length - 1] !== space) codes[length++] = space;
  return length;
}

function isBlank(code: number): boolean {
  return code <= space || code === 0xa0 || code === 0x3000 || (code >= 0x2000 && code <= 0x200b) || code === 0xfeff;
}
