import type { TaskId } from "../tasks/registry.ts";

export interface EngineCapabilities {
  /** Most inputs in one call. */
  batch: number;
  /** Gives answers piece by piece. */
  stream: boolean;
  /** Works without network. */
  offline: boolean;
  /** `none`: only this machine's time. `metered`: somebody bills. */
  cost: "none" | "metered";
}

/** A model as the registry holds it. */
export interface EngineModel {
  /** `name@version`. */
  name: string;
  bytes: Uint8Array;
}

/**
 * Who answers tasks. Three verbs: `prepare` makes a model ready, `call` asks it, `read` checks what came back and brings it
 * into the task's form; nothing that an engine says is believed before `read`.
 */
export interface Engine<Prepared = unknown> {
  id: string;
  tasks: readonly TaskId[];
  capabilities: EngineCapabilities;
  /** An error with a code when the model is not one of this engine's. */
  prepare(task: TaskId, model: EngineModel): Promise<Prepared>;
  /** Raw answers to inputs that the task's schema accepts, at most `capabilities.batch`. */
  call(prepared: Prepared, inputs: readonly unknown[]): Promise<unknown>;
  /** One output an input, in order; throws when the answer is not that. */
  read(answer: unknown, inputs: readonly unknown[]): unknown[];
}
