import { randomBytes } from "node:crypto";
import type { Kysely } from "kysely";
import type { Schema } from "../platform/db/schema.ts";

/** The key that ids of people are hashed with: one for each installation, made at its first use. */
export async function loadAuthorKey(db: Kysely<Schema>): Promise<string> {
  const value = JSON.stringify({ key: randomBytes(32).toString("base64url") });
  await db
    .insertInto("settings")
    .values({ key: "author-key", value })
    .onConflict((conflict) => conflict.column("key").doNothing())
    .execute();
  const row = await db.selectFrom("settings").select("value").where("key", "=", "author-key").executeTakeFirstOrThrow();
  return String(row.value.key);
}
