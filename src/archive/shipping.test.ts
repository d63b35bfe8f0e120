import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync } from "node:fs";
import { readdir, readFile, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ArchivedPages } from "../../test/builders/archived-pages.ts";
import { describeEachDatabase } from "../../test/database/describe-each-database.ts";
import { openS3, type S3StandIn } from "../../test/stand-ins/s3.ts";
import { systemClock } from "../lib/clock.ts";
import { Bucket } from "../platform/blob/bucket.ts";
import type { Db } from "../platform/db/database.ts";
import { createLog } from "../platform/log.ts";
import { readPayload } from "./capture-payload.ts";
import { loadCapture } from "./captures-view.ts";
import { CdxjIndex } from "./cdxj-index.ts";
import { SharedArchive } from "./shared-archive.ts";
import { makeFileIndex } from "./shipped-cdxj.ts";
import { Shipper, type ShipperOptions } from "./shipper.ts";

const keys = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "very-s3cret" };
const bodyOf = (n: number) => Buffer.from(`<p>나루에 배 ${n}척이 닿았다. ${randomBytes(200).toString("hex")}</p>`);
const forever = new AbortController().signal;

describeEachDatabase("shipping", (open) => {
  let s3: S3StandIn;
  let db: Db;
  let home: string;
  let elsewhere: string;
  let serial = 0;
  const buckets: Bucket[] = [];
  beforeEach(async () => {
    s3 = await openS3();
    db = open().db;
    const root = mkdtempSync(join(tmpdir(), "naru-ship-"));
    [home, elsewhere] = [join(root, "a"), join(root, "b")];
    for (const folder of [home, elsewhere]) mkdirSync(folder);
  });
  afterEach(async () => {
    for (const one of buckets.splice(0)) await one.close();
    await s3.close();
  });

  function share(times: Partial<SharedArchive["times"]> = {}): SharedArchive {
    const bucket = new Bucket({
      name: s3.bucket,
      endpoint: s3.endpoint,
      region: null,
      keys,
      partBytes: 5_000,
      attempts: 2,
    });
    buckets.push(bucket);
    return new SharedArchive({ db, bucket, times: { fileBytes: 1e6, fileAgeMs: 300_000, keepLocalMs: 0, ...times } });
  }

  let told = "";
  function shipperOf(shared: SharedArchive, more: Partial<ShipperOptions> = {}): Shipper {
    told = "";
    const log = createLog("info", { write: (line) => (told += line) });
    return new Shipper({ db, folder: home, shared, clock: systemClock, log, lookMs: 10, maxPauseMs: 20, ...more });
  }

  /** A closed file of pages, and the ids of their captures. */
  async function archived(
    count = 3,
    writer = `mill-${++serial}`,
  ): Promise<{ file: string; ids: number[]; bodies: Buffer[] }> {
    const pages = new ArchivedPages(db, home, writer);
    const bodies = Array.from({ length: count }, (_, n) => bodyOf(n));
    const ids = await pages.add(bodies.map((body, n) => ({ url: `http://${writer}.test/${(n * 7) % count}`, body })));
    const [extent] = await pages.close();
    return { file: extent?.file ?? "", ids, bodies };
  }

  async function read(folder: string, shared: SharedArchive | null, id: number): Promise<Buffer> {
    const capture = await loadCapture(db, id);
    const payload = await readPayload({ folder, shared, loadCapture: (one) => loadCapture(db, one) }, capture);
    return Buffer.from(payload.body);
  }

  it("brings closed files and their indexes into the bucket, and takes the copies away when their time has come", async () => {
    const shared = share({ keepLocalMs: 600_000 });
    const { file, ids, bodies } = await archived(40);
    const growing = new ArchivedPages(db, home, "growing");
    const [open_ = 0] = await growing.add([{ url: "http://growing.test/", body: bodyOf(1) }]);
    const whole = await readFile(join(home, file));
    expect(await shipperOf(shared).shipAll(forever)).toBe(0);

    const name = file.replace(".warc.gz", "");
    expect([...s3.objects.keys()].sort()).toEqual(["archive-id", `warc/${name}.cdxj`, `warc/${file}`]);
    expect(s3.objects.get(`warc/${file}`)?.data.equals(whole)).toBe(true);
    const index = await CdxjIndex.open(home);
    await index.catchUp([{ file, committedLength: whole.length }]);
    await index.close();
    expect(s3.objects.get(`warc/${name}.cdxj`)?.data.toString()).toBe(await readFile(index.path, "utf8"));
    const row = await db.selectFrom("warc_files").selectAll().where("file", "=", file).executeTakeFirstOrThrow();
    expect(row).toMatchObject({ stored: await shared.id(), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });

    expect(await readdir(home)).toContain(file);
    const later = share();
    expect(await shipperOf(later).shipAll(forever)).toBe(0);
    expect((await readdir(home)).filter((one) => one.startsWith("naru-"))).toEqual([
      expect.stringContaining("growing"),
    ]);
    s3.log.length = 0;
    for (const [n, id] of ids.entries()) {
      for (const folder of [home, elsewhere])
        expect((await read(folder, later, id)).equals(bodies[n] ?? Buffer.alloc(0))).toBe(true);
    }
    // Exactly the bytes of the record, and nothing else.
    const { place } = await loadCapture(db, ids[0] ?? 0);
    expect(s3.log.length).toBe(ids.length * 2);
    expect(s3.log[0]?.headers.range).toBe(`bytes=${place.offset}-${place.offset + place.length - 1}`);
    expect((await read(home, later, open_)).toString()).toContain("나루");
    await growing.close();
    await shipperOf(later).shipAll(forever);
  });

  it("tells who holds a file that is not in the bucket yet", async () => {
    const shared = share();
    const {
      file,
      ids: [id = 0],
    } = await archived(1, "ferry-1");
    await expect(read(elsewhere, shared, id)).rejects.toMatchObject({
      code: "warc_file_not_shipped",
      status: 503,
      message: `The archive file ${file} is not in the bucket yet; the import ferry-1 holds it.`,
    });
    const place = { name: "ferry-1", life: "x", host_name: "riverside", machine: null, pid: 1, process_started: null };
    await db
      .insertInto("collectors")
      .values({ ...place, archive: "a", version: "0", state: "running" })
      .execute();
    const expectNext = (next: string) =>
      expect(read(elsewhere, shared, id)).rejects.toMatchObject({
        message: expect.stringContaining("the collector ferry-1 on riverside holds it"),
        next: expect.stringContaining(next),
      });
    await expectNext("Give ferry-1 the same S3_BUCKET");
    await db.updateTable("collectors").set({ bucket: "x" }).execute();
    await expectNext("Try again in a few minutes");
    await db.updateTable("collectors").set({ state: "stopped" }).execute();
    await expectNext("Start ferry-1 again on riverside");
    await shipperOf(shared).shipAll(forever);
    expect((await read(elsewhere, shared, id)).toString()).toContain("나루");
    await expect(read(elsewhere, null, id)).rejects.toMatchObject({ code: "warc_file_missing" });
  });

  it("tells an object that is gone from one that lies in another bucket", async () => {
    const shared = share();
    const {
      file,
      ids: [id = 0],
    } = await archived(1);
    await shipperOf(shared).shipAll(forever);
    s3.objects.delete(`warc/${file}`);
    await expect(read(elsewhere, shared, id)).rejects.toMatchObject({
      code: "warc_file_missing",
      next: expect.stringContaining(`Put the object warc/${file} back`),
    });
    s3.objects.delete("archive-id");
    await expect(read(elsewhere, share(), id)).rejects.toMatchObject({
      code: "warc_file_missing",
      next: expect.stringContaining(await shared.id()),
    });
  });

  it("says what is wrong with the bucket to whoever reads, and tells a short object", async () => {
    const shared = share();
    const {
      file,
      ids: [id = 0],
    } = await archived(1);
    await shipperOf(shared).shipAll(forever);
    const refusal = { how: { status: 403, code: "InvalidAccessKeyId" } } as const;
    s3.faults.add(refusal);
    await expect(read(elsewhere, shared, id)).rejects.toMatchObject({ code: "bucket_refused", status: 503 });
    s3.faults.clear();
    const object = s3.objects.get(`warc/${file}`);
    if (object !== undefined) object.data = object.data.subarray(0, 300);
    await expect(read(elsewhere, shared, id)).rejects.toMatchObject({ code: "warc_file_short" });
  });

  it("tries again while the bucket is away, says so once, and goes on when it is back", async () => {
    const shared = share();
    const files = [await archived(), await archived()];
    s3.faults.add({ how: { status: 403, code: "SignatureDoesNotMatch" } });
    const shipper = shipperOf(shared);
    shipper.start();
    await vi.waitFor(() => expect(s3.log.length).toBeGreaterThan(5), 5_000);
    expect(told.match(/bucket_refused/g)).toHaveLength(1);
    expect(told).toContain('"files":2');
    expect(told).toContain("Archive files wait in the folder.");
    expect(told).not.toMatch(/s3cret|AKIDEXAMPLE/);
    s3.faults.clear();
    await vi.waitFor(() => expect(told).toContain("The bucket can be used again."), 5_000);
    await shipper.stop();
    for (const { file } of files) expect(s3.objects.has(`warc/${file}`)).toBe(true);
  });

  it("lets a file that is damaged hold up no other", async () => {
    const shared = share();
    const [bad, good] = [await archived(), await archived()];
    await truncate(join(home, bad.file), 100);
    const shipper = shipperOf(shared);
    expect(await shipper.shipAll(forever)).toBe(0);
    await shipper.shipAll(forever);
    expect(told.match(/warc_file_short/g)).toHaveLength(1);
    expect(s3.objects.has(`warc/${good.file}`)).toBe(true);
    expect(s3.objects.has(`warc/${bad.file}`)).toBe(false);
    expect(await readdir(home)).toContain(bad.file);
  });

  it("ships only what the database vouches for of a file that is longer", async () => {
    const shared = share();
    const { file } = await archived();
    const whole = await readFile(join(home, file));
    await truncate(join(home, file), whole.length + 500);
    await shipperOf(shared).shipAll(forever);
    expect(s3.objects.get(`warc/${file}`)?.data.equals(whole)).toBe(true);
  });

  it("makes the same index of a file on disk as in memory", async () => {
    const { file } = await archived(25);
    const path = join(elsewhere, "long.cdxj");
    const short = await makeFileIndex(db, file, path);
    expect(await makeFileIndex(db, file, path, 1)).toEqual({ path });
    expect("bytes" in short && short.bytes.toString()).toBe(await readFile(path, "utf8"));
    expect(await readdir(elsewhere)).toEqual(["long.cdxj"]);
  });
});
