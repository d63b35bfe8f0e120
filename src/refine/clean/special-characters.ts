/**
 * keep: all stay · text: letters, digits, punctuation, currency, units and arithmetic stay, ornaments go ·
 * words: only letters, digits, full stop, comma, question and exclamation mark stay · { keep }: as words, and these characters too.
 */
export type SpecialPolicy = "keep" | "text" | "words" | { keep: string };

/** Ornaments and invisible signs: ▶ ■ ※ ★ │, private-use bullets. ° ℃ ㎡ ㈜ № stay, and emoji, which have a step of their own. */
const ornament =
  /(?![\u00a9\u00ae\u00b0\u2100-\u214f\u3200-\u33ff\p{Extended_Pictographic}\p{Regional_Indicator}])\p{So}|[\u25a0-\u25ff\u2605\u2606\u2500-\u257f\u203b]|(?![\u200c\u200d])\p{Cf}|\p{Co}|(?![\n\t])\p{Cc}|\p{Sk}(?<![\u{1f3fb}-\u{1f3ff}^`])/gu;
const notWord = /[^\p{L}\p{M}\p{N}\s.,?!]+/gu;
/** Four or more of one mark say no more than three: "최고!!!!!!!" → "최고!!!". */
const markRun = /([.,!?~…·♥♡^*=_-])\1{3,}/g;
const onlyMarks = /^[^\p{L}\p{N}\p{Extended_Pictographic}]+$/u;

/** Replaces unwanted characters by blanks, folds runs of marks, and drops lines that hold nothing but marks. */
export function treatSpecials(text: string, policy: SpecialPolicy): string {
  if (policy === "keep") return text;
  const stripped =
    policy === "text"
      ? text.replace(ornament, " ")
      : text.replace(policy === "words" ? notWord : notAmong(policy.keep), " ");
  return stripped
    .replace(markRun, "$1$1$1")
    .split("\n")
    .filter((line) => line === "" || !onlyMarks.test(line))
    .join("\n");
}

function notAmong(keep: string): RegExp {
  const escaped = keep.slice(0, 200).replace(/[\\\]^\-[&~|]/g, "\\$&");
  return new RegExp(`[^\\p{L}\\p{M}\\p{N}\\s.,?!${escaped}]+`, "gu");
}
