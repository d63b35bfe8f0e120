import { i18n } from "@lingui/core";
import { compileMessage } from "@lingui/message-utils/compileMessage";
import type { MessageId } from "./en/index.ts";
import { isLanguage, type Language } from "./language.ts";

const storageKey = "naru-language";
const loaders: Record<Language, () => Promise<Record<MessageId, string>>> = {
  ko: () => import("./ko/index.ts").then((file) => file.ko),
  en: () => import("./en/index.ts").then((file) => file.en),
};

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
  i18n.load(language, await loaders[language]());
  i18n.activate(language);
  document.documentElement.lang = language;
  if (remember) writeStored(language);
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
