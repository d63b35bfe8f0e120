import { createHash, type Hash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import type { Bucket } from "./bucket.ts";
import { isMd5 } from "./bucket.ts";
import { blobDamaged, statusOf, wordOf } from "./bucket-errors.ts";

export interface UploadOptions {
  contentType?: string;
  signal?: AbortSignal;
}

/** What was stored, hexadecimal. */
export interface Upload {
  sha256: string;
  /** False when the bucket had it already. */
  sent: boolean;
}

/**
 * Stores the first `bytes` of a file, in parts where it is large, and returns when the bucket has them for sure: the server has checked every part
 * against its MD5, and length and SHA-256 of the whole are noted with the object. An object that has both already is not sent again. Holds one
 * part in memory.
 * @throws what `Bucket` throws; UnavailableError `blob_damaged`; RangeError when the file is shorter.
 */
export async function uploadFile(
  bucket: Bucket,
  key: string,
  file: { path: string; bytes: number },
  options: UploadOptions = {},
): Promise<Upload> {
  const handle = await open(file.path, "r");
  try {
    const part = Buffer.allocUnsafe(Math.min(bucket.partBytes, Math.max(1, file.bytes)));
    const sha256 = await digestOf(handle, file.bytes, part, options.signal);
    const there = await bucket.find(key);
    if (there !== null && there.bytes === file.bytes && there.sha256 === sha256) return { sha256, sent: false };
    if (file.bytes <= part.length) {
      await readPart(handle, part, 0, file.bytes);
      await bucket.put(key, part.subarray(0, file.bytes), options);
    } else if (!(await sendParts(bucket, key, { handle, bytes: file.bytes, part, sha256 }, options))) {
      if ((await bucket.readDigest(key, options.signal)) !== sha256) throw blobDamaged(key);
    }
    const stored = await bucket.find(key);
    if (stored?.bytes !== file.bytes) throw blobDamaged(key);
    // A server that keeps no notes on objects cannot say so; then all of it is read back.
    if (stored.sha256 !== sha256 && (await bucket.readDigest(key, options.signal)) !== sha256) throw blobDamaged(key);
    return { sha256, sent: true };
  } finally {
    await handle.close();
  }
}

interface FileInHand {
  handle: FileHandle;
  bytes: number;
  part: Buffer;
  sha256: string;
}

/** Sends part after part. True when the server confirmed each by its MD5. */
function sendParts(
  bucket: Bucket,
  key: string,
  { handle, bytes, part, sha256 }: FileInHand,
  { contentType, signal }: UploadOptions,
): Promise<boolean> {
  return bucket.ask(key, async ({ client, s3 }, at) => {
    const how = signal === undefined ? {} : { abortSignal: signal };
    await abandonOlder(bucket, key);
    const { UploadId } = await client.send(
      new s3.CreateMultipartUploadCommand({
        ...at,
        Metadata: { sha256 },
        ...(contentType === undefined ? {} : { ContentType: contentType }),
      }),
      how,
    );
    const parts: { PartNumber: number; ETag: string | undefined }[] = [];
    let confirmed = true;
    try {
      for (let from = 0; from < bytes; from += part.length) {
        const length = Math.min(part.length, bytes - from);
        await readPart(handle, part, from, length);
        const body = part.subarray(0, length);
        const md5 = createHash("md5").update(body).digest();
        const PartNumber = parts.length + 1;
        const { ETag } = await client.send(
          new s3.UploadPartCommand({
            ...at,
            UploadId,
            PartNumber,
            Body: body,
            ContentLength: length,
            ContentMD5: md5.toString("base64"),
          }),
          how,
        );
        confirmed &&= isMd5(ETag, md5);
        parts.push({ PartNumber, ETag });
      }
      await client.send(
        new s3.CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload: { Parts: parts } }),
        how,
      );
    } catch (error) {
      // Unfinished parts are paid for. What cannot be taken back now is when the file is sent again.
      await client.send(new s3.AbortMultipartUploadCommand({ ...at, UploadId })).catch(() => {});
      throw error;
    }
    return confirmed;
  });
}

/** Takes back uploads of this key that were never finished: those of processes that were killed. */
function abandonOlder(bucket: Bucket, key: string): Promise<void> {
  return bucket.ask(key, async ({ client, s3 }, at) => {
    try {
      const found = await client.send(new s3.ListMultipartUploadsCommand({ Bucket: at.Bucket, Prefix: key }));
      for (const { Key, UploadId } of found.Uploads ?? []) {
        if (Key === key) await client.send(new s3.AbortMultipartUploadCommand({ ...at, UploadId }));
      }
    } catch (error) {
      // Not every server lists them, and keys may be forbidden to.
      const status = statusOf(error);
      if (wordOf(error) === "NoSuchBucket" || status === null || status >= 500) throw error;
    }
  });
}

async function digestOf(handle: FileHandle, bytes: number, part: Buffer, signal?: AbortSignal): Promise<string> {
  const digest: Hash = createHash("sha256");
  for (let from = 0; from < bytes; from += part.length) {
    signal?.throwIfAborted();
    const length = Math.min(part.length, bytes - from);
    await readPart(handle, part, from, length);
    digest.update(part.subarray(0, length));
  }
  return digest.digest("hex");
}

async function readPart(handle: FileHandle, part: Buffer, from: number, length: number): Promise<void> {
  for (let had = 0; had < length; ) {
    const { bytesRead } = await handle.read(part, had, length - had, from + had);
    if (bytesRead === 0) throw new RangeError(`The file ends at byte ${from + had}.`);
    had += bytesRead;
  }
}
