import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import { MissingPartError } from "../../platform/errors.ts";
import { DatasetError } from "../errors.ts";
import type { DatasetKind, DatasetSplit, LabelledText } from "./dataset.ts";
import { readRecords } from "./delimited.ts";

const options = z.strictObject({
  /** A .csv or .tsv file, plain or gzipped, with a header line. */
  path: z.string().min(1),
  /** Which columns hold text and label. */
  columns: z
    .strictObject({ text: z.string().min(1).default("text"), label: z.string().min(1).default("label") })
    .default({ text: "text", label: "label" }),
  /** Label values of the positive and the negative class; rows with other values count as bad. */
  positive: z.array(z.string()).default(["1", "positive", "pos", "긍정"]),
  negative: z.array(z.string()).default(["0", "negative", "neg", "부정"]),
  /** Share of rows that become the test split. */
  testSize: z.coerce.number().min(0.01).max(0.9).default(0.2),
  /** Share of all rows that are used at all. */
  samplingRate: z.coerce.number().min(0.0001).max(1).default(1),
});

type FileOptions = z.output<typeof options>;

/** Any file with one labelled text a row. */
export const labelledFile: DatasetKind<typeof options> = {
  id: "file",
  description: "A CSV or TSV file with a header line; `columns` says which hold text and label",
  options,
  async open(given) {
    const file = resolve(given.path);
    if (!existsSync(file)) {
      throw new MissingPartError("dataset_missing", `There is no file ${file}.`, { next: "Set `path` to a file." });
    }
    const hash = createHash("sha256").update(JSON.stringify({ ...given, path: "" }));
    const rows = { train: 0, test: 0 };
    let badRows = 0;
    const onBytes = (bytes: Buffer) => hash.update(bytes);
    for await (const row of readRows(file, given, onBytes, () => badRows++)) rows[row.split]++;
    if (rows.train === 0 || rows.test === 0) {
      throw new DatasetError(
        "dataset_empty",
        `${file} gives ${rows.train} rows to learn from and ${rows.test} to test.`,
        {
          next: "Check the label values (`positive`, `negative`), `testSize` and `samplingRate`.",
        },
      );
    }
    return {
      id: "file",
      version: { hash: hash.digest("hex").slice(0, 16), rows, badRows },
      async *read(split) {
        for await (const row of readRows(file, given))
          if (row.split === split) yield { text: row.text, label: row.label };
      },
    };
  },
};

async function* readRows(
  file: string,
  given: FileOptions,
  onBytes?: (bytes: Buffer) => void,
  onBad?: () => void,
): AsyncGenerator<LabelledText & { split: DatasetSplit }> {
  const delimiter = /\.(tsv|txt)(\.gz)?$/i.test(file) ? "\t" : ",";
  let columns: { text: number; label: number } | null = null;
  for await (const [index, fields] of numbered(readRecords(file, delimiter, onBytes))) {
    if (columns === null) {
      columns = findColumns(fields, given, file);
      continue;
    }
    if (fields.length === 1 && fields[0] === "") continue;
    const text = fields[columns.text]?.trim();
    const label = fields[columns.label]?.trim() ?? "";
    const value = given.positive.includes(label) ? 1 : given.negative.includes(label) ? 0 : null;
    if (text === undefined || text === "" || value === null) {
      onBad?.();
      continue;
    }
    const place = drawFor(text);
    if (given.samplingRate < 1 && drawFor(`${index}`) >= given.samplingRate) continue;
    // By the text, not by the row: the same text never lies in both splits.
    yield { text, label: value, split: place < given.testSize ? "test" : "train" };
  }
}

function findColumns(header: readonly string[], given: FileOptions, file: string): { text: number; label: number } {
  const names = header.map((name) => name.trim());
  const text = names.indexOf(given.columns.text);
  const label = names.indexOf(given.columns.label);
  if (text !== -1 && label !== -1) return { text, label };
  const missing = text === -1 ? given.columns.text : given.columns.label;
  throw new DatasetError(
    "dataset_columns",
    `${file} has no column "${missing}"; its columns are ${names.slice(0, 20).join(", ")}.`,
    {
      field: "columns",
      next: 'Name the columns, e.g. `--set columns={"text":"review","label":"score"}`.',
    },
  );
}

async function* numbered<T>(items: AsyncIterable<T>): AsyncGenerator<[number, T]> {
  let index = 0;
  for await (const item of items) yield [index++, item];
}

/** 0 ≤ x < 1, always the same for the same text. */
function drawFor(text: string): number {
  return createHash("sha256").update(text).digest().readUInt32LE(0) / 4294967296;
}
