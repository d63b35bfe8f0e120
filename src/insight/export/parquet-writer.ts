import { ByteWriter, ParquetWriter, type SchemaElement } from "hyparquet-writer";
import { type CellValue, type Column, momentOf, type Row, textOf } from "./columns.ts";
import { GrowingFile } from "./growing-file.ts";
import type { RowWriter } from "./row-writer.ts";
import { openSpooled } from "./spooled-writer.ts";

/** A row group is written when either is reached: bounds memory, whatever the length of the texts. */
const groupRows = 20_000;
const groupCharacters = 16 * 2 ** 20;

/** Apache Parquet, Snappy, one row group after the other; timestamps in UTC. It appears when it is whole. */
export function openParquet(path: string, columns: readonly Column[]): Promise<RowWriter> {
  // The types stand in front of the rows, so what nobody declared has to be seen first.
  const undeclared = columns.some(({ type }) => type === "any");
  return undeclared ? openSpooled(path, columns, openTyped) : openTyped(path, columns);
}

async function openTyped(path: string, columns: readonly Column[]): Promise<RowWriter> {
  const file = await GrowingFile.draft(path);
  const bytes = new ByteWriter();
  const flush = async () => {
    const piece = new Uint8Array(bytes.buffer.slice(0, bytes.index));
    bytes.index = 0;
    await file.append(piece);
  };
  const sink = Object.assign(bytes, { flush, finish: flush });
  const parquet = new ParquetWriter({ writer: sink, schema: schemaOf(columns), createdBy: "naru" });
  let waiting: Row[] = [];
  let characters = 0;
  let rows = 0;
  let open = true;
  const writeGroup = async () => {
    const group = waiting;
    waiting = [];
    characters = 0;
    if (group.length === 0) return;
    const columnData = columns.map(({ name, type }) => ({ name, data: group.map((row) => cellOf(row[name], type)) }));
    await parquet.write({ columnData, rowGroupSize: group.length });
    rows += group.length;
  };
  return {
    write: async (more) => {
      for (const row of more) {
        waiting.push(row);
        for (const value of Object.values(row)) characters += typeof value === "string" ? value.length : 8;
        if (waiting.length >= groupRows || characters >= groupCharacters) await writeGroup();
      }
    },
    close: async () => {
      await writeGroup();
      await parquet.finish();
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

const elements = {
  string: { type: "BYTE_ARRAY", converted_type: "UTF8", logical_type: { type: "STRING" } },
  integer: { type: "INT64" },
  number: { type: "DOUBLE" },
  boolean: { type: "BOOLEAN" },
  timestamp: {
    type: "INT64",
    converted_type: "TIMESTAMP_MILLIS",
    logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MILLIS" },
  },
  json: { type: "BYTE_ARRAY", converted_type: "JSON", logical_type: { type: "JSON" } },
} as const;

function schemaOf(columns: readonly Column[]): SchemaElement[] {
  const leaves = columns.map(
    ({ name, type }): SchemaElement => ({
      name,
      repetition_type: "OPTIONAL",
      ...elements[type === "any" ? "string" : type],
    }),
  );
  return [{ name: "root", num_children: columns.length }, ...leaves];
}

function cellOf(value: CellValue, type: Column["type"]): unknown {
  if (value === null || value === undefined) return null;
  switch (type) {
    case "integer":
      return typeof value === "number" && Number.isSafeInteger(value) ? BigInt(value) : null;
    case "number":
      return typeof value === "number" ? value : null;
    case "boolean":
      return typeof value === "boolean" ? value : null;
    case "timestamp": {
      const moment = momentOf(value);
      return moment === null ? null : new Date(moment);
    }
    case "json":
      return value;
    default:
      return textOf(value)?.toWellFormed() ?? null;
  }
}
