import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeEachDatabase } from "../../test/database/describe-each-database.ts";
import { systemClock } from "../lib/clock.ts";
import { FolderBlobStore } from "../platform/blob/folder-blob-store.ts";
import {
  createPredictor,
  endLostRuns,
  listModels,
  listRuns,
  loadRun,
  loadVersion,
  parseModelReference,
  parseSettings,
  registerShippedModel,
  setAlias,
  type TrainingOptions,
  type TrainingProgress,
  trainModel,
} from "./index.ts";
import { startRun } from "./runs-store.ts";

const good = [
  "정말 재미있어요",
  "최고의 시간이었다",
  "감동적이고 따뜻해요",
  "다시 오고 싶은 곳",
  "배송도 빠르고 좋네요",
];
const bad = ["너무 지루해요", "돈이 아까웠다", "실망스럽고 불친절해요", "다시는 안 갈 곳", "포장이 엉망이라 별로네요"];

describeEachDatabase("models", (open) => {
  let folder: string;
  let path: string;
  let blobs: FolderBlobStore;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "naru-models-"));
    path = join(folder, "reviews.csv");
    const rows = Array.from({ length: 600 }, (_, i) => {
      const list = i % 2 === 0 ? good : bad;
      return `${i}번 손님: ${list[i % list.length]} ${list[(i >> 3) % list.length]},${i % 2 === 0 ? "긍정" : "부정"}`;
    });
    await writeFile(path, `review,score\n${rows.join("\n")}\n`);
    blobs = new FolderBlobStore(join(folder, "blobs"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const train = (options: Partial<TrainingOptions> = {}, set: string[] = []) =>
    trainModel(
      { db: open().db, blobs, clock: systemClock, datasetFolder: folder, download: null },
      {
        dataset: "file",
        trainer: "linear",
        settings: parseSettings([
          `path=${path}`,
          'columns={"text":"review","label":"score"}',
          "hashBits=14",
          "epochs=3",
          ...set,
        ]),
        register: true,
        registerThreshold: 0.8,
        ...options,
      },
    );

  it("registers the shipped model once: version 1, champion, with its run", async () => {
    expect(await registerShippedModel(open().db)).toEqual({ name: "sentiment-ko", version: 1, aliases: ["champion"] });
    expect(await registerShippedModel(open().db)).toBeNull();
    const [model] = await listModels(open().db);
    expect(model).toMatchObject({ name: "sentiment-ko", task: "sentiment" });
    expect(model?.versions).toMatchObject([
      { version: 1, aliases: ["champion"], engine: "linear", source: "shipped:sentiment-ko" },
    ]);
    expect(model?.versions[0]?.metrics.accuracy).toBeGreaterThanOrEqual(0.875);
    const [run] = await listRuns(open().db, { limit: 5 });
    expect(run).toMatchObject({ status: "finished", dataset: "nsmc", experiment: "sentiment-ko" });
  });

  it("predicts with the shipped model at once and names it", async () => {
    const predictor = createPredictor({ findVersion: (name, choice) => loadVersion(open().db, name, choice), blobs });
    const answer = await predictor.predict(["정말 최고의 영화예요", "시간 낭비 최악"], "sentiment-ko", {
      alias: "champion",
    });
    expect(answer.model).toBe("sentiment-ko@1");
    expect(answer.predictions.map(({ label }) => label)).toEqual(["positive", "negative"]);
  });

  it("keeps a run whole: parameters, metrics by epoch, environment, artifacts", async () => {
    const progress: TrainingProgress[] = [];
    const report = await train({ model: "shop-reviews", onProgress: (one) => progress.push(one) });
    expect(report.metrics.f1).toBeGreaterThan(0.95);
    expect(report.version).toEqual({ name: "shop-reviews", version: 1, aliases: ["champion"] });
    expect(progress.map(({ stage }) => stage)).toEqual(["dataset", "epoch", "epoch", "epoch", "evaluate", "register"]);
    const run = await loadRun(open().db, report.runId);
    expect(run).toMatchObject({ status: "finished", trainer: "linear", dataset: "file", experiment: "shop-reviews" });
    expect(run.params).toMatchObject({ hashBits: "14", epochs: "3", seed: "1" });
    expect(run.environment).toMatchObject({ node: process.version });
    expect(run.history.filter(({ key }) => key === "heldOutLoss").map(({ step }) => step)).toEqual([1, 2, 3]);
    expect(run.metrics["test.f1"]).toBeCloseTo(report.metrics.f1 ?? 0, 6);
    expect(run.artifacts.map(({ path: name }) => name)).toEqual([
      "calibration.json",
      "confusion-matrix.json",
      "error-samples.json",
      "model.naru",
    ]);
    const matrix = await blobs.get(run.artifacts[1]?.blobKey ?? "");
    expect(JSON.parse(Buffer.from(matrix).toString())).toMatchObject({ truePositive: expect.any(Number) });
  });

  it("makes a version that is no better a candidate, and swaps the answering one when the alias moves", async () => {
    const report = await train({ model: "shop-reviews" }, ["seed=2"]);
    expect(report.version).toEqual({ name: "shop-reviews", version: 2, aliases: ["candidate"] });
    let time = 0;
    const predictor = createPredictor({
      findVersion: (name, choice) => loadVersion(open().db, name, choice),
      blobs,
      keep: 1,
      aliasTtlMs: 1000,
      now: () => time,
    });
    const ask = async () => (await predictor.predict(["정말 재미있어요"], "shop-reviews", { alias: "champion" })).model;
    expect(await ask()).toBe("shop-reviews@1");
    await setAlias(open().db, "shop-reviews", "champion", 2);
    time = 1000;
    expect(await ask()).toBe("shop-reviews@2");
    const versions = (await listModels(open().db)).find(({ name }) => name === "shop-reviews")?.versions;
    expect(versions).toMatchObject([
      { version: 2, aliases: ["champion"] },
      { version: 1, aliases: ["archived"] },
    ]);
    expect((await predictor.predict(["좋아요"], "shop-reviews", { version: 1 })).model).toBe("shop-reviews@1");
    expect(await predictor.resolve("shop-reviews@champion")).toMatchObject({
      name: "shop-reviews@2",
      engine: "linear",
    });
  });

  it("does not register below the threshold or unasked", async () => {
    expect(await train({ registerThreshold: 1.01 })).toMatchObject({ version: null, notRegistered: "below_threshold" });
    expect(await train({ register: async () => false })).toMatchObject({ version: null, notRegistered: "not_wanted" });
  });

  it("leaves failed and killed runs behind with their reason", async () => {
    const controller = new AbortController();
    const stop = () => controller.abort(new Error("stopped by hand"));
    await expect(
      train({ signal: controller.signal, onProgress: ({ stage }) => stage === "epoch" && stop() }),
    ).rejects.toThrow("stopped by hand");
    const [run] = await listRuns(open().db, { limit: 1 });
    expect(run).toMatchObject({ status: "killed", errorMessage: "stopped by hand" });
  });

  it("ends runs whose process is gone, and no others", async () => {
    const run = { experiment: "lost", name: "lost", trainer: "linear", dataset: "file", datasetVersion: "x" };
    const id = await startRun(open().db, { ...run, params: {}, environment: {}, startedAt: new Date(0) });
    const others = (await listRuns(open().db, { limit: 50 })).filter((one) => one.id !== id);
    await endLostRuns(open().db, new Date(1000));
    expect(await loadRun(open().db, id)).toMatchObject({ status: "killed", finishedAt: new Date(1000) });
    expect((await listRuns(open().db, { limit: 50 })).filter((one) => one.id !== id)).toEqual(others);
  });

  it("gives the thread that asked its turn while it trains", async () => {
    let longest = 0;
    let last = performance.now();
    const look = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 5);
    await train({}, ["epochs=40"]);
    clearInterval(look);
    expect(longest).toBeLessThan(500);
  });

  it("pages runs without losing or repeating one", async () => {
    const all = await listRuns(open().db, { limit: 50 });
    const paged = [];
    for (let before: { startedAt: Date; id: string } | undefined; ; ) {
      const page = await listRuns(open().db, { limit: 2, ...(before === undefined ? {} : { before }) });
      if (page.length === 0) break;
      paged.push(...page);
      before = page.at(-1);
    }
    expect(paged.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
  });

  it("names what is wrong in what was asked", async () => {
    const predictor = createPredictor({ findVersion: (name, choice) => loadVersion(open().db, name, choice), blobs });
    await expect(predictor.predict(["가"], "nope", { alias: "champion" })).rejects.toMatchObject({
      code: "model_not_found",
      status: 404,
    });
    await expect(predictor.predict(["가"], "sentiment-ko", { alias: "best" })).rejects.toMatchObject({
      code: "model_alias_not_found",
    });
    await expect(predictor.predict(["가"], "sentiment-ko", { version: 99 })).rejects.toMatchObject({
      code: "model_version_not_found",
    });
    await expect(train({}, ["epoch=3"])).rejects.toMatchObject({
      code: "setting_unknown",
      next: 'Did you mean "epochs"?',
    });
    await expect(train({}, ["epochs=many"])).rejects.toMatchObject({ code: "training_parameter", field: "epochs" });
    await expect(train({ trainer: "oracle" })).rejects.toMatchObject({ code: "trainer_unknown" });
    expect(() => parseModelReference("../x@y")).toThrow(/NAME@ALIAS/);
    expect(() => parseSettings(["path"])).toThrow(/key=value/);
  });
});
