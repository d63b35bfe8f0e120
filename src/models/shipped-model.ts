import { existsSync, readFileSync } from "node:fs";
import { sha256Hex } from "../lib/hash.ts";
import type { Db } from "../platform/db/database.ts";
import { MissingPartError } from "../platform/errors.ts";
import { inTransaction } from "./in-transaction.ts";
import { type ModelCard, modelCardSchema } from "./model-card.ts";
import { type RegisteredVersion, registerVersion } from "./registry-store.ts";
import { finishRun, logMetrics, startRun } from "./runs-store.ts";

/** Folder that comes with naru, as the registry names it. */
export const shippedFolder = "sentiment-ko";
/** Where its bytes are, as the registry has it. */
export const shippedSource = `shipped:${shippedFolder}`;
const home = new URL("../../models/", import.meta.url);

/** Bytes of a model that ships with naru; MissingPartError when the installation lacks it. */
export function readShippedModel(folder: string): Uint8Array {
  return readPart(folder, "model.naru");
}

export function readShippedCard(folder: string): ModelCard {
  return modelCardSchema.parse(JSON.parse(readPart(folder, "card.json").toString("utf8")));
}

/**
 * Registers the shipped model on a first start: its training as a finished run, version 1, champion. Does nothing when the
 * registry already knows the model; returns null then.
 */
export async function registerShippedModel(db: Db): Promise<RegisteredVersion | null> {
  const card = readShippedCard(shippedFolder);
  const known = await db
    .selectFrom("registered_models")
    .select("name")
    .where("name", "=", card.name)
    .executeTakeFirst();
  if (known !== undefined) return null;
  if (sha256Hex(readShippedModel(shippedFolder)) !== card.sha256) {
    throw new MissingPartError(
      "shipped_model_damaged",
      `The shipped model ${shippedFolder} is not the one its card describes.`,
      {
        next: "Install naru again.",
      },
    );
  }
  const trainedAt = new Date(card.trainedAt);
  // Two processes starting at once: the second finds the model when its turn comes.
  return inTransaction(db, async (trx) => {
    const won = await trx
      .insertInto("registered_models")
      .values({ name: card.name, task: card.task, description: "Sentiment of short Korean texts; ships with naru" })
      .onConflict((conflict) => conflict.column("name").doNothing())
      .returning("name")
      .executeTakeFirst();
    if (won === undefined) return null;
    const runId = await startRun(trx, {
      experiment: card.name,
      name: "shipped with naru",
      trainer: card.engine,
      dataset: card.dataset.id,
      datasetVersion: card.dataset.version,
      params: card.parameters,
      environment: { command: card.command, origin: card.dataset.origin },
      startedAt: trainedAt,
    });
    const testMetrics = Object.fromEntries(Object.entries(card.metrics).map(([key, value]) => [`test.${key}`, value]));
    await logMetrics(trx, runId, 0, testMetrics, trainedAt);
    await finishRun(trx, runId, { status: "finished", at: trainedAt });
    return registerVersion(trx, {
      name: card.name,
      task: card.task,
      description: null,
      runId,
      source: shippedSource,
      engine: card.engine,
      metrics: card.metrics,
    });
  });
}

function readPart(folder: string, name: string): Buffer {
  const file = new URL(`${folder}/${name}`, home);
  if (!/^[a-z0-9-]+$/.test(folder) || !existsSync(file)) {
    throw new MissingPartError(
      "shipped_model_missing",
      `The model "${folder.slice(0, 60)}" does not come with this naru.`,
      {
        next: "Install naru again, or train a model with `naru train`.",
      },
    );
  }
  return readFileSync(file);
}
