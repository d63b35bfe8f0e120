import type { LabelledText } from "../datasets/dataset.ts";
import { type ErrorSample, ErrorSamples } from "./error-samples.ts";
import { type Evaluation, Evaluator } from "./evaluate.ts";

/** Anything that gives a probability of the positive class, one a text, in order. */
export interface Classifier {
  predict(texts: readonly string[]): readonly { positive: number }[] | Promise<readonly { positive: number }[]>;
}

export interface ModelEvaluation {
  evaluation: Evaluation;
  /** Wrong answers, surest first. */
  errors: ErrorSample[];
}

const batchSize = 500;

/** Judges a model by labelled texts, a batch at a time. */
export async function evaluateModel(
  model: Classifier,
  texts: AsyncIterable<LabelledText>,
  signal?: AbortSignal,
): Promise<ModelEvaluation> {
  const evaluator = new Evaluator();
  const errors = new ErrorSamples();
  let batch: LabelledText[] = [];
  for await (const text of texts) {
    batch.push(text);
    if (batch.length === batchSize) await judge();
  }
  await judge();
  return { evaluation: evaluator.result(), errors: errors.list() };

  async function judge(): Promise<void> {
    const answers = await model.predict(batch.map(({ text }) => text));
    batch.forEach(({ text, label }, i) => {
      const positive = answers[i]?.positive;
      if (positive === undefined) throw new Error("the model left a text without an answer");
      evaluator.add({ label, positive });
      errors.add({ text, label, positive });
    });
    batch = [];
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
  }
}
