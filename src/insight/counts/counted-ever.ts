import { sql } from "kysely";

/** All current documents, counted: `host`, `source_id`, `language`, `sentiment`, `grade`, `waits`, `hidden` and `n`, which is to be summed up. */
export const countedEver = sql`(
  select host, source_id, language, sentiment, grade, waits, hidden, documents as n from document_counts where level = 'ever'
  union all
  select host, source_id, language, sentiment, grade, waits, hidden, documents from document_deltas)`;
