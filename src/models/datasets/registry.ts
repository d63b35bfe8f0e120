import { z } from "zod";
import { DatasetError } from "../errors.ts";
import type { Dataset, DatasetContext, DatasetKind } from "./dataset.ts";
import { labelledFile } from "./labelled-file.ts";
import { nsmc } from "./nsmc.ts";

/** Every kind of data set, by hand: a folder scan would find half-written ones too. */
export const datasetKinds: readonly DatasetKind[] = [nsmc, labelledFile] as readonly DatasetKind[];

/** DatasetError `dataset_unknown` when there is no such kind. */
export function loadDatasetKind(id: string): DatasetKind {
  const kind = datasetKinds.find((candidate) => candidate.id === id);
  if (kind !== undefined) return kind;
  const known = datasetKinds.map((candidate) => candidate.id).join(", ");
  throw new DatasetError("dataset_unknown", `There is no data set "${id}"; there are ${known}.`, { field: "dataset" });
}

/** Opens data set `id` with `settings` as a person gave them. */
export async function openDataset(
  id: string,
  settings: Record<string, unknown>,
  context: DatasetContext,
): Promise<Dataset> {
  const kind = loadDatasetKind(id);
  const options = kind.options.safeParse(settings);
  if (!options.success) {
    throw new DatasetError("dataset_option", `Data set ${id}: ${z.prettifyError(options.error)}`, {
      field: options.error.issues[0]?.path.join(".") || "set",
      cause: options.error,
    });
  }
  return kind.open(options.data, context);
}
