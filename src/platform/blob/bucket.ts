import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import type { S3Client } from "@aws-sdk/client-s3";
import { NaruError } from "../errors.ts";
import { isBlobKey } from "./blob-store.ts";
import { badBlobKey, blobDamaged, blobMissing, bucketFailure, statusOf, wordOf } from "./bucket-errors.ts";
import type { BucketOptions } from "./bucket-options.ts";
import { loadS3, type S3 } from "./s3-client.ts";

/** An object of the bucket. */
export interface BucketObject {
  bytes: number;
  /** SHA-256 that naru noted with it, hexadecimal; null when another program stored it. */
  sha256: string | null;
}

export interface PutOptions {
  /** Leaves an object that is there already alone. Servers that do not know the condition overwrite it. Default false. */
  onlyNew?: boolean;
  contentType?: string;
  signal?: AbortSignal;
}

/**
 * A bucket of S3, by whatever server. Requests are tried again when the server or the network fails. Nothing is asked before it is needed.
 * Every method @throws UnavailableError `bucket_unreachable`, `bucket_refused`, `bucket_missing`, `bucket_in_another_region`, `bucket_failed`;
 * MissingPartError `bucket_keys_missing`; InvalidInputError `invalid_blob_key`.
 */
export class Bucket {
  readonly #options: BucketOptions;
  #loaded: Promise<{ s3: S3; client: S3Client }> | null = null;

  constructor(options: BucketOptions) {
    this.#options = options;
  }

  get name(): string {
    return this.#options.name;
  }

  get partBytes(): number {
    return this.#options.partBytes ?? 8 * 2 ** 20;
  }

  /** Bytes `start` to `end` (exclusive); fewer when the object is shorter. @throws NotFoundError `blob_not_found`. */
  async getRange(key: string, start: number, end: number): Promise<Buffer> {
    if (end <= start) return Buffer.alloc(0);
    return this.ask(key, async ({ client, s3 }, at) => {
      for (let tries = 1; ; tries += 1) {
        try {
          const answer = await client.send(new s3.GetObjectCommand({ ...at, Range: `bytes=${start}-${end - 1}` }));
          const from = /^bytes (\d+)-/.exec(answer.ContentRange ?? "")?.[1];
          // A server that ignores the range begins at the object's start, and may go on for a gigabyte.
          const skip = from === undefined ? start : start - Number(from);
          return await collect(answer.Body as Readable, skip, end - start);
        } catch (error) {
          if (statusOf(error) === 416) return Buffer.alloc(0);
          // The client tries again until there is an answer; an answer that broke off is asked for once more here.
          if (statusOf(error) !== null || tries >= 3) throw error;
        }
      }
    });
  }

  /** The whole of a small object. @throws NotFoundError `blob_not_found`. */
  get(key: string, maxBytes: number): Promise<Buffer> {
    return this.ask(key, async ({ client, s3 }, at) => {
      const answer = await client.send(new s3.GetObjectCommand(at));
      return collect(answer.Body as Readable, 0, maxBytes);
    });
  }

  /** SHA-256 of what the bucket keeps, read from its first byte to its last. @throws NotFoundError `blob_not_found`. */
  readDigest(key: string, signal?: AbortSignal): Promise<string> {
    return this.ask(key, async ({ client, s3 }, at) => {
      const answer = await client.send(new s3.GetObjectCommand(at), { ...(signal && { abortSignal: signal }) });
      const digest = createHash("sha256");
      for await (const chunk of answer.Body as Readable) digest.update(chunk as Buffer);
      return digest.digest("hex");
    });
  }

  /** Stores an object whole or not at all. False when `onlyNew` kept it from being replaced. */
  async put(key: string, data: Uint8Array, options: PutOptions = {}): Promise<boolean> {
    const { onlyNew = false, contentType, signal } = options;
    const md5 = createHash("md5").update(data).digest();
    const sha256 = createHash("sha256").update(data).digest("hex");
    return this.ask(key, async ({ client, s3 }, at) => {
      const command = (condition: object) =>
        new s3.PutObjectCommand({
          ...at,
          Body: data,
          ContentLength: data.length,
          ContentMD5: md5.toString("base64"),
          Metadata: { sha256 },
          ...(contentType === undefined ? {} : { ContentType: contentType }),
          ...condition,
        });
      const send = async (condition: object) => {
        const { ETag } = await client.send(command(condition), { ...(signal && { abortSignal: signal }) });
        if (!isMd5(ETag, md5) && (await this.readDigest(key, signal)) !== sha256) throw blobDamaged(key);
        return true;
      };
      if (!onlyNew) return send({});
      try {
        return await send({ IfNoneMatch: "*" });
      } catch (error) {
        const status = statusOf(error);
        if (status === 412 || status === 409) return false;
        if (status !== 501 && wordOf(error) !== "NotImplemented") throw error;
        return send({});
      }
    });
  }

  /** Null when there is no such object. */
  find(key: string): Promise<BucketObject | null> {
    return this.ask(key, async ({ client, s3 }, at) => {
      try {
        const answer = await client.send(new s3.HeadObjectCommand(at));
        const sha256 = answer.Metadata?.sha256 ?? null;
        return {
          bytes: answer.ContentLength ?? 0,
          sha256: sha256 !== null && /^[0-9a-f]{64}$/.test(sha256) ? sha256 : null,
        };
      } catch (error) {
        if (statusOf(error) === 404) return null;
        throw error;
      }
    });
  }

  /** Keys that begin with `prefix`, in byte order. */
  async list(prefix: string): Promise<string[]> {
    const keys: string[] = [];
    await this.ask("list", async ({ client, s3 }, { Bucket: name }) => {
      for (let token: string | undefined; ; ) {
        const page = await client.send(
          new s3.ListObjectsV2Command({
            Bucket: name,
            Prefix: prefix,
            ...(token === undefined ? {} : { ContinuationToken: token }),
          }),
        );
        for (const { Key } of page.Contents ?? []) if (Key !== undefined) keys.push(Key);
        token = page.NextContinuationToken;
        if (page.IsTruncated !== true || token === undefined) return;
      }
    });
    return keys;
  }

  /** Deleting what is not there is fine. */
  async delete(key: string): Promise<void> {
    await this.ask(key, ({ client, s3 }, at) => client.send(new s3.DeleteObjectCommand(at)));
  }

  /** One request or some that belong together, with errors in naru's words. For what this class has no method for. */
  async ask<T>(
    key: string,
    work: (parts: { s3: S3; client: S3Client }, at: { Bucket: string; Key: string }) => Promise<T>,
  ): Promise<T> {
    if (!isBlobKey(key)) throw badBlobKey(key);
    this.#loaded ??= loadS3(this.#options);
    const parts = await this.#loaded;
    try {
      return await work(parts, { Bucket: this.name, Key: key });
    } catch (error) {
      if (error instanceof NaruError) throw error;
      if (wordOf(error) === "NoSuchKey") throw blobMissing(key);
      throw bucketFailure(error, this.#options);
    }
  }

  /** Lets its connections go. */
  async close(): Promise<void> {
    const loaded = await this.#loaded?.catch(() => null);
    loaded?.client.destroy();
  }
}

/** True of an ETag that is this MD5. Where a bucket encrypts with keys of its own it never is, and says nothing. */
export function isMd5(tag: string | undefined, md5: Buffer): boolean {
  return tag?.replaceAll('"', "") === md5.toString("hex");
}

/** At most `limit` bytes behind the first `skip`. */
async function collect(body: Readable, skip: number, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let toSkip = skip;
  let had = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    const rest = toSkip >= chunk.length ? Buffer.alloc(0) : chunk.subarray(toSkip);
    toSkip = Math.max(0, toSkip - chunk.length);
    if (rest.length === 0) continue;
    chunks.push(rest.subarray(0, limit - had));
    had += Math.min(rest.length, limit - had);
    // Leaving the loop ends the connection.
    if (had >= limit) break;
  }
  return Buffer.concat(chunks);
}
