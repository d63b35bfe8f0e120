import type { Row } from "./columns.ts";
import { GrowingFile } from "./growing-file.ts";
import { appendLines } from "./lines.ts";
import type { RowWriter } from "./row-writer.ts";

/** A file that grows by whole lines, one a row, and can be read at any moment. */
export async function openLines(path: string, head: string, lineOf: (row: Row) => string): Promise<RowWriter> {
  const file = await GrowingFile.open(path);
  if (head !== "") await file.append(head);
  let rows = 0;
  let open = true;
  const end = async () => {
    if (open) await file.close();
    open = false;
  };
  return {
    write: async (more) => {
      await appendLines(file, Iterator.from(more).map(lineOf));
      rows += more.length;
    },
    close: async () => {
      await end();
      return { rows, shortened: 0 };
    },
    abandon: end,
  };
}
