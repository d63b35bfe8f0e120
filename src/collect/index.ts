export { raiseAlerts } from "./alerts-store.ts";
export { loadAuthorKey } from "./author-key.ts";
export { type BacklogLimit, type BacklogState, findBacklog } from "./backlog/backlog-store.ts";
export { logFiles } from "./collection-log.ts";
export { type LogPlace, readCollectionLog } from "./collection-log-view.ts";
export {
  type CollectionReportView,
  type HostView,
  listHosts,
  loadCollectionReport,
} from "./collection-report-view.ts";
export {
  type CollectionInput,
  type SourceSurroundings,
  type StoredRequest,
  storedRequest,
} from "./collection-request.ts";
export { createCollection, pauseCollection, resumeCollection, stopCollection } from "./collections-store.ts";
export {
  type CollectionFailureView,
  type CollectionProgressView,
  type CollectionQuery,
  type CollectionView,
  listCollections,
  listFailures,
  loadCollection,
} from "./collections-view.ts";
export { askCollector, type CollectorView, listCollectors } from "./collectors/collectors-store.ts";
export { type Collector, type CollectorOptions, createCollector } from "./crawl/collector.ts";
export { type ImportParts, type ImportReport, importFiles } from "./import/import-files.ts";
export type { ImportRequest } from "./import/import-request.ts";
export type { PageReader, ReadPage } from "./page-reader.ts";
export { createItemReader } from "./read-items.ts";
export { type RecipeFinding, type RecipeTrial, tryRecipe } from "./recipe/try-recipe.ts";
export { browserAdvice, findChromium } from "./render/find-chromium.ts";
export { pictureUrlOf } from "./render/picture-url.ts";
export { createRenderer, type Renderer, type RendererOptions } from "./render/renderer.ts";
export { loadSecretKey } from "./sessions/secret-key.ts";
export {
  addSession,
  listSessions,
  type NewSession,
  openSession,
  removeSession,
  type SecretKey,
  type SessionView,
} from "./sessions/sessions-store.ts";
export { type CollectorTuning, type CollectSettings, defaultTuning, userAgent } from "./settings.ts";
export { itemFields } from "./sources/item-fields.ts";
export { isCredentialSet, quotaOwnersOf } from "./sources/keys.ts";
export { loadLimits, noLimits, type SourceLimits, saveLimits } from "./sources/limits.ts";
export { listQuotaUse } from "./sources/quota.ts";
export { findSource, sources } from "./sources/registry.ts";
export type { Source } from "./sources/source.ts";
export { type NormalUrl, normalizeUrl } from "./url-normal-form.ts";
