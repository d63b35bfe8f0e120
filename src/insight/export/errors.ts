import { InvalidInputError, NaruError } from "../../platform/errors.ts";

export function outFormatUnknown(ending: string, known: readonly string[]): InvalidInputError {
  return new InvalidInputError("out_format_unknown", `naru cannot write ${ending || "a file without an ending"}.`, {
    field: "out",
    next: `End the file's name with ${known.slice(0, -1).join(", ")} or ${known.at(-1)}.`,
  });
}

export function outNotLines(ending: string): InvalidInputError {
  return new InvalidInputError(
    "out_not_lines",
    `A ${ending} file cannot be followed: it is a file only when it is whole.`,
    {
      field: "follow",
      next: "End the file's name with .csv or .jsonl, or leave out --follow.",
    },
  );
}

export function outUnwritable(file: string, cause: unknown): NaruError {
  return new NaruError("out_unwritable", `${file} could not be written: ${(cause as Error).message}.`, {
    cause,
    next: "Check the folder and the free space, then export again; the documents themselves are safe.",
  });
}

/** A workbook is a zip file, which ends at 4 GiB. */
export function outTooLarge(file: string, rows: number): NaruError {
  return new NaruError("out_too_large", `${file} would be larger than a workbook can be (at row ${rows}).`, {
    next: "Write a .parquet or .csv file instead; both hold any number of rows.",
  });
}
