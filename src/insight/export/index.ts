export type { CellValue, Column, ColumnType, Row } from "./columns.ts";
export { documentColumns, documentRow } from "./document-columns.ts";
export { type FollowRowsOptions, followRows, type RowsFollower } from "./follow-rows.ts";
export { checkRowFile, openRowWriter, type RowWriter, rowFormats, type WrittenRows } from "./row-writer.ts";
