import type { Row } from "./columns.ts";
import { GrowingFile } from "./growing-file.ts";
import { appendLines } from "./lines.ts";
import type { RowWriter } from "./row-writer.ts";

/** Where lines grow. */
export interface LinesOptions {
  /** In the file itself, which then can be read and followed at any moment, but loses at once what it held. Default false. */
  inPlace?: boolean;
}

/** A file of whole lines, one a row. It takes the place of the one before when it is whole. */
export async function openLines(
  path: string,
  head: string,
  lineOf: (row: Row) => string,
  { inPlace = false }: LinesOptions = {},
): Promise<RowWriter> {
  const file = inPlace ? await GrowingFile.open(path) : await GrowingFile.draft(path);
  let rows = 0;
  let isOpen = true;
  const abandon = async () => {
    if (!isOpen) return;
    isOpen = false;
    await (inPlace ? file.close() : file.discard());
  };
  try {
    if (head !== "") await file.append(head);
  } catch (error) {
    await abandon();
    throw error;
  }
  return {
    write: async (more) => {
      await appendLines(file, Iterator.from(more).map(lineOf));
      rows += more.length;
    },
    close: async () => {
      if (inPlace) await file.close();
      else await file.become(path);
      isOpen = false;
      return { rows, shortened: 0 };
    },
    abandon,
  };
}
