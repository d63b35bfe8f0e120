import type { BlobStore } from "../platform/blob/blob-store.ts";
import { Bucket } from "../platform/blob/bucket.ts";
import { readBucketKeys } from "../platform/blob/bucket-options.ts";
import { FolderBlobStore } from "../platform/blob/folder-blob-store.ts";
import { S3BlobStore, SharedBlobStore } from "../platform/blob/s3-blob-store.ts";
import type { Settings } from "../platform/config/settings.ts";
import type { DataFolder } from "../platform/data-folder/data-folder.ts";

/** The bucket that machines share, not asked for anything yet; null without one. @throws MissingPartError `bucket_keys_missing`. */
export function openBucket(
  { s3 }: Pick<Settings, "s3">,
  env: Readonly<Record<string, string | undefined>>,
): Bucket | null {
  const { bucket: name, endpoint, region } = s3;
  return name === null ? null : new Bucket({ name, endpoint, region, keys: readBucketKeys(env, name) });
}

/** Where trained models and other artifacts go. */
export function openBlobs(folder: DataFolder, bucket: Bucket | null): BlobStore {
  const local = new FolderBlobStore(folder.blobs);
  return bucket === null ? local : new SharedBlobStore(new S3BlobStore(bucket, "blobs/"), local);
}
