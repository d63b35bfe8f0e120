import { existsSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import {
  type Dataset,
  evaluateModel,
  loadLinearModel,
  openDataset,
  readShippedCard,
  readShippedModel,
} from "./index.ts";
import { encodeLinearModel } from "./linear/model-file.ts";
import { linearParametersSchema } from "./linear/parameters.ts";
import { trainLinear } from "./linear/train-linear.ts";
import { measureSpeed } from "./model-speed.ts";

describe("on the Naver sentiment movie corpus", () => {
  let dataset: Dataset;
  beforeAll(async () => {
    const folder = join(process.env.NARU_TEST_DATA ?? "", "nsmc");
    if (process.env.NARU_TEST_DATA === undefined || !existsSync(folder)) {
      throw new Error(
        "Set NARU_TEST_DATA to a folder that holds nsmc/ratings_train.txt and ratings_test.txt (or .gz).",
      );
    }
    dataset = await openDataset("nsmc", { path: folder }, { folder, download: null });
  });

  it("has all rows of both splits", () => {
    expect(dataset.version.rows).toEqual({ train: 150_000, test: 50_000 });
    expect(dataset.version.badRows).toBe(0);
  });

  it("trains to 0.880 and more within a minute and 2 GB, calibrated", async () => {
    const began = performance.now();
    const weights = await trainLinear(dataset.read("train"), linearParametersSchema.parse({}));
    const seconds = (performance.now() - began) / 1000;
    const { evaluation } = await evaluateModel(loadLinearModel(encodeLinearModel(weights)), dataset.read("test"));
    console.log(
      `trained in ${seconds.toFixed(1)} s: accuracy ${evaluation.accuracy}, F1 ${evaluation.f1}, ECE ${evaluation.ece}`,
    );
    expect(evaluation.accuracy).toBeGreaterThanOrEqual(0.88);
    expect(evaluation.ece).toBeLessThan(0.03);
    expect(seconds).toBeLessThan(60);
    expect(process.resourceUsage().maxRSS / 1024).toBeLessThan(2048);
  });

  it("ships a model of 0.875 and more in 6 MB, as its card says", async () => {
    const file = readShippedModel("sentiment-ko");
    expect(file.byteLength).toBeLessThanOrEqual(6_000_000);
    const { evaluation } = await evaluateModel(loadLinearModel(file), dataset.read("test"));
    expect(evaluation.accuracy).toBeGreaterThanOrEqual(0.875);
    expect(evaluation.accuracy).toBeCloseTo(readShippedCard("sentiment-ko").metrics.accuracy ?? 0, 5);
  });

  it("answers 20,000 texts a second on one core, one text in 5 ms at the 99th percentile", async () => {
    const texts: string[] = [];
    for await (const { text } of dataset.read("test")) texts.push(text);
    const speed = measureSpeed(loadLinearModel(readShippedModel("sentiment-ko")), texts);
    console.log(JSON.stringify(speed));
    expect(speed.textsPerSecond).toBeGreaterThanOrEqual(20_000);
    expect(speed.p99Ms).toBeLessThan(5);
  });
});
