import type { z } from "zod";

/** One labelled text. 1 is the positive class, 0 the negative. */
export interface LabelledText {
  text: string;
  label: 0 | 1;
}

export type DatasetSplit = "train" | "test";

/** What exactly a run was trained on. */
export interface DatasetVersion {
  /** First 16 hex digits of the SHA-256 over all files' contents after unpacking, and over the options that change rows. */
  hash: string;
  rows: Record<DatasetSplit, number>;
  /** Rows left out because they are not what the format says. */
  badRows: number;
}

/** A data set that is there and has been read once, so that its version is known. */
export interface Dataset {
  id: string;
  version: DatasetVersion;
  /** A fresh pass over the rows, in the files' order; never holds more than one piece of a file in memory. */
  read(split: DatasetSplit): AsyncIterable<LabelledText>;
}

/** Fetches `url` into `file` (written completely or not at all), at most `maxBytes`. */
export type Download = (url: string, file: string, limits: { maxBytes: number; signal?: AbortSignal }) => Promise<void>;

export interface DatasetContext {
  /** Folder that downloads are kept in. */
  folder: string;
  /** Null where there is no network. */
  download: Download | null;
  signal?: AbortSignal;
}

/** A kind of data set: what may be set, and how to open it. */
export interface DatasetKind<Options extends z.ZodType = z.ZodType> {
  id: string;
  description: string;
  options: Options;
  /** MissingPartError when files are missing and cannot be had; DatasetError when they hold nothing usable. */
  open(options: z.output<Options>, context: DatasetContext): Promise<Dataset>;
}

/** Name of a version as runs keep it, e.g. `3f2a…c1 (150000+50000)`. */
export function versionName(version: DatasetVersion): string {
  return `${version.hash} (${version.rows.train}+${version.rows.test})`;
}
