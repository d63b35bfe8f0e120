import type { SharedDictionary, UserWord } from "../../korean/index.ts";
import type { DocumentText, UnderstoodDocument } from "../understand-document.ts";

/** What the thread is told once, when it starts. */
export interface ThreadSetup {
  neutralBand: number;
  words: readonly UserWord[];
  /** Read by all threads, copied by none. */
  dictionary: SharedDictionary;
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

export type ThreadAnswers = (UnderstoodDocument | UnreadDocument)[];

export type ThreadAnswer =
  | { id: number; kind: "done"; documents: ThreadAnswers }
  | { id: number; kind: "failed"; message: string };
