import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { z } from "zod";
import { MissingPartError } from "../../platform/errors.ts";
import { DatasetError } from "../errors.ts";
import type { DatasetContext, DatasetKind, DatasetSplit, LabelledText } from "./dataset.ts";
import { readRecords } from "./delimited.ts";

const home = "https://raw.githubusercontent.com/e9t/nsmc/master/";
const files: Record<DatasetSplit, string> = { train: "ratings_train.txt", test: "ratings_test.txt" };
const largestFile = 64 * 1024 * 1024;

const options = z.strictObject({
  /** Folder that holds ratings_train.txt and ratings_test.txt, plain or with .gz; none = download them. */
  path: z.string().min(1).optional(),
});

/** Naver sentiment movie corpus (Lucy Park, CC0): 150,000 reviews to learn from, 50,000 to be judged by. */
export const nsmc: DatasetKind<typeof options> = {
  id: "nsmc",
  description: "Naver sentiment movie corpus, 200,000 short Korean reviews, CC0",
  options,
  async open({ path }, context) {
    const folder = path === undefined ? join(context.folder, "nsmc") : resolve(path);
    const found = { train: locate(folder, "train"), test: locate(folder, "test") };
    for (const split of ["train", "test"] as const) {
      if (found[split] === null) found[split] = await obtain(folder, split, path !== undefined, context);
    }
    const { train, test } = found as Record<DatasetSplit, string>;

    const hash = createHash("sha256");
    const counts = { train: 0, test: 0, bad: 0 };
    const count = () => counts.bad++;
    for await (const _ of readReviews(train, (bytes) => hash.update(bytes), count)) counts.train++;
    for await (const _ of readReviews(test, (bytes) => hash.update(bytes), count)) counts.test++;
    if (counts.train === 0 || counts.test === 0) {
      throw new DatasetError("dataset_empty", `${folder} holds no reviews in NSMC's form (id, document, label).`, {
        next: "Check the files, or delete them so that they are downloaded again.",
      });
    }
    const version = {
      hash: hash.digest("hex").slice(0, 16),
      rows: { train: counts.train, test: counts.test },
      badRows: counts.bad,
    };
    return { id: "nsmc", version, read: (split) => readReviews(split === "train" ? train : test) };
  },
};

function locate(folder: string, split: DatasetSplit): string | null {
  for (const name of [files[split], `${files[split]}.gz`]) {
    if (existsSync(join(folder, name))) return join(folder, name);
  }
  return null;
}

async function obtain(folder: string, split: DatasetSplit, named: boolean, context: DatasetContext): Promise<string> {
  const file = join(folder, files[split]);
  const next = `Get ${files.train} and ${files.test} from ${home} and name their folder with \`--set path=FOLDER\`.`;
  if (named || context.download === null) {
    throw new MissingPartError("dataset_missing", `NSMC's file ${files[split]} (or .gz) is not in ${folder}.`, {
      next,
    });
  }
  await mkdir(folder, { recursive: true });
  try {
    await context.download(home + files[split], file, {
      maxBytes: largestFile,
      ...(context.signal === undefined ? {} : { signal: context.signal }),
    });
  } catch (cause) {
    context.signal?.throwIfAborted();
    throw new MissingPartError("dataset_missing", `NSMC's file ${files[split]} could not be downloaded from ${home}.`, {
      cause,
      next,
    });
  }
  return file;
}

async function* readReviews(
  file: string,
  onBytes?: (bytes: Buffer) => void,
  onBad?: () => void,
): AsyncGenerator<LabelledText> {
  for await (const fields of readRecords(file, "\t", onBytes)) {
    const [id, text, label] = fields;
    if (id === "id" && label === "label") continue;
    // An empty review is a row all the same: the official test set has three, and a figure over all of it counts them.
    if (fields.length === 3 && text !== undefined && (label === "0" || label === "1")) {
      yield { text, label: label === "1" ? 1 : 0 };
    } else if (fields.length > 1 || id !== "") {
      onBad?.();
    }
  }
}
