import { loadLinearModel } from "../linear/linear-model.ts";
import { encodeLinearModel } from "../linear/model-file.ts";
import { linearParametersSchema } from "../linear/parameters.ts";
import { trainLinear } from "../linear/train-linear.ts";
import type { Trainer } from "./trainer.ts";

export const linearTrainer: Trainer<typeof linearParametersSchema> = {
  id: "linear",
  task: "sentiment",
  description: "NB-weighted logistic regression over hashed n-grams; seconds on one core",
  parameters: linearParametersSchema,
  async train(texts, parameters, hooks) {
    const weights = await trainLinear(texts, parameters, {
      ...hooks,
      onEpoch: ({ epoch, ...metrics }) => hooks.onMetrics?.(epoch, metrics),
    });
    const file = encodeLinearModel(weights);
    // Judged is what is stored: the file, read back.
    return { engine: "linear", file, model: loadLinearModel(file) };
  },
};
