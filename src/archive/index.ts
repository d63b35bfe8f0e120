export { type CapturePayload, type PayloadReader, pageInputOf, readPayload } from "./capture-payload.ts";
export {
  type CaptureKind,
  closeFiles,
  commitExtents,
  insertCaptures,
  isVouched,
  listCommittedFiles,
  type NewCapture,
} from "./captures-store.ts";
export {
  type Capture,
  type CaptureQuery,
  findPreviousCaptures,
  findRenderedDigest,
  listCaptures,
  listCapturesById,
  loadCapture,
  type PreviousCapture,
} from "./captures-view.ts";
export { CdxjIndex } from "./cdxj-index.ts";
export type { CdxjEntry } from "./cdxj-line.ts";
export { entryOfCapture } from "./cdxj-record.ts";
export { type DamageCode, DamagedArchiveError } from "./errors.ts";
export {
  type Exchange,
  type ExchangeRequest,
  type ExchangeResponse,
  type HeaderPairs,
  payloadDigest,
  type Resource,
  type RevisitTarget,
  recordIdAt,
  resourceExchange,
  type Truncation,
} from "./exchange.ts";
export { gzipHeaderLength } from "./gzip-header.ts";
export { type DecodeLimits, decodePayload } from "./payload.ts";
export { type CommittedFile, listUnknownFiles, recoverTail } from "./recover.ts";
export { type Replay, type ReplayCapture, type ReplayPayload, renderReplay } from "./replay.ts";
export { SharedArchive, type ShippingTimes } from "./shared-archive.ts";
export { Shipper } from "./shipper.ts";
export { type WarcExtent, WarcLane, type WarcLaneOptions, type WarcPlace } from "./warc-lane.ts";
export {
  checkBlockDigest,
  headerOf,
  parseHttpMessage,
  parseResource,
  type WarcLimits,
  type WarcRecord,
} from "./warc-parse.ts";
export { type PlacedRecord, readRecordAt, readWarcFile } from "./warc-reader.ts";
