import { useLingui } from "@lingui/react";
import { useMemo } from "react";
import type { MessageId } from "./en/index.ts";
import { type Formats, formatsFor } from "./formats.ts";
import { problemText } from "./i18n.ts";
import type { ProblemText } from "./ko/problems.ts";
import type { Language } from "./language.ts";

export interface Text {
  language: Language;
  /** The sentence behind an id, with its values put in. */
  t: (id: MessageId, values?: Record<string, string | number>) => string;
  format: Formats;
  /** What an error code of the API says, where the language has its own words for it. */
  problemText: (code: string) => ProblemText | undefined;
}

/** Words, numbers and dates in the language in force. */
export function useText(): Text {
  const { i18n } = useLingui();
  const language: Language = i18n.locale === "ko" ? "ko" : "en";
  const messages = i18n.messages;
  return useMemo(
    () => ({ language, t: (id, values) => i18n._(id, values), format: formatsFor(language), problemText }),
    [i18n, language, messages],
  );
}
