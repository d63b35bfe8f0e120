import { sha256Hex } from "../lib/hash.ts";
import { type Dataset, versionName } from "./datasets/dataset.ts";
import { evaluateModel } from "./evaluation/evaluate-model.ts";
import { headlineMetrics } from "./evaluation/headline.ts";
import { loadLinearModel } from "./linear/linear-model.ts";
import { encodeLinearModel } from "./linear/model-file.ts";
import { linearParametersSchema } from "./linear/parameters.ts";
import { type EpochMetrics, trainLinear } from "./linear/train-linear.ts";
import { type ModelCard, renderModelCard } from "./model-card.ts";
import { measureSpeed } from "./model-speed.ts";

export interface ShippedFiles {
  file: Buffer;
  card: ModelCard;
  /** The card as Markdown. */
  text: string;
}

/** Trains with today's defaults, judges the compact file on the test split, and writes the card that goes beside it. */
export async function shipLinearModel(
  dataset: Dataset,
  options: { trainedAt: Date; origin: string; onEpoch?: (metrics: EpochMetrics) => void },
): Promise<ShippedFiles> {
  const parameters = linearParametersSchema.parse({});
  const began = performance.now();
  const weights = await trainLinear(dataset.read("train"), parameters, options);
  const trainSeconds = (performance.now() - began) / 1000;
  const peakMemoryMb = process.resourceUsage().maxRSS / 1024;
  const file = encodeLinearModel(weights);
  const model = loadLinearModel(file);
  const { evaluation } = await evaluateModel(model, dataset.read("test"));
  const texts: string[] = [];
  for await (const { text } of dataset.read("test")) texts.push(text);
  const speed = measureSpeed(model, texts);
  const card: ModelCard = {
    name: "sentiment-ko",
    task: "sentiment",
    engine: "linear",
    trainedAt: options.trainedAt.toISOString(),
    command: "naru train --dataset nsmc --trainer linear --set path=FOLDER",
    dataset: {
      id: dataset.id,
      origin: options.origin,
      version: versionName(dataset.version),
      trainRows: dataset.version.rows.train,
      testRows: dataset.version.rows.test,
    },
    parameters,
    metrics: headlineMetrics(evaluation),
    bytes: file.length,
    sha256: sha256Hex(file),
    trainSeconds: Number(trainSeconds.toFixed(1)),
    peakMemoryMb: Math.round(peakMemoryMb),
    textsPerSecond: speed.textsPerSecond,
    p99Ms: speed.p99Ms,
  };
  return { file, card, text: renderModelCard(card) };
}
