import type { Db } from "../platform/db/database.ts";
import { NotFoundError } from "../platform/errors.ts";

export interface ModelVersionView {
  version: number;
  aliases: string[];
  runId: string | null;
  source: string;
  engine: string;
  metrics: Record<string, number>;
  createdAt: Date;
}

export interface RegisteredModelView {
  name: string;
  task: string;
  description: string | null;
  /** Newest first. */
  versions: ModelVersionView[];
}

/** Every registered model with its versions and aliases, by name. */
export async function listModels(db: Db): Promise<RegisteredModelView[]> {
  const models = await db.selectFrom("registered_models").selectAll().orderBy("name").execute();
  const versions = await db.selectFrom("model_versions").selectAll().orderBy("version", "desc").execute();
  const aliases = await db.selectFrom("model_aliases").selectAll().orderBy("alias").execute();
  return models.map((model) => ({
    name: model.name,
    task: model.task,
    description: model.description,
    versions: versions
      .filter(({ name }) => name === model.name)
      .map((row) => ({
        version: row.version,
        aliases: aliases
          .filter(({ name, version }) => name === row.name && version === row.version)
          .map(({ alias }) => alias),
        runId: row.run_id,
        source: row.source,
        engine: row.engine,
        metrics: row.metrics,
        createdAt: row.created_at,
      })),
  }));
}

/** Which version of a model is meant. */
export type VersionChoice = { alias: string } | { version: number };

export interface VersionSource {
  name: string;
  version: number;
  task: string;
  engine: string;
  source: string;
}

/** NotFoundError `model_not_found`, `model_alias_not_found` or `model_version_not_found`. */
export async function loadVersion(db: Db, name: string, choice: VersionChoice): Promise<VersionSource> {
  const base = db
    .selectFrom("model_versions as v")
    .innerJoin("registered_models as m", "m.name", "v.name")
    .select(["v.name", "v.version", "m.task", "v.engine", "v.source"])
    .where("v.name", "=", name);
  const found =
    "version" in choice
      ? await base.where("v.version", "=", choice.version).executeTakeFirst()
      : await base
          .innerJoin("model_aliases as a", (join) =>
            join.onRef("a.name", "=", "v.name").onRef("a.version", "=", "v.version"),
          )
          .where("a.alias", "=", choice.alias)
          .executeTakeFirst();
  if (found !== undefined) return found;
  const model = await db.selectFrom("registered_models").select("name").where("name", "=", name).executeTakeFirst();
  throw versionNotFound(name, choice, model !== undefined);
}

/** Says what is not there: the model, its version or its alias. */
export function versionNotFound(name: string, choice: VersionChoice, isModelKnown: boolean): NotFoundError {
  if (!isModelKnown) {
    return new NotFoundError("model_not_found", `There is no model "${name}".`, {
      field: "model",
      next: "See `naru models list` for those there are.",
    });
  }
  if ("version" in choice) {
    return new NotFoundError("model_version_not_found", `There is no version ${choice.version} of ${name}.`, {
      field: "version",
    });
  }
  return new NotFoundError("model_alias_not_found", `No version of ${name} is "${choice.alias}".`, { field: "alias" });
}
