import { becomesChampion, type ModelAlias } from "../domain/promotion.ts";
import type { Db } from "../platform/db/database.ts";
import { NotFoundError } from "../platform/errors.ts";
import { inTransaction } from "./in-transaction.ts";

export interface NewVersion {
  name: string;
  task: string;
  description: string | null;
  /** Null when no run of ours made it. */
  runId: string | null;
  /** Key in the blob store, or `shipped:<folder>`. */
  source: string;
  engine: string;
  /** Figures on the test split, 0–1; `f1` decides about promotion. */
  metrics: Record<string, number>;
}

export interface RegisteredVersion {
  name: string;
  version: number;
  /** Aliases it got at once. */
  aliases: ModelAlias[];
}

/**
 * Adds the next version of a model, making the model when it is new. The version becomes candidate, or champion by the rule
 * of `becomesChampion`; a champion that it displaces becomes archived.
 */
export async function registerVersion(db: Db, version: NewVersion): Promise<RegisteredVersion> {
  return inTransaction(db, async (trx) => {
    await trx
      .insertInto("registered_models")
      .values({ name: version.name, task: version.task, description: version.description })
      .onConflict((conflict) => conflict.column("name").doNothing())
      .execute();
    // The model's row is the lock that makes version numbers follow each other.
    await trx.selectFrom("registered_models").select("name").where("name", "=", version.name).forUpdate().execute();
    const { highest } = await trx
      .selectFrom("model_versions")
      .select((row) => row.fn.coalesce(row.fn.max("version"), row.lit(0)).as("highest"))
      .where("name", "=", version.name)
      .executeTakeFirstOrThrow();
    const number = Number(highest) + 1;
    await trx
      .insertInto("model_versions")
      .values({
        name: version.name,
        version: number,
        run_id: version.runId,
        source: version.source,
        engine: version.engine,
        metrics: JSON.stringify(version.metrics),
      })
      .execute();
    const champion = await findFigures(trx, version.name, "champion");
    const own = await findFigures(trx, version.name, number);
    const wins = own !== null && becomesChampion(own, champion);
    const alias: ModelAlias = wins ? "champion" : "candidate";
    if (wins && champion !== null) await pointAlias(trx, version.name, "archived", champion.version);
    await pointAlias(trx, version.name, alias, number);
    return { name: version.name, version: number, aliases: [alias] };
  });
}

/**
 * Points an alias at a version. Making a version champion archives the one before and ends its own candidacy.
 * NotFoundError `model_version_not_found`.
 */
export async function setAlias(db: Db, name: string, alias: ModelAlias, version: number): Promise<void> {
  await inTransaction(db, async (trx) => {
    const found = await findFigures(trx, name, version);
    if (found === null)
      throw new NotFoundError("model_version_not_found", `There is no version ${version} of ${name}.`);
    if (alias === "champion") {
      const champion = await findFigures(trx, name, "champion");
      if (champion !== null && champion.version !== version) await pointAlias(trx, name, "archived", champion.version);
      await trx
        .deleteFrom("model_aliases")
        .where("name", "=", name)
        .where("alias", "in", ["candidate", "archived"])
        .where("version", "=", version)
        .execute();
    }
    await pointAlias(trx, name, alias, version);
  });
}

async function pointAlias(db: Db, name: string, alias: ModelAlias, version: number): Promise<void> {
  const updated_at = new Date();
  await db
    .insertInto("model_aliases")
    .values({ name, alias, version, updated_at })
    .onConflict((conflict) => conflict.columns(["name", "alias"]).doUpdateSet({ version, updated_at }))
    .execute();
}

async function findFigures(
  db: Db,
  name: string,
  which: "champion" | number,
): Promise<{ version: number; f1: number; datasetVersion: string } | null> {
  let query = db
    .selectFrom("model_versions as v")
    .leftJoin("runs as r", "r.id", "v.run_id")
    .select(["v.version", "v.metrics", "r.dataset", "r.dataset_version"])
    .where("v.name", "=", name);
  if (which === "champion") {
    query = query.where((row) =>
      row(
        "v.version",
        "=",
        row.selectFrom("model_aliases").select("version").where("name", "=", name).where("alias", "=", "champion"),
      ),
    );
  } else {
    query = query.where("v.version", "=", which);
  }
  const found = await query.executeTakeFirst();
  if (found === undefined) return null;
  return {
    version: found.version,
    f1: found.metrics.f1 ?? 0,
    // A version without a run was judged by nobody knows what: equal to nothing, not even to another such.
    datasetVersion: found.dataset === null ? `unknown:${found.version}` : `${found.dataset} ${found.dataset_version}`,
  };
}
