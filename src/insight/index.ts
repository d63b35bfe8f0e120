export { listAlerts, seeAlert } from "./alerts-view.ts";
export { listCaptures, loadCapture } from "./captures-view.ts";
export { countCollectionRows, listCollectionRows } from "./collection-rows.ts";
export { type CountDifference, checkCounts, rebuildCounts } from "./counts/check-counts.ts";
export { startFolding } from "./counts/start-folding.ts";
export { loadDocument } from "./document-detail-view.ts";
export { listDocuments } from "./documents-view.ts";
export { invalidCursor } from "./errors.ts";
export {
  type CellValue,
  type Column,
  checkRowFile,
  documentColumns,
  documentRow,
  type FollowRowsOptions,
  followRows,
  openRowWriter,
  type Row,
  type RowsFollower,
  type RowWriter,
  rowFormats,
  type WrittenRows,
} from "./export/index.ts";
export { countFacets } from "./facets-view.ts";
export { listKeywords } from "./keywords-view.ts";
export { loadOverview } from "./overview-view.ts";
export { Seldom } from "./seldom.ts";
export {
  countBySource,
  type HouseLevels,
  type LastResult,
  listLastResults,
  measureLevels,
  type SourceCounts,
} from "./sources-view.ts";
export { loadTrends } from "./trends-view.ts";
