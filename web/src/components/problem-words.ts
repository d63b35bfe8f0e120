import type { Problem } from "@contracts/common.ts";
import type { Text } from "../i18n/use-text.ts";

export interface ProblemWords {
  what: string;
  next: string | undefined;
  /** What the API said in English, when `what` says it more generally in another language. */
  particulars: string | undefined;
}

/** English readers get the API's own sentences, which know the particulars; others get their language first. */
export function problemWords(problem: Problem, { problemText, t, language }: Text): ProblemWords {
  const said = { what: problem.detail ?? problem.title, next: problem.next };
  if (language === "en") return { ...said, particulars: undefined };
  const known = problemText(problem.code);
  // A code from a server newer than this page, or from a proxy in between.
  if (known === undefined) return { what: t("error.unknown"), next: undefined, particulars: said.what };
  return { what: known.what, next: known.next, particulars: known.more === true ? problem.detail : undefined };
}
