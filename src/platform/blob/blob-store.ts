/** Where large immutable things live: model files, artifacts, exports. Keys are `/`-separated, see `isBlobKey`. */
export interface BlobStore {
  /** Stores the whole blob or nothing; replaces what was there. */
  put(key: string, data: Uint8Array): Promise<void>;
  /** @throws NotFoundError `blob_not_found`. */
  get(key: string): Promise<Uint8Array>;
  /** Bytes `start` to `end` (exclusive); fewer when the blob is shorter. @throws NotFoundError `blob_not_found`. */
  getRange(key: string, start: number, end: number): Promise<Uint8Array>;
  /** Keys that begin with `prefix` (whole blobs only), in byte order. */
  list(prefix: string): Promise<string[]>;
  /** Deleting what is not there is fine. */
  delete(key: string): Promise<void>;
  /** Length in bytes; null when there is no such blob. */
  size(key: string): Promise<number | null>;
}

/** Letters, digits, `.`, `_`, `-`, `@`, `+`, `=` in parts of at most 128 characters that do not begin with a dot; at most 512 in all. */
export function isBlobKey(key: string): boolean {
  return key.length <= 512 && key.split("/").every((part) => /^[A-Za-z0-9_@+=-][A-Za-z0-9._@+=-]{0,127}$/.test(part));
}
