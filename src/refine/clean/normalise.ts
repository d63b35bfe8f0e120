import { withoutZeroWidth } from "../../lib/zero-width.ts";

/**
 * Unicode NFC: "ㅎㅏㄴ" typed as conjoining jamo on a Mac becomes "한" again. Compatibility jamo (ㅋㅋ, ㅠㅠ) stay as they are. Signs without
 * width vanish, so that words they stand in are whole.
 */
export function normalise(text: string): string {
  return withoutZeroWidth(text).normalize("NFC").toWellFormed().replaceAll("\0", "");
}
