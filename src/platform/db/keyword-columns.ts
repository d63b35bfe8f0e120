import { type RawBuilder, sql } from "kysely";

/** A word that a document is about. */
export interface StoredKeyword {
  term: string;
  /** 0–1, kept to four places. */
  weight: number;
  /** How often it stands in the text. */
  count: number;
}

/** Columns of `documents` that hold its keywords, heaviest first, beside one another. */
export interface KeywordColumns {
  keywords: string[];
  /** In ten-thousandths. */
  keyword_weights: number[];
  /** Null when each stands once, as in most short texts. */
  keyword_counts: number[] | null;
}

const weightUnits = 10_000;

/** Keywords, heaviest first, in the form in which they are stored. */
export function keywordColumns(keywords: readonly StoredKeyword[]): KeywordColumns {
  const counts = keywords.map(({ count }) => count);
  return {
    keywords: keywords.map(({ term }) => term),
    keyword_weights: keywords.map(({ weight }) => Math.round(weight * weightUnits)),
    keyword_counts: counts.every((count) => count === 1) ? null : counts,
  };
}

/** The keywords of a row, heaviest first. */
export function keywordsIn({ keywords, keyword_weights, keyword_counts }: KeywordColumns): StoredKeyword[] {
  return keywords.map((term, at) => ({
    term,
    weight: (keyword_weights[at] ?? 0) / weightUnits,
    count: keyword_counts?.[at] ?? 1,
  }));
}

/** A set of rows `term`, `count` out of a row of `documents` under this alias, for a lateral join. */
export function keywordRows(alias: string): RawBuilder<unknown> {
  const [terms, counts] = [sql.ref(`${alias}.keywords`), sql.ref(`${alias}.keyword_counts`)];
  return sql`(select term, coalesce(n, 1) as count from unnest(${terms}, ${counts}) as each_keyword(term, n))`;
}

/** True for a row of `documents` under this alias that has one of these keywords; the index `documents_keywords` answers it. */
export function hasKeyword(alias: string, terms: readonly string[]): RawBuilder<boolean> {
  return sql<boolean>`${sql.ref(`${alias}.keywords`)} && ${[...terms]}::text[]`;
}
