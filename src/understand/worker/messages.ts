import type { UserWord } from "../korean/user-dictionary.ts";
import type { DocumentText, UnderstoodDocument } from "../understand-document.ts";

/** What the thread is told once, when it starts. */
export interface ThreadSetup {
  neutralBand: number;
  words: readonly UserWord[];
}

export interface ThreadModel {
  /** `name@version`. */
  name: string;
  engine: string;
  bytes: Uint8Array;
}

export interface ThreadRequest {
  id: number;
  /** Set when the thread has another model in hand, or none. */
  model: ThreadModel | null;
  documents: readonly DocumentText[];
}

/** A document whose reading failed, with the reason; the others of its batch are fine. */
export interface UnreadDocument {
  id: number;
  failed: string;
}

export type ThreadAnswer =
  | { id: number; kind: "done"; documents: (UnderstoodDocument | UnreadDocument)[] }
  | { id: number; kind: "failed"; message: string };
