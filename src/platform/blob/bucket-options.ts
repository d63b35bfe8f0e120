import { keysMissing } from "./bucket-errors.ts";

/** Which bucket, and how to get in. */
export interface BucketOptions {
  name: string;
  /** Base address of a server that speaks S3; null is Amazon's own of the region. */
  endpoint: string | null;
  /** Null: what AWS_REGION says, else us-east-1, which servers of one's own do not mind. */
  region: string | null;
  /** Null leaves it to the client: AWS_… variables, files and roles of the machine. */
  keys: BucketKeys | null;
  /** Bytes of a part of a large object; held in memory, one at a time. Default 8 MiB; S3 wants 5 MiB at least. */
  partBytes?: number;
  /** Tries of one request. Default 4. */
  attempts?: number;
}

export interface BucketKeys {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/**
 * Keys of the bucket from the environment, the only place that they come from. Null when there are none.
 * @throws MissingPartError `bucket_keys_missing` when there is one half of a pair.
 */
export function readBucketKeys(env: Readonly<Record<string, string | undefined>>, bucket: string): BucketKeys | null {
  const { S3_ACCESS_KEY_ID: id = "", S3_SECRET_ACCESS_KEY: secret = "", S3_SESSION_TOKEN: token = "" } = env;
  if (id === "" && secret === "") return null;
  if (id === "" || secret === "") throw keysMissing(bucket);
  return { accessKeyId: id, secretAccessKey: secret, ...(token === "" ? {} : { sessionToken: token }) };
}
