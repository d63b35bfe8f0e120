import type { Database } from "../../src/platform/db/database.ts";

/** Bytes of each table without its indexes, and of each index. */
export async function bytesByRelation({ run }: Pick<Database, "run">): Promise<{ name: string; bytes: number }[]> {
  const { rows } = await run(`
    select n.nspname || '.' || c.relname as name,
      (case c.relkind when 'i' then pg_relation_size(c.oid) else pg_table_size(c.oid) end)::float8 as bytes
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'i') and n.nspname in ('public', 'queue') order by 2 desc`);
  return rows as { name: string; bytes: number }[];
}

/** Bytes of write-ahead log since the database was made. */
export async function walPosition({ run }: Pick<Database, "run">): Promise<number> {
  const { rows } = await run("select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 as at");
  return (rows as { at: number }[])[0]?.at ?? 0;
}
