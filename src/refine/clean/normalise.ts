/** Unicode NFC: "ㅎㅏㄴ" typed as conjoining jamo on a Mac becomes "한" again. Compatibility jamo (ㅋㅋ, ㅠㅠ) stay as they are. */
export function normalise(text: string): string {
  return text.normalize("NFC").toWellFormed().replaceAll("\0", "");
}
