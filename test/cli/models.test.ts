import { spawnSync } from "node:child_process";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freshData, freshFolder } from "./data-folder.ts";
import { type Ended, errorOf, naru, type RunningServer, startServer } from "./naru.ts";

/** A folder that commands open themselves, and one that a server holds: commands go through it. */
let alone = "";
let served = "";
let server: RunningServer;
beforeAll(async () => {
  alone = await freshData();
  served = await freshData();
  server = await startServer(["--no-demo", "--data", served]);
});
afterAll(async () => {
  expect(await server.stop()).toMatchObject({ code: 0, signal: null });
});

const linesOf = ({ out }: Ended) =>
  out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

describe("naru predict", () => {
  it("judges texts, with the version that answered", async () => {
    const ended = await naru([
      "predict",
      "정말 감동적이고 재미있어요",
      "돈이 아깝고 지루했어요",
      "--probs",
      "--data",
      alone,
    ]);
    expect(ended).toMatchObject({ code: 0, err: "" });
    const [good, bad] = linesOf(ended);
    expect(good).toMatchObject({ prediction: "positive", model: "sentiment-ko@1" });
    expect(bad).toMatchObject({ prediction: "negative" });
    expect(good.confidence).toBeGreaterThan(0.9);
    expect(good.probabilities.positive + good.probabilities.negative).toBeCloseTo(1, 3);
    expect(good.probabilities.positive).toBe(good.confidence);
  });

  it("judges every line of a file that can be judged, whatever is in it, and names the others", async () => {
    const file = join(await freshFolder(), "lines.txt");
    await writeFile(
      file,
      Buffer.concat([
        Buffer.from("\ufeff정말 좋았어요\n\n최악이에요\r\n"),
        Buffer.from("가\0나 NUL\n"),
        Buffer.from(`${"가나다라 ".repeat(80_000)}\n`),
        // A surrogate alone, as CESU-8 has it, and bytes that are no UTF-8.
        Buffer.from([0xed, 0xa0, 0x80, 0x20, 0xff, 0xfe, 0x0a]),
        Buffer.from("<script>alert(1)</script>\n\u001b[31m빨강\n"),
        Buffer.from("끝에 줄바꿈이 없는 줄"),
      ]),
    );
    const [ended, through] = await Promise.all(
      [alone, served].map((folder) => naru(["predict", "--file", file, "--data", folder])),
    );
    expect(ended?.code).toBe(3);
    expect(through).toEqual(ended);
    if (ended === undefined) return;
    const lines = linesOf(ended);
    expect(lines.map(({ line }) => line)).toEqual([1, 3, 4, 5, 6, 7, 8, 9]);
    expect(lines[0]).toMatchObject({ prediction: "positive" });
    expect(lines[1]).toMatchObject({ prediction: "negative" });
    expect(lines[3]).toEqual({ line: 5, error: { code: "text_too_long", message: expect.stringContaining("Line 5") } });
    for (const one of lines.filter(({ line }) => line !== 5)) expect(one.confidence).toBeGreaterThanOrEqual(0.5);
    expect(ended.out).not.toContain("\u001b");
  });

  it("reads standard input, in batches, in order", async () => {
    const input = Array.from({ length: 2500 }, (_, index) => (index % 2 === 0 ? "정말 좋아요" : "너무 별로예요")).join(
      "\n",
    );
    const ended = await naru(["predict", "--file", "-", "--data", served], { input });
    expect(ended.code).toBe(0);
    const lines = linesOf(ended);
    expect(lines).toHaveLength(2500);
    expect(lines.every(({ line, prediction }) => prediction === (line % 2 === 1 ? "positive" : "negative"))).toBe(true);
  });

  it("gives nothing for an empty file", async () => {
    const ended = await naru(["predict", "--file", "-", "--data", served], { input: "" });
    expect(ended).toMatchObject({ code: 0, out: "", err: "" });
  });

  it("says when there is no such model or version", async () => {
    const model = await naru(["predict", "좋아요", "--model", "nobody@champion", "--data", served, "--json"]);
    const alias = await naru(["predict", "좋아요", "--model", "sentiment-ko@nobody", "--data", served, "--json"]);
    expect(model.code).toBe(1);
    expect(errorOf(model).code).toBe("model_not_found");
    expect(alias.code).toBe(1);
    expect(errorOf(alias).code).toBe("model_alias_not_found");
  });
});

/** Reviews in NSMC's form, written here: two ways to praise, two ways to complain. */
async function tinyNsmc(): Promise<string> {
  const folder = join(await freshFolder(), "reviews");
  await mkdir(folder);
  const praise = ["정말 좋았어요", "감동적이고 재미있다", "또 보고 싶은 영화", "연기가 훌륭하다"];
  const complaint = ["지루하고 별로", "돈이 아깝다", "재미없고 졸리다", "다시는 안 본다"];
  for (const [file, rows] of [
    ["ratings_train.txt", 240],
    ["ratings_test.txt", 60],
  ] as const) {
    const lines = Array.from({ length: rows }, (_, index) => {
      const words = index % 2 === 0 ? praise : complaint;
      return `${index}\t${words[(index % 7) % 4]} ${["이야기", "음악", "결말"][index % 3]} ${index % 11}\t${index % 2 === 0 ? 1 : 0}`;
    });
    await writeFile(join(folder, file), `id\tdocument\tlabel\n${lines.join("\n")}\nbroken row\n`);
  }
  return folder;
}

describe("naru train", () => {
  it("trains, records the run with its artifacts, and registers when asked", async () => {
    const cwd = join(await tinyNsmc(), "..");
    const quick = ["--set", "path=./reviews", "--set", "hashBits=14", "--set", "epochs=2"];
    const first = await naru(["train", "--dataset", "nsmc", ...quick, "--data", alone], { cwd });
    expect(first).toMatchObject({ code: 0, err: expect.stringContaining("Opening the data set") });
    expect(first.out).toMatch(
      /^Run [0-9a-f]{32}, .*\n +accuracy +[01]\.\d{4}\n[\s\S]*Not registered: it was not asked for/,
    );
    const second = await naru(["train", ...quick, "--register", "--json", "--data", served], { cwd });
    const report = JSON.parse(second.out);
    expect(report).toMatchObject({ registered: { name: "sentiment-ko", version: 2 }, notRegistered: null });
    const artifacts = await readdir(join(served, "blobs", "runs", report.runId));
    expect(artifacts.sort()).toEqual(["calibration.json", "confusion-matrix.json", "error-samples.json", "model.naru"]);
    const models = await naru(["models", "--data", served]);
    expect(models.out).toMatch(/^sentiment-ko \(sentiment\)/);
    expect(models.out).toMatch(/^ +2 +candidate .*accuracy/m);
    expect(models.out).toMatch(/^ +1 +champion .*f1 0\.88/m);
    const asked = await naru(["predict", "정말 좋았어요", "--model", "sentiment-ko@2", "--data", served]);
    expect(linesOf(asked)).toEqual([expect.objectContaining({ model: "sentiment-ko@2", prediction: "positive" })]);
  });

  it("ends with 5 when the data set is missing and there is no network", async () => {
    const named = await naru(["train", "--set", "path=/nowhere/nsmc", "--data", served, "--json"]);
    expect(named.code).toBe(5);
    expect(errorOf(named)).toMatchObject({
      code: "dataset_missing",
      next: expect.stringContaining("--set path=FOLDER"),
    });
    // Where the system lets us, a process really without a network; elsewhere the folder that is not there has to do.
    if (spawnSync("unshare", ["-rn", "true"]).status !== 0) return;
    const program = join(import.meta.dirname, "../../bin/naru.js");
    const args = ["-rn", process.execPath, program, "train", "--data", alone, "--json"];
    const { status, stderr } = spawnSync("unshare", args, { encoding: "utf8", timeout: 20_000 });
    expect(status).toBe(5);
    expect(stderr).toContain('"dataset_missing"');
  });

  it("refuses settings that nobody knows", async () => {
    const ended = await naru(["train", "--set", "epochz=2", "--data", served]);
    expect(ended).toMatchObject({
      code: 2,
      err: expect.stringMatching(/epochz.*\[setting_unknown\]\nDid you mean "epochs"/),
    });
  });
});

it("lists sources, with what they need", async () => {
  const ended = await naru(["sources", "--data", served, "--json"]);
  expect(JSON.parse(ended.out)[0]).toMatchObject({ id: "web", credentials: [], documents: 0, ready: true });
  const plain = await naru(["sources", "--data", served]);
  expect(plain.out).toMatch(/^web .*웹 사이트[\s\S]*no key needed/);
});
