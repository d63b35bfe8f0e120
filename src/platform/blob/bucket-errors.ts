import { InvalidInputError, MissingPartError, type NaruError, NotFoundError, UnavailableError } from "../errors.ts";

/** What an answer of S3 looks like in the client's errors; every field may be missing. */
interface S3Error {
  name?: unknown;
  code?: unknown;
  cause?: { code?: unknown } | null;
  $metadata?: { httpStatusCode?: unknown };
}

const refusals = new Set([
  "AccessDenied",
  "AccountProblem",
  "ExpiredToken",
  "InvalidAccessKeyId",
  "InvalidToken",
  "SignatureDoesNotMatch",
  "RequestTimeTooSkewed",
]);
const redirections = new Set([
  "PermanentRedirect",
  "AuthorizationHeaderMalformed",
  "IllegalLocationConstraintException",
]);

/** HTTP status of a failed request; null when there was no answer. */
export function statusOf(error: unknown): number | null {
  const status = (error as S3Error | null)?.$metadata?.httpStatusCode;
  return typeof status === "number" ? status : null;
}

/** S3's word for what went wrong, such as `NoSuchKey`; or the system's, such as `ECONNREFUSED`. */
export function wordOf(error: unknown): string {
  const { name, code, cause } = (error ?? {}) as S3Error;
  const words = name === "Error" || name === "AggregateError" ? [code, cause?.code, name] : [name, code];
  const word = words.find((one) => typeof one === "string" && /^[A-Za-z0-9_.]{1,60}$/.test(one));
  return typeof word === "string" ? word : "Unknown";
}

/**
 * What a failed request to the bucket means to the caller. The client's own error is not handed on, not even as the cause: it may hold the access
 * key, the string that was signed, and headers.
 */
export function bucketFailure(error: unknown, bucket: { name: string; endpoint: string | null }): NaruError {
  const word = wordOf(error);
  const status = statusOf(error);
  const cause = new Error(status === null ? word : `${word} (HTTP ${status})`);
  const { name } = bucket;
  if (/^Credentials?(?:Provider)?Error$/.test(word) || word === "TokenProviderError") return keysMissing(name, cause);
  if (word === "NoSuchBucket") {
    return new UnavailableError("bucket_missing", `There is no bucket ${name}.`, {
      cause,
      next: "Make the bucket, or mend S3_BUCKET and S3_ENDPOINT; what waits to be shipped is kept until then.",
    });
  }
  if (redirections.has(word) || status === 301) {
    return new UnavailableError("bucket_in_another_region", `The bucket ${name} lies in another region (${word}).`, {
      cause,
      next: "Set S3_REGION to the region of the bucket.",
    });
  }
  if (refusals.has(word) || status === 401 || status === 403) {
    return new UnavailableError("bucket_refused", `The bucket ${name} refuses naru's keys (${word}).`, {
      cause,
      next: "Check S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY, that they may list, read, write and delete in this bucket, and this machine's clock.",
    });
  }
  if (status === null || status >= 500 || status === 408 || status === 429) {
    const where = bucket.endpoint === null ? "" : ` at ${new URL(bucket.endpoint).host}`;
    return new UnavailableError(
      "bucket_unreachable",
      `The bucket ${name}${where} does not answer (${cause.message}).`,
      {
        cause,
        next: "Check S3_ENDPOINT and the network; naru tries again by itself, and what is collected meanwhile waits in the data folder.",
      },
    );
  }
  return new UnavailableError("bucket_failed", `The bucket ${name} could not do what naru asked (${cause.message}).`, {
    cause,
    next: "See whether the server behind S3_ENDPOINT speaks S3, and its log.",
  });
}

/** No keys were given, or not all. */
export function keysMissing(bucket: string, cause?: unknown): MissingPartError {
  return new MissingPartError("bucket_keys_missing", `There are no keys for the bucket ${bucket}.`, {
    cause,
    next: "Set S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY in the environment, or give this machine a role that may use the bucket.",
  });
}

/** There is no object of this key. */
export function blobMissing(key: string, cause?: unknown): NotFoundError {
  return new NotFoundError("blob_not_found", `There is no blob ${key}.`, cause === undefined ? {} : { cause });
}

/** The key could leave its place, or other tools could not read it. */
export function badBlobKey(key: string): InvalidInputError {
  return new InvalidInputError(
    "invalid_blob_key",
    `Not a key of the blob store: ${JSON.stringify(key.slice(0, 100))}.`,
  );
}

/** What arrived is not what was sent, however often it was tried. */
export function blobDamaged(key: string): UnavailableError {
  return new UnavailableError("blob_damaged", `What the bucket keeps as ${key} is not what was sent.`, {
    next: "It is sent again; if that does not help, look at the server behind S3_ENDPOINT.",
  });
}
