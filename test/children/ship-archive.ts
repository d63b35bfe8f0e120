import { SharedArchive, Shipper } from "../../src/archive/index.ts";
import { systemClock } from "../../src/lib/clock.ts";
import { Bucket } from "../../src/platform/blob/bucket.ts";
import { openDatabase } from "../../src/platform/db/database.ts";
import { createLog } from "../../src/platform/log.ts";

// Usage: ship-archive.ts DATABASE FOLDER ENDPOINT BUCKET [PART_BYTES]. Ships what is closed and then waits to be killed; tells of each file on its own line.
const [url = "", folder = "", endpoint = "", name = "", partBytes = "5000"] = process.argv.slice(2);
const { db } = await openDatabase({ kind: "server", url, connections: 2 });
const keys = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "very-s3cret" };
const bucket = new Bucket({ name, endpoint, region: null, keys, partBytes: Number(partBytes) });
const times = { fileBytes: 2 ** 26, fileAgeMs: 300_000, keepLocalMs: 0 };
const shared = new SharedArchive({ db, bucket, times });
// The copies would go in the second round, which never comes.
const log = createLog("info", { write: (line) => process.stdout.write(line) });
new Shipper({ db, folder, shared, clock: systemClock, log, lookMs: 3_600_000 }).start();
const peak = () => process.stdout.write(`${JSON.stringify({ peakBytes: process.resourceUsage().maxRSS * 1024 })}\n`);
process.once("SIGTERM", () => {
  peak();
  process.exit();
});
