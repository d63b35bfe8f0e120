import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Kysely } from "kysely";
import type { Bucket } from "../platform/blob/bucket.ts";
import { uploadFile } from "../platform/blob/upload-file.ts";
import type { Schema } from "../platform/db/schema.ts";
import { DamagedArchiveError, warcFileMissing } from "./errors.ts";
import type { CommittedFile } from "./recover.ts";
import { makeFileIndex } from "./shipped-cdxj.ts";
import { markShipped } from "./shipped-files-store.ts";

/** Where files are shipped from and to. */
export interface Shipment {
  db: Kysely<Schema>;
  folder: string;
  bucket: Bucket;
  bucketId: string;
}

/** Key of a WARC file in the bucket. */
export function warcKey(file: string): string {
  return `warc/${file}`;
}

/** Key of the index that lies beside it. */
export function indexKey(file: string): string {
  return `warc/${file.replace(/\.warc\.gz$/, "")}.cdxj`;
}

/**
 * Brings a closed file into the bucket, with its index beside it, and says so in the database once the bucket has shown that it has every byte. The file
 * here stays. Broken off at any moment it may be done again; what is there already is not sent twice.
 * @returns bytes sent; 0 when the bucket had the file.
 * @throws what `uploadFile` throws; NotFoundError `warc_file_missing`; DamagedArchiveError `warc_file_short`.
 */
export async function shipFile(shipment: Shipment, committed: CommittedFile, signal?: AbortSignal): Promise<number> {
  const { db, folder, bucket, bucketId } = shipment;
  const { file, committedLength: bytes } = committed;
  const path = join(folder, file);
  const { size } = await stat(path).catch((error: unknown) => {
    throw warcFileMissing(file, error);
  });
  if (size < bytes) {
    throw new DamagedArchiveError("warc_file_short", `The archive file ${file} has ${size} bytes of ${bytes}.`, {
      next: "Restore the file from a copy; captures in its lost part cannot be read.",
    });
  }
  const how = signal === undefined ? {} : { signal };
  const { sha256, sent } = await uploadFile(
    bucket,
    warcKey(file),
    { path, bytes },
    {
      contentType: "application/warc",
      ...how,
    },
  );
  await shipIndex(shipment, file, how);
  if (!(await markShipped(db, committed, { bucketId, sha256 }))) {
    throw new Error(`The archive file ${file} was written to after it was closed.`);
  }
  return sent ? bytes : 0;
}

async function shipIndex({ db, folder, bucket }: Shipment, file: string, how: { signal?: AbortSignal }): Promise<void> {
  const path = join(folder, "shipping", `${file}.cdxj`);
  const options = { contentType: "text/x-cdxj", ...how };
  try {
    const index = await makeFileIndex(db, file, path);
    if ("bytes" in index) await bucket.put(indexKey(file), index.bytes, options);
    else await uploadFile(bucket, indexKey(file), { path, bytes: (await stat(path)).size }, options);
  } finally {
    await rm(path, { force: true });
  }
}
