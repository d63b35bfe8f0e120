export { listCaptures, loadCapture } from "./captures-view.ts";
export { loadDocument } from "./document-detail-view.ts";
export { listDocuments } from "./documents-view.ts";
export { invalidCursor } from "./errors.ts";
export { countFacets } from "./facets-view.ts";
export { listKeywords } from "./keywords-view.ts";
export { loadOverview } from "./overview-view.ts";
export {
  countBySource,
  type HouseLevels,
  type LastResult,
  listLastResults,
  measureLevels,
  type SourceCounts,
} from "./sources-view.ts";
export { loadTrends } from "./trends-view.ts";
