import { randomBytes } from "node:crypto";
import pg from "pg";

/**
 * Makes an empty database on the PostgreSQL that global-setup.ts started (or that TEST_DATABASE_URL names).
 * @throws Error when there is none: a test never passes by skipping.
 */
export async function createServerDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const base = process.env.NARU_TEST_SERVER_URL;
  if (base === undefined)
    throw new Error("No PostgreSQL for tests: test/database/global-setup.ts did not run or could not start it.");
  const name = `naru_${process.pid}_${randomBytes(4).toString("hex")}`;
  await run(base, `create database ${name}`);
  const url = new URL(base);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => run(base, `drop database if exists ${name} with (force)`) };
}

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
