import { NotFoundError, UnavailableError } from "../errors.ts";
import { type BlobStore, isBlobKey } from "./blob-store.ts";
import type { Bucket } from "./bucket.ts";
import { badBlobKey, blobMissing } from "./bucket-errors.ts";

const maxBlobBytes = 2 ** 32;

/** Blobs as objects of a bucket whose keys begin with a prefix. */
export class S3BlobStore implements BlobStore {
  readonly #bucket: Bucket;
  readonly #prefix: string;

  /** @param prefix ends in a slash. */
  constructor(bucket: Bucket, prefix: string) {
    this.#bucket = bucket;
    this.#prefix = prefix;
  }

  async put(key: string, data: Uint8Array): Promise<void> {
    await this.#bucket.put(this.#key(key), data);
  }

  get(key: string): Promise<Uint8Array> {
    return named(key, () => this.#bucket.get(this.#key(key), maxBlobBytes));
  }

  getRange(key: string, start: number, end: number): Promise<Uint8Array> {
    return named(key, () => this.#bucket.getRange(this.#key(key), Math.max(0, start), end));
  }

  async list(prefix: string): Promise<string[]> {
    const base = prefix.slice(0, prefix.lastIndexOf("/") + 1);
    if (base !== "" && !isBlobKey(base.slice(0, -1))) throw badBlobKey(prefix);
    const keys = await this.#bucket.list(`${this.#prefix}${prefix}`);
    return keys.map((key) => key.slice(this.#prefix.length)).filter(isBlobKey);
  }

  delete(key: string): Promise<void> {
    return this.#bucket.delete(this.#key(key));
  }

  async size(key: string): Promise<number | null> {
    return (await this.#bucket.find(this.#key(key)))?.bytes ?? null;
  }

  #key(key: string): string {
    if (!isBlobKey(key)) throw badBlobKey(key);
    return `${this.#prefix}${key}`;
  }
}

/** The caller knows nothing of the prefix. */
async function named<T>(key: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof NotFoundError ? blobMissing(key) : error;
  }
}

/**
 * Blobs that machines share in a bucket, over those that a folder held before there was one: what is written goes to the bucket, what the bucket has not
 * or cannot give now is looked for in the folder.
 */
export class SharedBlobStore implements BlobStore {
  readonly #shared: BlobStore;
  readonly #folder: BlobStore;

  constructor(shared: BlobStore, folder: BlobStore) {
    this.#shared = shared;
    this.#folder = folder;
  }

  put(key: string, data: Uint8Array): Promise<void> {
    return this.#shared.put(key, data);
  }

  get(key: string): Promise<Uint8Array> {
    return this.#first((store) => store.get(key));
  }

  getRange(key: string, start: number, end: number): Promise<Uint8Array> {
    return this.#first((store) => store.getRange(key, start, end));
  }

  async list(prefix: string): Promise<string[]> {
    const keys = [...(await this.#shared.list(prefix)), ...(await this.#folder.list(prefix))];
    return [...new Set(keys)].sort();
  }

  async delete(key: string): Promise<void> {
    await this.#folder.delete(key);
    await this.#shared.delete(key);
  }

  async size(key: string): Promise<number | null> {
    return (await this.#shared.size(key)) ?? this.#folder.size(key);
  }

  async #first<T>(read: (store: BlobStore) => Promise<T>): Promise<T> {
    try {
      return await read(this.#shared);
    } catch (error) {
      if (!(error instanceof NotFoundError) && !(error instanceof UnavailableError)) throw error;
      return read(this.#folder).catch(() => {
        throw error;
      });
    }
  }
}
