import type { Problem } from "@contracts/common.ts";
import type { Text } from "../i18n/use-text.ts";

/** Problems that happen often enough to have words in every language; the API itself speaks English. */
export const knownProblems = [
  "address_refused",
  "invalid_search",
  "collection_not_found",
  "document_not_found",
  "capture_not_found",
  "model_not_found",
  "rate_limited",
  "too_many_streams",
  "database_unreachable",
  "database_busy",
  "disk_full",
  "body_too_large",
  "invalid_request",
] as const;

export interface ProblemWords {
  what: string;
  next: string | undefined;
  /** What the API said in English, when `what` says it more generally in another language. */
  particulars: string | undefined;
}

/** English readers get the API's own sentences, which know the particulars; others get their language first. */
export function problemWords(problem: Problem, { t, language }: Text): ProblemWords {
  const known = knownProblems.find((code) => code === problem.code);
  if (known === undefined || language === "en") {
    return { what: problem.detail ?? problem.title, next: problem.next, particulars: undefined };
  }
  return { what: t(`problem.${known}`), next: t(`problem.${known}.next`), particulars: problem.detail };
}
