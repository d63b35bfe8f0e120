import type { Insertable } from "kysely";
import { gramsOf } from "../../src/lib/grams.ts";
import type { Db } from "../../src/platform/db/database.ts";
import { type KeywordColumns, keywordColumns, type StoredKeyword } from "../../src/platform/db/keyword-columns.ts";
import type { Schema } from "../../src/platform/db/schema.ts";

export type StoredDocument = Partial<Omit<Insertable<Schema["documents"]>, "grams" | keyof KeywordColumns>> & {
  keywords?: StoredKeyword[];
};

let last = 0;

/** A capture row with sensible defaults; returns its id. */
export async function storeCapture(db: Db, parts: Partial<Insertable<Schema["captures"]>> = {}): Promise<number> {
  const number = ++last;
  const { id } = await db
    .insertInto("captures")
    .values({
      source_id: "web",
      url: `http://blog.example.com/posts/${number}`,
      host: "blog.example.com",
      captured_at: "2026-03-01T00:00:00Z",
      status: 200,
      mime: "text/html",
      digest: "sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
      payload_length: 1200,
      record_type: "response",
      warc_file: "test.warc.gz",
      warc_offset: number * 1000,
      warc_length: 900,
      robots: JSON.stringify({ allowed: true, rule: null, agent: null, because: "no_match" }),
      ...parts,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

/** A document as the understand stage leaves it (grade 5, searchable), with a capture of its own; returns its id. */
export async function storeDocument(db: Db, { keywords = [], ...parts }: StoredDocument = {}): Promise<number> {
  const captureId = parts.capture_id ?? (await storeCapture(db, parts.url === undefined ? {} : { url: parts.url }));
  const text = parts.clean_text === undefined ? "나루에 배가 닿았다." : parts.clean_text;
  const title = parts.clean_title === undefined ? "나루 이야기" : parts.clean_title;
  const collectedAt = parts.collected_at ?? "2026-03-01T00:00:00Z";
  const { id } = await db
    .insertInto("documents")
    .values({
      capture_id: captureId,
      source_id: "web",
      url: `http://blog.example.com/posts/${captureId}`,
      host: "blog.example.com",
      grade: 5,
      parser_version: "1",
      refiner_version: "1",
      collected_at: collectedAt,
      dated_at: parts.published_at ?? collectedAt,
      language: "ko",
      images: "[]",
      text: text ?? "",
      text_digest: `digest-${captureId}`,
      masked: "{}",
      sentences: "[]",
      ...parts,
      clean_text: text,
      clean_title: title,
      grams: gramsOf(`${title ?? ""}\n${text ?? ""}`),
      ...keywordColumns(keywords.toSorted((a, b) => b.weight - a.weight || (a.term < b.term ? -1 : 1))),
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}
