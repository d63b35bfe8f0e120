import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { registerShippedModel, registerVersion, setAlias, shippedSource } from "../models/index.ts";
import { loadSettings } from "../platform/config/load-settings.ts";
import { createLog } from "../platform/log.ts";
import { openLocalPredictor } from "./local-predictor.ts";
import { closeStorage, openStorage, type Storage } from "./storage.ts";

let root: string;
let settings: ReturnType<typeof loadSettings>;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "naru-snapshot-"));
  settings = loadSettings({ file: join(root, "none.yaml"), required: false, env: {}, flags: { data: root } });
});
afterEach(() => rm(root, { recursive: true, force: true }));

const open = () => openStorage(settings, createLog("silent"), []);

async function modelOf(alias: string): Promise<string | null> {
  const predictor = openLocalPredictor(settings);
  return predictor === null ? null : (await predictor.predict(["좋아요"], "sentiment-ko", { alias })).model;
}

async function addVersion({ database }: Storage): Promise<void> {
  await registerVersion(database.db, {
    name: "sentiment-ko",
    task: "sentiment",
    description: null,
    runId: null,
    source: shippedSource,
    engine: "linear",
    metrics: { accuracy: 0.1, f1: 0.1 },
  });
}

it("answers before the first start as after it", async () => {
  expect(await modelOf("champion")).toBe("sentiment-ko@1");
  const storage = await open();
  await registerShippedModel(storage.database.db);
  await closeStorage(storage);
  expect(await modelOf("champion")).toBe("sentiment-ko@1");
  await expect(modelOf("nobody")).rejects.toMatchObject({ code: "model_alias_not_found" });
});

it("answers with the version that was promoted last", async () => {
  const storage = await open();
  await registerShippedModel(storage.database.db);
  await addVersion(storage);
  await setAlias(storage.database.db, "sentiment-ko", "champion", 2);
  await closeStorage(storage);
  expect(await modelOf("champion")).toBe("sentiment-ko@2");
  expect(await modelOf("archived")).toBe("sentiment-ko@1");
});

it("believes nothing while the database is open, nor when it was not closed in good order", async () => {
  const first = await open();
  await registerShippedModel(first.database.db);
  await closeStorage(first);
  const second = await open();
  expect(openLocalPredictor(settings)).toBeNull();
  await addVersion(second);
  // As kill -9 leaves it.
  await second.queue.stop();
  await second.database.close();
  second.lock?.release();
  expect(openLocalPredictor(settings)).toBeNull();
});

it("leaves it to the database of a server and to a bucket", () => {
  const database = { url: "postgresql://127.0.0.1/none" };
  expect(openLocalPredictor({ ...settings, database })).toBeNull();
  expect(openLocalPredictor({ ...settings, s3: { ...settings.s3, bucket: "models" } })).toBeNull();
});
