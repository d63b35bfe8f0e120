import type { SentimentLabel } from "../../domain/sentiment.ts";

interface CountedBy {
  host: string;
  source_id: string;
  /** `und` when the document has none. */
  language: string;
  sentiment: SentimentLabel | "none";
  grade: number;
  /** A stage has neither lifted them nor given a failed rule. */
  waits: boolean;
  /** Their pages asked not to be indexed. */
  hidden: boolean;
  documents: number;
}

/** What changes have added to and taken from the counts, until it is folded into them. Triggers of `documents` write it. */
export interface DocumentDeltasTable extends CountedBy {
  /** KST day, in days since 1970. */
  day: number;
  /** 0 when no collection brought them. */
  collection_id: number;
}

/** Current documents, counted. What the bucket means depends on the level; see the migration. */
export interface DocumentCountsTable extends CountedBy {
  level: "day" | "month" | "ever" | "plain day" | "plain month" | "collection";
  bucket: number;
}
