import { sql } from "kysely";
import type { z } from "zod";
import type { DocumentFilter, documentFacets } from "../contracts/documents.ts";
import type { Db } from "../platform/db/database.ts";
import { countedDocuments } from "./counts/counted-documents.ts";
import {
  all,
  baseCondition,
  choiceConditions,
  type Facet,
  facetChoice,
  facetColumns,
  facets,
  noHost,
  readFiltered,
} from "./document-filter.ts";
import { parseSearch } from "./search/parse-search.ts";

/** Values a facet shows at most, the most frequent first. */
const maxValues = 100;

/**
 * Counts by value. Documents, or what is counted of them already, are folded into the combinations of the five facets that occur; each
 * facet is then counted over the combinations that the other four let through.
 */
export async function countFacets(db: Db, filter: DocumentFilter): Promise<z.output<typeof documentFacets>> {
  const columns = sql.join(facets.map((facet) => sql`${facetColumns[facet]} as ${sql.ref(facet)}`));
  const counted = countedDocuments(filter, { allValues: true });
  const folded =
    counted === null
      ? sql`select ${columns}, count(*) as n from documents d
          where ${baseCondition(filter, parseSearch(filter.q ?? ""))} group by 1, 2, 3, 4, 5`
      : sql`select ${columns}, sum(d.n) as n from ${counted} d group by 1, 2, 3, 4, 5 having sum(d.n) <> 0`;
  const counts = facets.map(
    (facet) => sql`(select ${sql.lit(facet)} as facet, ${sql.ref(facet)} as value, sum(n)::bigint as count from folded
      where ${others(filter, facet)} group by 2 order by 3 desc, 2 limit ${maxValues})`,
  );
  const counting = sql<{ facet: Facet | "total"; value: string; count: number }>`
    with folded as materialized (${folded})
    select 'total' as facet, '' as value, coalesce(sum(n), 0)::bigint as count from folded where ${others(filter, null)}
    union all ${sql.join(counts, sql` union all `)}`;
  const { rows } = await readFiltered(db, filter, (reading) => counting.execute(reading));
  const of = (name: Facet | "total") =>
    rows.filter(({ facet }) => facet === name).map(({ value, count }) => ({ value, count }));
  return {
    total: of("total")[0]?.count ?? 0,
    host: of("host").map(({ value, count }) => ({ value: value === "" ? noHost : value, count })),
    source: of("source"),
    language: of("language"),
    sentiment: of("sentiment"),
    grade: of("grade"),
  };
}

function others(filter: DocumentFilter, own: Facet | null) {
  const conditions = facets
    .filter((facet) => facet !== own)
    .flatMap((facet) => choiceConditions(sql.ref(facet), facetChoice(filter, facet)));
  return all([sql`true`, ...conditions]);
}
