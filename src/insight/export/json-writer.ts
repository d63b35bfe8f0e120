import type { Column, Row } from "./columns.ts";
import { GrowingFile } from "./growing-file.ts";
import { type LinesOptions, openLines } from "./line-writer.ts";
import { appendLines } from "./lines.ts";
import type { RowWriter } from "./row-writer.ts";

/** One JSON object a line. */
export function openJsonLines(path: string, columns: readonly Column[], options?: LinesOptions): Promise<RowWriter> {
  return openLines(path, "", (row) => `${JSON.stringify(recordOf(row, columns))}\n`, options);
}

/** One JSON array, an object a line; it appears when it is whole. */
export async function openJson(path: string, columns: readonly Column[]): Promise<RowWriter> {
  const file = await GrowingFile.draft(path);
  await file.append("[");
  let rows = 0;
  let open = true;
  function* piecesOf(more: readonly Row[]): Generator<string> {
    for (const row of more) {
      yield `${rows === 0 ? "" : ","}\n${JSON.stringify(recordOf(row, columns))}`;
      rows += 1;
    }
  }
  return {
    write: (more) => appendLines(file, piecesOf(more)),
    close: async () => {
      await file.append("\n]\n");
      await file.become(path);
      open = false;
      return { rows, shortened: 0 };
    },
    abandon: async () => {
      if (open) await file.discard();
      open = false;
    },
  };
}

/** Every column is named, the empty ones too. */
function recordOf(row: Row, columns: readonly Column[]): Row {
  return Object.fromEntries(columns.map(({ name }) => [name, row[name] ?? null]));
}
