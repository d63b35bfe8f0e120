import { i18n } from "@lingui/core";
import { compileMessage } from "@lingui/message-utils/compileMessage";
import type { MessageId } from "./en/index.ts";
import type { ProblemText } from "./ko/problems.ts";
import { isLanguage, type Language } from "./language.ts";

type ProblemTexts = Readonly<Record<string, ProblemText>>;

const storageKey = "naru-language";
const loaders: Record<Language, () => Promise<{ sentences: Record<MessageId, string>; problems: ProblemTexts }>> = {
  ko: () => import("./ko/index.ts").then((file) => ({ sentences: file.ko, problems: file.koreanProblems })),
  en: () => import("./en/index.ts").then((file) => ({ sentences: file.en, problems: {} })),
};
let problems: ProblemTexts = {};

i18n.setMessagesCompiler(compileMessage);

/** Language of the address (`?lang=`), else the one chosen before, else the browser's. */
export function firstLanguage(): Language {
  const asked = new URLSearchParams(window.location.search).get("lang");
  if (isLanguage(asked)) return asked;
  const stored = readStored();
  if (isLanguage(stored)) return stored;
  return navigator.language.startsWith("ko") ? "ko" : "en";
}

/** Loads the catalog and turns the whole page to that language. */
export async function speak(language: Language, remember = true): Promise<void> {
  const catalog = await loaders[language]();
  problems = catalog.problems;
  i18n.load(language, catalog.sentences);
  i18n.activate(language);
  document.documentElement.lang = language;
  if (remember) writeStored(language);
}

/** What an error code says in the language in force; undefined in English, which the API speaks, and for unknown codes. */
export function problemText(code: string): ProblemText | undefined {
  return Object.hasOwn(problems, code) ? problems[code] : undefined;
}

function readStored(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}

function writeStored(language: Language): void {
  try {
    localStorage.setItem(storageKey, language);
  } catch {
    // A browser that forbids storage still shows the page; only the choice is forgotten.
  }
}

export { i18n };
