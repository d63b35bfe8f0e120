import { type LinearModel, loadLinearModel } from "../../../models/index.ts";
import { sentimentTask } from "../../tasks/sentiment/index.ts";
import type { Engine } from "../engine.ts";
import { linearAnswer } from "./schema.ts";

/** Hashed n-grams and one weight each: no network, no cost, 50,000 sentences a second and more. */
export const linearEngine: Engine<LinearModel> = {
  id: "linear",
  tasks: ["sentiment"],
  capabilities: { batch: 1000, stream: false, offline: true, cost: "none" },
  prepare: async (task, model) => {
    const loaded = loadLinearModel(model.bytes);
    if (loaded.task !== task) throw new Error(`${model.name} answers ${loaded.task}, not ${task}`);
    return loaded;
  },
  call: async (model, inputs) => model.predict(inputs.map((input) => sentimentTask.input.parse(input).text)),
  read: (answer, inputs) => {
    const read = linearAnswer.parse(answer);
    if (read.length !== inputs.length) throw new Error(`${inputs.length} texts got ${read.length} answers`);
    return read.map(({ positive }) => ({ positive }));
  },
};
