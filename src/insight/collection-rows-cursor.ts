import { invalidCursor } from "./errors.ts";

/** How far the rows of a collection were given, and how far they may be. */
export interface RowsPlace {
  /** Position of the last item, and id of the last capture, that were looked at. */
  item: number;
  page: number;
  /** Everything up to here was there to be seen. */
  safeItem: number;
  safePage: number;
  /** The highest seen when transaction `markedAt` had not begun. */
  markItem: number;
  markPage: number;
  markedAt: number;
}

const names = ["item", "page", "safeItem", "safePage", "markItem", "markPage", "markedAt"] as const;

export const firstRowsPlace: RowsPlace = {
  item: 0,
  page: 0,
  safeItem: 0,
  safePage: 0,
  markItem: 0,
  markPage: 0,
  markedAt: 0,
};

export function writeRowsCursor(place: RowsPlace): string {
  return Buffer.from(`r${names.map((name) => place[name].toString(36)).join(".")}`).toString("base64url");
}

/** @throws InvalidInputError `invalid_cursor`. */
export function parseRowsCursor(cursor: string): RowsPlace {
  const text = Buffer.from(cursor, "base64url").toString("latin1");
  const parts = /^r(?:[0-9a-z]{1,11}\.){6}[0-9a-z]{1,11}$/.test(text) ? text.slice(1).split(".") : [];
  const numbers = parts.map((part) => Number.parseInt(part, 36));
  if (numbers.length !== names.length || !numbers.every(Number.isSafeInteger)) throw invalidCursor();
  return Object.fromEntries(names.map((name, index) => [name, numbers[index]])) as unknown as RowsPlace;
}
