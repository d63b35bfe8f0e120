import type { S3Client } from "@aws-sdk/client-s3";
import type { BucketOptions } from "./bucket-options.ts";

export type S3 = typeof import("@aws-sdk/client-s3");

/** The client's code and a client; loaded when the bucket is first asked for, since it takes a fifth of a second and 30 MB. */
export async function loadS3(options: BucketOptions): Promise<{ s3: S3; client: S3Client }> {
  const { endpoint, region, keys, attempts = 4 } = options;
  const s3 = await import("@aws-sdk/client-s3");
  const client = new s3.S3Client({
    region: region ?? process.env.AWS_REGION ?? "us-east-1",
    maxAttempts: attempts,
    followRegionRedirects: endpoint === null,
    // The client's own checksums are trailers that older servers do not know; naru sends Content-MD5 and compares digests.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    // The first bounds a host that swallows packets, the second a connection that fell silent, the third all of a request.
    requestHandler: {
      connectionTimeout: 5_000,
      socketTimeout: 30_000,
      requestTimeout: 300_000,
      throwOnRequestTimeout: true,
    },
    ...(endpoint === null ? {} : { endpoint, forcePathStyle: true }),
    ...(keys === null ? {} : { credentials: keys }),
  });
  return { s3, client };
}
