import type { BlobStore } from "../platform/blob/blob-store.ts";
import { InvalidInputError } from "../platform/errors.ts";
import { type LinearModel, type LinearPrediction, loadLinearModel } from "./linear/linear-model.ts";
import type { VersionChoice, VersionSource } from "./registry-view.ts";
import { readShippedModel } from "./shipped-model.ts";

export interface PredictorOptions {
  /** The version of a model that is meant. NotFoundError when there is none. */
  findVersion: (name: string, choice: VersionChoice) => Promise<VersionSource>;
  blobs: BlobStore;
  /** Models kept in memory, some 20 MB each; default 4. */
  keep?: number;
  /** How long a looked-up alias is believed, in milliseconds; default 1,000. Spares busy callers a query each. */
  aliasTtlMs?: number;
  /** Milliseconds on a clock that never goes back. */
  now?: () => number;
}

export interface PredictionAnswer {
  /** `name@version` that answered. */
  model: string;
  predictions: LinearPrediction[];
}

export interface ModelBytes {
  /** `name@version`. */
  name: string;
  engine: string;
  bytes: Uint8Array;
}

export interface Predictor {
  /** One prediction a text. NotFoundError when the model, alias or version is not there. */
  predict(texts: readonly string[], name: string, choice: VersionChoice): Promise<PredictionAnswer>;
  /** The version behind `name@alias`, or `name@3`, with its bytes, for engines in other threads. */
  resolve(reference: string): Promise<ModelBytes>;
}

/** Between batches of this size other requests get their turn: about 10 ms of work. */
const batchSize = 500;

/** More names than this at once are somebody trying names. */
const mostAliases = 100;

/** Answers with whatever version an alias points at: a moved alias takes effect within `aliasTtlMs`, without a restart. */
export function createPredictor(options: PredictorOptions): Predictor {
  const { findVersion, blobs, keep = 4, aliasTtlMs = 1000, now = () => performance.now() } = options;
  const loaded = new Map<string, Promise<LinearModel>>();
  const known = new Map<string, { version: VersionSource; until: number }>();

  return {
    predict: async (texts, name, choice) => {
      const version = await versionOf(name, choice);
      const model = await modelOf(version);
      const predictions: LinearPrediction[] = [];
      for (let i = 0; i < texts.length; i += batchSize) {
        if (i > 0) await new Promise((resolve) => setImmediate(resolve));
        predictions.push(...model.predict(texts.slice(i, i + batchSize)));
      }
      return { model: `${version.name}@${version.version}`, predictions };
    },
    resolve: async (reference) => {
      const { name, choice } = parseModelReference(reference);
      const version = await findVersion(name, choice);
      return { name: `${version.name}@${version.version}`, engine: version.engine, bytes: await bytesOf(version) };
    },
  };

  async function versionOf(name: string, choice: VersionChoice): Promise<VersionSource> {
    const key = JSON.stringify([name, choice]);
    const found = known.get(key);
    if (found !== undefined && now() < found.until) return found.version;
    const version = await findVersion(name, choice);
    if (known.size >= mostAliases) known.clear();
    known.set(key, { version, until: now() + aliasTtlMs });
    return version;
  }

  function modelOf(version: VersionSource): Promise<LinearModel> {
    const key = `${version.name}@${version.version}`;
    let model = loaded.get(key);
    if (model === undefined) {
      model = bytesOf(version).then(loadLinearModel);
      // A failed load is not kept: the blob store may be back by the next call.
      model.catch(() => loaded.delete(key));
    }
    // Taken out and put back, the map's order is the order of last use.
    loaded.delete(key);
    loaded.set(key, model);
    for (const oldest of loaded.keys()) {
      if (loaded.size <= keep) break;
      loaded.delete(oldest);
    }
    return model;
  }

  async function bytesOf({ source }: VersionSource): Promise<Uint8Array> {
    return source.startsWith("shipped:") ? readShippedModel(source.slice("shipped:".length)) : blobs.get(source);
  }
}

/** `name@alias` or `name@7`; a name alone means its champion. InvalidInputError `model_reference_invalid`. */
export function parseModelReference(reference: string): { name: string; choice: VersionChoice } {
  const match = /^([A-Za-z0-9][A-Za-z0-9._-]{0,127})(?:@([A-Za-z0-9][A-Za-z0-9._-]{0,63}))?$/.exec(reference);
  const name = match?.[1];
  if (name === undefined) {
    throw new InvalidInputError("model_reference_invalid", `"${reference.slice(0, 200)}" is not NAME@ALIAS.`, {
      field: "model",
      next: "Write it like sentiment-ko@champion or sentiment-ko@2.",
    });
  }
  const which = match?.[2] ?? "champion";
  return { name, choice: /^\d{1,9}$/.test(which) ? { version: Number(which) } : { alias: which } };
}
