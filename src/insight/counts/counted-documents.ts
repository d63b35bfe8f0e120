import { type RawBuilder, sql } from "kysely";
import type { DocumentFilter } from "../../contracts/documents.ts";
import type { Db } from "../../platform/db/database.ts";
import {
  all,
  type Choice,
  type Condition,
  choiceConditions,
  daysOf,
  facetChoice,
  facetColumns,
  facets,
} from "../document-filter.ts";
import { monthOf, monthStart } from "../kst-days.ts";

export interface CountsWanted {
  /** Tell the KST `day`, or else the `month` (see `monthOf`) of each row; without it both may be null, and fewer rows are read. */
  by?: "day" | "month";
  /** Whether what was chosen of the facets is kept to, is left for others to keep to, so that all values are told, or does not matter. */
  choices?: "kept" | "told" | "ignored";
}

interface Range {
  /** Days since 1970, both ends included; null: open. */
  from: number | null;
  to: number | null;
}

const everyHost: Choice = { wanted: [], unwanted: [] };

/**
 * The shown documents that fit, counted: a table with `day`, `month`, `host`, `source_id`, `language`, `sentiment`, `grade` and `n`, which is to be summed
 * up. Exact at the moment at which it is read, since changes that are not folded yet are among its rows; so a sum may be zero and `n` less.
 * Null when only the documents themselves can tell: searches, keywords, collections.
 */
export function countedDocuments(filter: DocumentFilter, wanted: CountsWanted = {}): RawBuilder<unknown> | null {
  if ((filter.q ?? "").trim() !== "" || filter.keyword !== undefined || filter.collection !== undefined) return null;
  const range = daysOf(filter);
  const { choices = "kept" } = wanted;
  const hosts = choices === "kept" ? facetChoice(filter, "host") : everyHost;
  const chosen =
    choices !== "kept"
      ? []
      : facets
          .filter((facet) => facet !== "host")
          .flatMap((facet) => choiceConditions(facetColumns[facet], facetChoice(filter, facet)));
  const open = sql`select day, null::int as month, host, source_id, language, sentiment, grade, documents as n from document_deltas
    where not hidden and ${all([...inBuckets(range, "day"), ...ofHosts(hosts)])}`;
  const parts = [open, ...foldedParts(range, hosts, wanted)];
  return sql`(select d.* from (${sql.join(parts, sql` union all `)}) d where ${all([sql`true`, ...chosen])})`;
}

/** The fewest rows of `document_counts` that tell what is wanted. */
function foldedParts(range: Range, hosts: Choice, { by, choices }: CountsWanted): Condition[] {
  const isBounded = range.from !== null || range.to !== null;
  if (!isBounded && by === undefined) return [counts("ever", [sql`not hidden`, ...ofHosts(hosts)])];
  const spans = by === "day" ? [{ level: "day" as const, ...range }] : monthsAndDays(range);
  return spans.flatMap(({ level, ...span }) => {
    const within = inBuckets(span);
    if (choices === "told" || hosts.wanted.length > 0) return [counts(level, [...within, ...ofHosts(hosts)])];
    // All hosts, less those that are left out: a day of all hosts is one row, not a thousand.
    const whole = counts(`plain ${level}`, within);
    return hosts.unwanted.length === 0 ? [whole] : [whole, counts(level, [...within, hostIn(hosts.unwanted)], -1)];
  });
}

/** Whole months, and the days before and behind them. */
function monthsAndDays({ from, to }: Range): (Range & { level: "month" | "day" })[] {
  const first = from === null ? null : monthOf(from - 1) + 1;
  const last = to === null ? null : monthOf(to + 1) - 1;
  if (first !== null && last !== null && first > last) return [{ level: "day", from, to }];
  return [
    { level: "month", from: first, to: last },
    ...(first === null ? [] : [{ level: "day" as const, from, to: monthStart(first) - 1 }]),
    ...(last === null ? [] : [{ level: "day" as const, from: monthStart(last + 1), to }]),
  ];
}

type Level = "day" | "month" | "ever" | "plain day" | "plain month";

function counts(level: Level, conditions: readonly Condition[], sign = 1): Condition {
  const day = level.endsWith("day") ? sql`bucket::int` : sql`null::int`;
  const month = level.endsWith("month") ? sql`bucket::int` : sql`null::int`;
  return sql`select ${day} as day, ${month} as month, host, source_id, language, sentiment, grade, ${sql.lit(sign)} * documents as n
    from document_counts where level = ${sql.lit(level)} and ${all([sql`true`, ...conditions])}`;
}

function inBuckets({ from, to }: Range, column: "day" | "bucket" = "bucket"): Condition[] {
  return [
    sql`true`,
    ...(from === null ? [] : [sql`${sql.ref(column)} >= ${from}::int`]),
    ...(to === null ? [] : [sql`${sql.ref(column)} <= ${to}::int`]),
  ];
}

function ofHosts({ wanted, unwanted }: Choice): Condition[] {
  return [
    ...(wanted.length > 0 ? [hostIn(wanted)] : []),
    ...(unwanted.length > 0 ? [sql`not ${hostIn(unwanted)}`] : []),
  ];
}

function hostIn(hosts: readonly string[]): Condition {
  return sql`host = any(${hosts}::text[])`;
}

/** How many they are. */
export async function sumCounted(db: Db, counted: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ n: number }>`select coalesce(sum(d.n), 0)::bigint as n from ${counted} d`.execute(db);
  return rows[0]?.n ?? 0;
}
