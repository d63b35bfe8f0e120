import { type TaskId, tasks } from "../tasks/registry.ts";
import type { SentimentInput, SentimentOutput } from "../tasks/sentiment/index.ts";
import type { Engine, EngineModel } from "./engine.ts";

/** A task, an engine and a model tied together. */
export interface SentimentReader {
  /** `name@version` of the model that answers. */
  model: string;
  ask(inputs: readonly SentimentInput[]): Promise<SentimentOutput[]>;
}

/** Makes `engine` answer the sentiment task with `model`, in batches that it can take, outputs checked. */
export async function prepareSentiment(engine: Engine, model: EngineModel): Promise<SentimentReader> {
  const id: TaskId = "sentiment";
  const task = tasks[id];
  const prepared = await engine.prepare(id, model);
  return {
    model: model.name,
    ask: async (inputs) => {
      const outputs: SentimentOutput[] = [];
      for (let i = 0; i < inputs.length; i += engine.capabilities.batch) {
        const batch = inputs.slice(i, i + engine.capabilities.batch);
        const answer = engine.read(await engine.call(prepared, batch), batch);
        outputs.push(...answer.map((one) => task.output.parse(one)));
      }
      return outputs;
    },
  };
}
