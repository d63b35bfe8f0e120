import { type RawBuilder, sql } from "kysely";
import type { z } from "zod";
import type { DocumentFilter, documentFacets } from "../contracts/documents.ts";
import type { Db } from "../platform/db/database.ts";
import { countedDocuments } from "./counts/counted-documents.ts";
import { all, choiceConditions, type Facet, facetChoice, facetColumns, facets, noHost } from "./document-filter.ts";
import { type ReadingBounds, readPlanned } from "./reading-plan.ts";

/** Grades are left out unless somebody asks for them. */
const noChoice = {
  host: undefined,
  source: undefined,
  language: undefined,
  sentiment: undefined,
  grade: ["1", "2", "3", "4", "5", "6", "7", "8", "9"],
};

/** Values a facet shows at most, the most frequent first. */
const maxValues = 100;

/**
 * Counts by value. Documents, or what is counted of them already, are folded into the combinations of the five facets that occur; each
 * facet is then counted over the combinations that the other four let through.
 */
export async function countFacets(
  db: Db,
  filter: DocumentFilter,
  bounds?: ReadingBounds,
): Promise<z.output<typeof documentFacets>> {
  const columns = sql.join(facets.map((facet) => sql`${facetColumns[facet]} as ${sql.ref(facet)}`));
  const counted = countedDocuments(filter, { choices: "told" });
  if (counted !== null) {
    const folded = sql`select ${columns}, sum(d.n) as n from ${counted} d group by 1, 2, 3, 4, 5 having sum(d.n) <> 0`;
    return countFolded(db, filter, folded);
  }
  return readPlanned(db, { ...filter, ...noChoice }, bounds, async (reading, { from, base, sample }) => {
    // Values that were not chosen are told too, so that the choice must not narrow what is read.
    const folded = sql`select ${columns}, count(*) * ${sample?.weight ?? 1}::float8 as n from ${from} where ${base} group by 1, 2, 3, 4, 5`;
    const told = await countFolded(reading, filter, folded);
    return sample === null ? told : { ...told, sample: sample.told };
  });
}

async function countFolded(db: Db, filter: DocumentFilter, folded: RawBuilder<unknown>) {
  const counts = facets.map(
    (
      facet,
    ) => sql`(select ${sql.lit(facet)} as facet, ${sql.ref(facet)} as value, round(sum(n))::bigint as count from folded
      where ${others(filter, facet)} group by 2 order by 3 desc, 2 limit ${maxValues})`,
  );
  const { rows } = await sql<{ facet: Facet | "total"; value: string; count: number }>`
    with folded as materialized (${folded})
    select 'total' as facet, '' as value, round(coalesce(sum(n), 0))::bigint as count from folded where ${others(filter, null)}
    union all ${sql.join(counts, sql` union all `)}`.execute(db);
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
