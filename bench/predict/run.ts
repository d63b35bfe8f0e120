/** Speed of the shipped model: texts a second in batches, and 50th and 99th percentile for one text. One core. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { loadLinearModel, measureSpeed, openDataset, readShippedModel } from "../../src/models/index.ts";
import { madeUpReviews } from "./made-up-reviews.ts";

const count = 50_000;
const { texts, origin } = await readTexts();
const model = loadLinearModel(readShippedModel("sentiment-ko"));
const speed = measureSpeed(model, texts);
const characters = texts.reduce((sum, text) => sum + text.length, 0) / texts.length;
console.table({
  "sentiment-ko": {
    texts: texts.length,
    origin,
    "mean length": Number(characters.toFixed(1)),
    "texts/s": speed.textsPerSecond,
    "p50 ms": speed.p50Ms,
    "p99 ms": speed.p99Ms,
    "peak MB": Math.round(process.resourceUsage().maxRSS / 1024),
  },
});

async function readTexts(): Promise<{ texts: string[]; origin: string }> {
  const data = process.env.NARU_TEST_DATA;
  const folder = data === undefined ? null : join(data, "nsmc");
  if (folder === null || !existsSync(folder)) return { texts: madeUpReviews(count), origin: "made up" };
  const dataset = await openDataset("nsmc", { path: folder }, { folder, download: null });
  const read: string[] = [];
  for await (const { text } of dataset.read("test")) read.push(text);
  return { texts: read, origin: "NSMC test set" };
}
