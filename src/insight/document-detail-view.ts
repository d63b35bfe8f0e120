import { type RawBuilder, type Selectable, sql } from "kysely";
import type { z } from "zod";
import type { DocumentDetail, lineage } from "../contracts/documents.ts";
import type { Db } from "../platform/db/database.ts";
import { keywordsIn } from "../platform/db/keyword-columns.ts";
import type { Schema } from "../platform/db/schema.ts";
import { documentNotFound } from "./errors.ts";
import { maybeTimestamp, presentCapture, presentHead, timestamp } from "./wire.ts";

type DocumentRow = Selectable<Schema["documents"]>;

const maxVersions = 100;
const maxKeywords = 100;

/**
 * One document with everything behind it. Any version can be read, the current one or not; a page that asked not to be
 * indexed is not found.
 * @throws NotFoundError `document_not_found`.
 */
export async function loadDocument(db: Db, id: number): Promise<DocumentDetail> {
  const row = await db
    .selectFrom("documents")
    .selectAll()
    .where("id", "=", id)
    .where("no_index", "=", false)
    .executeTakeFirst();
  if (row === undefined) throw documentNotFound(id);
  const behind = await loadLineage(db, row);
  return {
    ...presentHead(row),
    // Never `row.text`: it may hold personal data.
    text: row.clean_text ?? "",
    kind: row.kind,
    fields: row.fields,
    parentUrl: row.parent_url,
    deletedAt: maybeTimestamp(row.deleted_at),
    siteName: row.site_name,
    publishedAt: maybeTimestamp(row.published_at),
    modifiedAt: maybeTimestamp(row.modified_at),
    collectedAt: timestamp(row.collected_at),
    canonicalUrl: row.canonical_url,
    images: row.images,
    failedRule: row.failed_rule,
    failedDetail: row.failed_detail,
    masked: row.masked,
    hashtags: row.hashtags,
    noAi: row.no_ai,
    tokenCount: row.token_count,
    keywords: keywordsIn(row).slice(0, maxKeywords),
    sentences: row.sentences ?? [],
    lineage: behind,
  };
}

async function loadLineage(db: Db, row: DocumentRow): Promise<z.output<typeof lineage>> {
  const capture = await db
    .selectFrom("captures")
    .selectAll()
    .where("id", "=", row.capture_id)
    .executeTakeFirstOrThrow();
  // In two parts, each with its own index: nothing finds current and older ones together.
  const { rows: versions } = await sql<Version>`
    (${versionsOf(row, sql`current`)}) union all (${versionsOf(row, sql`not current`)}) order by id desc limit ${maxVersions}`.execute(
    db,
  );
  return {
    capture: presentCapture(capture),
    parserVersion: row.parser_version,
    refinerVersion: row.refiner_version,
    analyzerVersion: row.analyzer_version,
    sentimentModel: row.sentiment_model,
    charset: row.charset,
    charsetSource: row.charset_source,
    versions: versions.map((version) => ({
      id: version.id,
      current: version.current,
      parserVersion: version.parser_version,
      refinerVersion: version.refiner_version,
      collectedAt: timestamp(version.collected_at),
    })),
  };
}

type Version = Pick<DocumentRow, "id" | "current" | "parser_version" | "refiner_version" | "collected_at">;

function versionsOf(row: DocumentRow, which: RawBuilder<unknown>) {
  return sql`select id, current, parser_version, refiner_version, collected_at from documents
    where source_id = ${row.source_id} and url = ${row.url} and id <> ${row.id} and ${which} order by id desc limit ${maxVersions}`;
}
