import { mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { appendFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ArchivedPages } from "../../../test/builders/archived-pages.ts";
import { describeEachDatabase } from "../../../test/database/describe-each-database.ts";
import { systemClock } from "../../lib/clock.ts";
import { createLog } from "../../platform/log.ts";
import { archiveId } from "../collectors/archive-id.ts";
import { holdPlace, leavePlace, takePlace } from "../collectors/collector-place.ts";
import { OrphanMender } from "./mend-orphans.ts";

describeEachDatabase("files of the dead", (open) => {
  it("are closed when their writer has been silent long enough, and never those of the living", async () => {
    const { db } = open();
    const folder = join(mkdtempSync(join(tmpdir(), "naru-orphans-")), "archive");
    mkdirSync(folder);
    const archive = archiveId(folder);
    const place = await takePlace(db, { name: "living", archive, alone: false });
    const dead = await takePlace(db, { name: "dead", archive, alone: false });
    const ended = await takePlace(db, { name: "ended", archive, alone: false });
    const files = new Map<string, string>();
    const lanes: ArchivedPages["lane"][] = [];
    for (const name of ["living", "dead", "ended", "import.1", "elsewhere"]) {
      const where = name === "elsewhere" ? mkdtempSync(join(tmpdir(), "naru-orphans-")) : folder;
      const pages = new ArchivedPages(db, where, name);
      await pages.add([{ url: `http://${name.replace(".", "-")}.test/`, body: Buffer.from("나루") }]);
      lanes.push(pages.lane);
      files.set(name, pages.lane.extents()[0]?.file ?? "");
    }
    await leavePlace(db, ended);
    const deadFile = join(folder, files.get("dead") ?? "");
    const whole = readFileSync(deadFile);
    await appendFile(deadFile, "half a batch");
    const closed = async () => {
      const rows = await db.selectFrom("warc_files").select("writer_id").where("closed", "=", true).execute();
      return rows.map(({ writer_id }) => writer_id).sort();
    };
    const setBeat = (name: string, seconds: number) =>
      db
        .updateTable("collectors")
        .set({ heartbeat_at: new Date(Date.now() - seconds * 1_000), pid: process.pid })
        .where("name", "=", name)
        .execute();
    let now = 0;
    const clock = { ...systemClock, now: () => now };
    const mender = new OrphanMender({ db, folder, place, clock, log: createLog("silent") });

    // Everybody's heartbeat is old when the database was away.
    await setBeat("dead", 600);
    await mender.look();
    expect(await closed()).toEqual(["ended", "import.1"]);
    now += 59_000;
    await mender.look();
    expect(await closed()).toEqual(["ended", "import.1"]);
    now += 1_000;
    await mender.look();
    expect(await closed()).toEqual(["dead", "ended", "import.1"]);
    expect(readFileSync(deadFile).equals(whole)).toBe(true);
    // A sleeper that wakes up writes no more.
    await expect(holdPlace(db, dead, 0)).rejects.toMatchObject({ code: "collector_replaced" });
    await holdPlace(db, place, 0);
    for (const lane of lanes) await lane.close();
  });
});
