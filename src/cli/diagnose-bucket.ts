import { Bucket } from "../platform/blob/bucket.ts";
import { readBucketKeys } from "../platform/blob/bucket-options.ts";
import type { Settings } from "../platform/config/settings.ts";
import { NaruError } from "../platform/errors.ts";
import type { Finding } from "./diagnose.ts";

/** Whether the bucket that machines share answers to these keys; nothing where none is set. Collecting goes on without it. */
export async function checkBucket(
  { s3 }: Pick<Settings, "s3">,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Finding[]> {
  const { bucket: name, endpoint, region } = s3;
  if (name === null) return [];
  const finding = { part: "bucket", needed: false };
  let bucket: Bucket | null = null;
  try {
    bucket = new Bucket({ name, endpoint, region, keys: readBucketKeys(env, name), attempts: 1 });
    await bucket.list("archive-id");
    return [
      { ...finding, ok: true, says: endpoint === null ? name : `${name} at ${new URL(endpoint).host}`, next: null },
    ];
  } catch (error) {
    if (!(error instanceof NaruError)) throw error;
    return [{ ...finding, ok: false, says: error.message, next: error.next }];
  } finally {
    await bucket?.close();
  }
}
