import { sql } from "kysely";
import { rebuildCounts } from "../../src/insight/index.ts";
import { gramsOf } from "../../src/lib/grams.ts";
import type { Database } from "../../src/platform/db/database.ts";
import { storeCapture } from "../../test/builders/stored-document.ts";
import { type ScaleText, spread } from "./texts.ts";

const batchSize = 2_000;
const hosts = 400;

/**
 * Puts documents straight into the tables as the stages leave them, over hosts, sources and some years of days. Indexes are made at the end, which is
 * quicker; the counts too.
 */
export async function fill(
  database: Database,
  texts: AsyncIterable<ScaleText>,
  log: (line: string) => void,
): Promise<number> {
  const { db } = database;
  const { rows: indexes } = await sql<{ name: string; definition: string }>`
    select indexname as name, indexdef as definition from pg_indexes
    where tablename = 'documents' and indexdef not like '%UNIQUE%'`.execute(db);
  for (const { name } of indexes) await sql`drop index ${sql.ref(name)}`.execute(db);
  await sql`alter table documents disable trigger user`.execute(db);
  const capture = await storeCapture(db);
  await db
    .insertInto("collections")
    .values({ source_id: "files", request: "{}", status: "done", cookies: "null" })
    .execute();
  let count = 0;
  let batch: Row[] = [];
  for await (const text of texts) {
    batch.push(rowOf(text, ++count));
    if (batch.length < batchSize) continue;
    await insert(batch);
    batch = [];
    if (count % 50_000 === 0) log(`${count.toLocaleString("en")} documents`);
  }
  await insert(batch);
  for (const { definition } of indexes) await sql.raw(definition).execute(db);
  await sql`alter table documents enable trigger user`.execute(db);
  await rebuildCounts(db);
  await database.run("vacuum (analyze)");
  return count;

  async function insert(rows: readonly Row[]): Promise<void> {
    await sql`
      insert into documents (capture_id, collection_id, source_id, url, host, grade, parser_version, refiner_version, analyzer_version,
        sentiment_model, title, clean_title, collected_at, dated_at, published_at, language, images, text, text_digest, clean_text, masked,
        token_count, sentiment, positive, sentences, grams, keywords, keyword_weights)
      select ${capture}, 1, source, url, host, 5, '1', '1', '1', 'sentiment-ko@1', title, title, dated, dated, dated, 'ko', '[]', text, md5(text), text,
        '{}', length(text) / 3, sentiment, positive, '[]', array(select json_array_elements_text(grams)), terms, array_fill(9000::smallint, array[cardinality(terms)])
      from json_to_recordset(${JSON.stringify(rows)}::json) as r(source text, url text, host text, title text, dated timestamptz, text text,
        sentiment text, positive float8, grams json, keywords json),
        lateral (select array(select json_array_elements_text(keywords)) as terms) k`.execute(db);
  }
}

type Row = ReturnType<typeof rowOf>;

/** A few hosts have much, most have little, as in the web. */
function rowOf({ title, text, day }: ScaleText, n: number) {
  const host = Math.floor(((spread(n, 11) % 1_000) / 1_000) ** 3 * hosts);
  const mood = spread(n, 12) % 100;
  const at = `${String(spread(n, 13) % 24).padStart(2, "0")}:${String(spread(n, 14) % 60).padStart(2, "0")}:00`;
  return {
    source: ["web", "files", "feed", "naver-search"][spread(n, 15) % 4],
    url: `https://h${host}.example/posts/${n}`,
    host: `h${host}.example`,
    title,
    dated: `${day}T${at}Z`,
    text,
    sentiment: mood < 55 ? "positive" : mood < 90 ? "negative" : "neutral",
    positive: mood < 55 ? 0.9 : 0.2,
    grams: gramsOf(`${title}\n${text}`),
    // As many as the reading of a review gives.
    keywords: [...new Set(text.match(/[가-힣]{2,6}/g) ?? [])].slice(0, 1 + (spread(n, 16) % 2)),
  };
}
