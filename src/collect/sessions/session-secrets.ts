import type { PageStorage } from "../render/renderer.ts";

const minLength = 16;
const maxLength = 4_096;
const maxSecrets = 100;

/**
 * What of a session would let another in: values of its cookies and of what the site keeps in a browser, alone or within JSON, as far as they look
 * made up by a machine. Dates, addresses and words are left out: they stand in pages for other reasons.
 */
export function secretsOf(cookieValues: readonly string[], storage: readonly PageStorage[]): string[] {
  const kept = storage.flatMap(({ items }) => items.flatMap(({ value }) => [value, ...textsIn(value)]));
  const bare = [...cookieValues, ...kept].flatMap((value) => [value, value.replace(/^Bearer /i, "")]);
  return [...new Set(bare)].filter(looksSecret).slice(0, maxSecrets);
}

function looksSecret(text: string): boolean {
  if (text.length < minLength || text.length > maxLength || !/^[\x21-\x7e]+$/.test(text)) return false;
  if (!/\d/.test(text) || !/[A-Za-z]/.test(text)) return false;
  return !/:\/\/|%3A%2F%2F|^\d{4}-\d{2}-\d{2}|^[{[]/i.test(text);
}

function textsIn(value: string): string[] {
  if (!/^[{["]/.test(value)) return [];
  try {
    const texts: string[] = [];
    JSON.parse(value, (_key, inner: unknown) => {
      if (typeof inner === "string" && texts.length < maxSecrets) texts.push(inner);
      return inner;
    });
    return texts;
  } catch {
    return [];
  }
}
