import { expect, it } from "vitest";
import { openS3 } from "../../test/stand-ins/s3.ts";
import { checkBucket } from "./diagnose-bucket.ts";

const env = { S3_ACCESS_KEY_ID: "AKIDEXAMPLE", S3_SECRET_ACCESS_KEY: "very-s3cret" };
const times = { fileBytes: 1, fileAgeMs: 1, keepLocalMs: 1 };

it("says whether the bucket answers, and what to do when it does not", async () => {
  const s3 = await openS3();
  const check = (bucket: string | null, with_: Record<string, string> = env) =>
    checkBucket({ s3: { bucket, endpoint: s3.endpoint, region: null, ...times } }, with_);
  expect(await check(null)).toEqual([]);
  expect(await check(s3.bucket)).toEqual([
    { part: "bucket", needed: false, ok: true, says: expect.stringContaining("naru-test at 127.0.0.1:"), next: null },
  ]);
  expect(await check("other")).toEqual([
    expect.objectContaining({
      ok: false,
      says: "There is no bucket other.",
      next: expect.stringContaining("S3_BUCKET"),
    }),
  ]);
  expect(await check(s3.bucket, { S3_ACCESS_KEY_ID: "AKIDEXAMPLE" })).toEqual([
    expect.objectContaining({ ok: false, next: expect.stringContaining("S3_SECRET_ACCESS_KEY") }),
  ]);
  s3.faults.add({ how: { status: 403, code: "InvalidAccessKeyId" } });
  const [refused] = await check(s3.bucket);
  expect(refused).toMatchObject({ ok: false, says: "The bucket naru-test refuses naru's keys (InvalidAccessKeyId)." });
  expect(JSON.stringify(refused)).not.toMatch(/s3cret|AKIDEXAMPLE/);
  await s3.close();
});
