import { invalidCursor } from "./errors.ts";

export type DocumentSort = "newest" | "oldest";

/** Place in the list of documents, behind which the next page begins. */
export interface DocumentPlace {
  /** `dated_at` in microseconds since the epoch: the database's own precision, so that no document falls between two pages. */
  micros: number;
  id: number;
}

export function writeCursor(sort: DocumentSort, place: DocumentPlace): string {
  return Buffer.from(`${sort[0]}${place.micros}.${place.id}`).toString("base64url");
}

/** @throws InvalidInputError `invalid_cursor` for one that this list with this order never gave. */
export function parseCursor(sort: DocumentSort, cursor: string): DocumentPlace {
  const parts = /^([no])(-?\d{1,16})\.(\d{1,15})$/.exec(Buffer.from(cursor, "base64url").toString("latin1"));
  if (parts === null || parts[1] !== sort[0]) throw invalidCursor();
  return { micros: Number(parts[2]), id: Number(parts[3]) };
}

/** Cursor of a list ordered by id alone. */
export function writeIdCursor(id: number): string {
  return Buffer.from(`i${id}`).toString("base64url");
}

/** @throws InvalidInputError `invalid_cursor`. */
export function parseIdCursor(cursor: string): number {
  const parts = /^i(\d{1,15})$/.exec(Buffer.from(cursor, "base64url").toString("latin1"));
  if (parts === null) throw invalidCursor();
  return Number(parts[1]);
}
