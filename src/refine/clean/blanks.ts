/** Folds blanks inside lines to one space, trims lines, and drops empty ones. No-break, ideographic and tab blanks count as blanks. */
export function foldBlankRuns(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029\v\f\u0085]/g, "\n")
    .split("\n")
    .map((line) => line.replace(/\s+/g, " ").trim())
    .filter((line) => line !== "")
    .join("\n");
}
