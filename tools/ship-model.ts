/** Trains the model that naru ships and writes it with its card: `node tools/ship-model.ts [--path FOLDER] [--origin TEXT] [--out FOLDER]`. */
import { mkdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { openDataset, shipLinearModel } from "../src/models/index.ts";

const { values } = parseArgs({
  options: {
    path: { type: "string" },
    origin: { type: "string", default: "NSMC's official training set (CC0)" },
    out: { type: "string", default: "models/sentiment-ko" },
  },
});
const dataset = await openDataset("nsmc", values.path === undefined ? {} : { path: values.path }, {
  folder: "data/datasets",
  download: null,
});
const { file, card, text } = await shipLinearModel(dataset, {
  trainedAt: new Date(),
  origin: values.origin,
  onEpoch: (metrics) => console.log(JSON.stringify(metrics)),
});
mkdirSync(values.out, { recursive: true });
writeFileSync(`${values.out}/model.naru`, file);
writeFileSync(`${values.out}/card.json`, `${JSON.stringify(card, null, 2)}\n`);
writeFileSync(`${values.out}/card.md`, text);
console.log(text);
