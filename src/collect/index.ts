export { loadAuthorKey } from "./author-key.ts";
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
  type HostView,
  listCollections,
  listFailures,
  listHosts,
  loadCollection,
} from "./collections-view.ts";
export { askCollector, type CollectorView, listCollectors } from "./collectors/collectors-store.ts";
export { type Collector, type CollectorOptions, createCollector } from "./crawl/collector.ts";
export type { PageReader, ReadPage } from "./page-reader.ts";
export { createItemReader } from "./read-items.ts";
export { type CollectorTuning, type CollectSettings, defaultTuning, userAgent } from "./settings.ts";
export { findSource, sources } from "./sources/registry.ts";
export type { Source } from "./sources/source.ts";
export { type NormalUrl, normalizeUrl } from "./url-normal-form.ts";
