import { afterAll, afterEach, beforeEach, expect, it } from "vitest";
import { ImportBench } from "../../../test/builders/import-run.ts";
import { describeEachDatabase } from "../../../test/database/describe-each-database.ts";
import { openS3, type S3StandIn } from "../../../test/stand-ins/s3.ts";
import { SharedArchive } from "../../archive/index.ts";
import { Bucket } from "../../platform/blob/bucket.ts";
import { createLog } from "../../platform/log.ts";
import { archiveId } from "../collectors/archive-id.ts";
import { leavePlace, noteBucket, takePlace } from "../collectors/collector-place.ts";

describeEachDatabase("an import with a bucket", (open) => {
  let s3: S3StandIn;
  let bucket: Bucket;
  let shared: SharedArchive;
  let told = "";
  const benches: ImportBench[] = [];
  const log = createLog("info", { write: (line) => (told += line) });
  beforeEach(async () => {
    s3 = await openS3();
    const keys = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "very-s3cret" };
    bucket = new Bucket({ name: s3.bucket, endpoint: s3.endpoint, region: null, keys, attempts: 1 });
    const times = { fileBytes: 2_000, fileAgeMs: 300_000, keepLocalMs: 600_000 };
    shared = new SharedArchive({ db: open().db, bucket, times });
    told = "";
  });
  afterEach(async () => {
    await bucket.close();
    await s3.close();
  });
  afterAll(async () => {
    for (const bench of benches) await bench.close();
  });

  async function imported(text: string): Promise<ImportBench> {
    const bench = await ImportBench.open(() => open().db);
    benches.push(bench);
    const path = await bench.put(
      "쪽.html",
      `<html><title>${text}</title><body><p>${text} 나루에 배가 닿았다.</p></body></html>`,
    );
    expect(await bench.run([path], {}, { shared, log })).toMatchObject({ archived: 1, failed: 0, finished: true });
    return bench;
  }

  const shipped = () => [...s3.objects.keys()].filter((key) => key.endsWith(".warc.gz"));

  it("ships what it wrote, where no collector does it", async () => {
    const { db } = open();
    const bench = await imported("하나");
    expect(shipped()).toHaveLength(1);
    const folder = bench.archiveFolder;
    const place = await takePlace(db, { name: "here", archive: archiveId(folder), alone: false });
    await noteBucket(db, place, await shared.id());
    const path = await bench.put("둘.html", "<html><title>둘</title><body><p>배가 떠났다.</p></body></html>");
    await bench.run([path], {}, { shared, log });
    expect(shipped()).toHaveLength(1);
    await leavePlace(db, place);
    await bench.run([path], {}, { shared, log });
    expect(shipped()).toHaveLength(2);
  });

  it("is done also when the bucket is away, and says what waits", async () => {
    s3.faults.add({ how: { status: 403, code: "AccessDenied" } });
    await imported("셋");
    expect(shipped()).toEqual([]);
    expect(told).toContain("bucket_refused");
    expect(told).toContain("Imported files are not in the bucket yet");
  });
});
