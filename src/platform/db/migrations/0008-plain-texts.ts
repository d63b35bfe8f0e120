import { type Kysely, sql } from "kysely";

/**
 * Whole texts are stored as they are: pglz took a sixth of the time of storing a page, and every search through texts has to undo it. Costs
 * disk, half as much again as compressed Korean does. Texts that are there already stay as they are until they are written again.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await setStorage(db, "external");
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await setStorage(db, "extended");
}

async function setStorage(db: Kysely<unknown>, storage: "external" | "extended"): Promise<void> {
  await sql
    .raw(
      `alter table documents alter column text set storage ${storage}, alter column clean_text set storage ${storage}`,
    )
    .execute(db);
}
