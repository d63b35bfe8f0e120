import { NotFoundError } from "../../platform/errors.ts";
import type { Engine } from "./engine.ts";
import { linearEngine } from "./linear/index.ts";

/** Every engine, by hand; a test compares the list with the folders. A model version names the engine that runs it. */
export const engines: readonly Engine[] = [linearEngine as Engine];

/** NotFoundError when no engine has this id. */
export function loadEngine(id: string): Engine {
  const engine = engines.find((candidate) => candidate.id === id);
  if (engine !== undefined) return engine;
  throw new NotFoundError(
    "engine_unknown",
    `There is no engine "${id}"; there are ${engines.map((one) => one.id).join(", ")}.`,
  );
}
