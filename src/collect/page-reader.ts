import type { Transaction } from "kysely";
import type { Item } from "../domain/item.ts";
import type { PageInput, PageReading } from "../domain/page.ts";
import type { Schema } from "../platform/db/schema.ts";

/** A read page and the capture it came from, ready to become a document. */
export interface ReadPage {
  captureId: number;
  collectionId: number;
  sourceId: string;
  /** Normalised address asked for. */
  url: string;
  host: string;
  collectedAt: Date;
  reading: PageReading;
  /** Set when a source read it as an item; `version` is its reader's, such as `naver-blog/1`. */
  item?: { of: Item; version: string };
}

/** Reads payloads and keeps what they say. Given from outside: collecting knows nothing of how text is found. */
export interface PageReader {
  /** One pass over a payload; never throws on bad input. */
  read(input: PageInput): PageReading;
  /** Writes documents in the caller's transaction and gives the ids of those that are new. */
  save(trx: Transaction<Schema>, pages: readonly ReadPage[]): Promise<number[]>;
}
