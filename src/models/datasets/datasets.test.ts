import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MissingPartError } from "../../platform/errors.ts";
import { DatasetError } from "../errors.ts";
import type { Dataset, DatasetSplit } from "./dataset.ts";
import { openDataset } from "./registry.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "naru-datasets-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const header = "id\tdocument\tlabel\n";
const train = `${header}1\t좋은 하루\t1\n2\t"따옴표 하나\t0\r\n3\t\t1\n너무\t많은\t칸\t0\n5\t라벨이 이상함\t7\n6\t끝줄\t0`;
const test = `${header}9\t시험 문장\t1\n`;
const context = () => ({ folder, download: null });

async function rows(dataset: Dataset, split: DatasetSplit) {
  const all = [];
  for await (const row of dataset.read(split)) all.push(row);
  return all;
}

describe("nsmc", () => {
  it("reads plain and gzipped files from a folder, and counts bad rows", async () => {
    await writeFile(join(folder, "ratings_train.txt.gz"), gzipSync(train));
    await writeFile(join(folder, "ratings_test.txt"), test);
    const dataset = await openDataset("nsmc", { path: folder }, context());
    expect(dataset.version).toMatchObject({ rows: { train: 4, test: 1 }, badRows: 2 });
    expect(await rows(dataset, "train")).toEqual([
      { text: "좋은 하루", label: 1 },
      { text: '"따옴표 하나', label: 0 },
      { text: "", label: 1 },
      { text: "끝줄", label: 0 },
    ]);
    expect(await rows(dataset, "test")).toEqual([{ text: "시험 문장", label: 1 }]);
  });

  it("has the version of its contents, packed or not", async () => {
    await writeFile(join(folder, "ratings_train.txt"), train);
    await writeFile(join(folder, "ratings_test.txt"), test);
    const plain = await openDataset("nsmc", { path: folder }, context());
    await rm(join(folder, "ratings_train.txt"));
    await writeFile(join(folder, "ratings_train.txt.gz"), gzipSync(train));
    expect((await openDataset("nsmc", { path: folder }, context())).version).toEqual(plain.version);
    await writeFile(join(folder, "ratings_train.txt.gz"), gzipSync(train.replace("하루", "하늘")));
    expect((await openDataset("nsmc", { path: folder }, context())).version.hash).not.toBe(plain.version.hash);
  });

  it("downloads what is missing, once", async () => {
    const asked: string[] = [];
    const download = async (url: string, file: string) => {
      asked.push(url);
      await writeFile(file, url.endsWith("train.txt") ? train : test);
    };
    await openDataset("nsmc", {}, { folder, download });
    await openDataset("nsmc", {}, { folder, download });
    expect(asked).toEqual([
      "https://raw.githubusercontent.com/e9t/nsmc/master/ratings_train.txt",
      "https://raw.githubusercontent.com/e9t/nsmc/master/ratings_test.txt",
    ]);
  });

  it("says which files to get when there is no network", async () => {
    const offline = openDataset("nsmc", {}, context());
    await expect(offline).rejects.toBeInstanceOf(MissingPartError);
    await expect(offline).rejects.toMatchObject({
      code: "dataset_missing",
      exit: 5,
      next: expect.stringMatching(/ratings_train\.txt and ratings_test\.txt .*--set path=/),
    });
    const broken = openDataset("nsmc", {}, { folder, download: () => Promise.reject(new Error("ENOTFOUND")) });
    await expect(broken).rejects.toMatchObject({ code: "dataset_missing", cause: expect.any(Error) });
  });

  it("does not take an empty file for a corpus", async () => {
    await writeFile(join(folder, "ratings_train.txt"), "<html>404</html>");
    await writeFile(join(folder, "ratings_test.txt"), test);
    await expect(openDataset("nsmc", { path: folder }, context())).rejects.toMatchObject({ code: "dataset_empty" });
  });
});

describe("file", () => {
  const lines = Array.from({ length: 60 }, (_, i) => `${i % 2 === 0 ? "긍정" : "부정"},"문장 ${i}, ""인용""\n다음 줄"`);

  it("reads columns by name, quoted fields and all, and splits by the text", async () => {
    const path = join(folder, "reviews.csv");
    await writeFile(path, `\ufeffscore,review\n${lines.join("\n")}\n보통,"모름"\n`);
    const columns = { text: "review", label: "score" };
    const dataset = await openDataset("file", { path, columns }, context());
    expect(dataset.version.badRows).toBe(1);
    expect(dataset.version.rows.train + dataset.version.rows.test).toBe(60);
    const [all, kept] = [await rows(dataset, "train"), await rows(dataset, "test")];
    expect(kept.length).toBeGreaterThan(3);
    expect([...all, ...kept]).toContainEqual({ text: '문장 4, "인용"\n다음 줄', label: 1 });
    expect(await rows(dataset, "test")).toEqual(kept);
  });

  it("names the missing column, the wrong option, the unknown data set", async () => {
    const path = join(folder, "reviews.tsv");
    await writeFile(path, "a\tb\n1\t2\n");
    await expect(openDataset("file", { path }, context())).rejects.toThrow(/no column "text"; its columns are a, b/);
    await expect(openDataset("file", { path, nope: 1 }, context())).rejects.toBeInstanceOf(DatasetError);
    await expect(openDataset("imdb", {}, context())).rejects.toThrow(/there are nsmc, file/);
    await expect(openDataset("file", { path: join(folder, "x.csv") }, context())).rejects.toMatchObject({ exit: 5 });
  });

  it("ends an open quote without eating memory", async () => {
    const path = join(folder, "open.csv");
    await writeFile(path, `text,label\n"${"가".repeat(500)}\n${"나다\n".repeat(2000)}`);
    await expect(openDataset("file", { path }, context())).rejects.toMatchObject({ code: "dataset_empty" });
  });
});
