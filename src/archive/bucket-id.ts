import { randomUUID } from "node:crypto";
import type { Bucket } from "../platform/blob/bucket.ts";
import { NotFoundError } from "../platform/errors.ts";

const key = "archive-id";

/**
 * Id of a bucket, made by the first who asks for it: machines that reach one bucket by different addresses mean the same, and two buckets of one name
 * are told apart. Where the server does not know the condition, two that ask in the same instant may for once take different ids; readers look
 * into the bucket whatever the id says, so nothing depends on it but the words of an error.
 */
export async function bucketId(bucket: Bucket): Promise<string> {
  for (;;) {
    const there = await bucket.get(key, 100).catch((error: unknown) => {
      if (error instanceof NotFoundError) return null;
      throw error;
    });
    const id = there?.toString("latin1").trim() ?? "";
    if (/^[0-9a-f-]{36}$/.test(id)) return id;
    await bucket.put(key, Buffer.from(`${randomUUID()}\n`), { onlyNew: there === null, contentType: "text/plain" });
  }
}
