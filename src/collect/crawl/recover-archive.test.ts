import { appendFileSync, mkdtempSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { describeEachDatabase } from "../../../test/database/describe-each-database.ts";
import { createLog } from "../../platform/log.ts";
import { placeLost } from "../errors.ts";
import { recoverArchive } from "./recover-archive.ts";

describeEachDatabase("mending what a dead collector left", (open) => {
  it("touches nothing once the place is another's: the file that grows is the heir's", async () => {
    const { db } = open();
    const folder = mkdtempSync(join(tmpdir(), "naru-recover-"));
    const [open1, fresh] = ["naru-20261120000000000-00001-mill.warc.gz", "naru-20261120000000000-00002-mill.warc.gz"];
    writeFileSync(join(folder, open1), "committed");
    appendFileSync(join(folder, open1), " and not yet");
    writeFileSync(join(folder, fresh), "its first bytes");
    await db.insertInto("warc_files").values({ file: open1, writer_id: "mill", committed_length: 9 }).execute();
    const lost = { folder, writerId: "mill", isStillOurs: async () => Promise.reject(placeLost("mill")) };
    await expect(recoverArchive(db, lost, createLog("silent"))).rejects.toMatchObject({ code: "collector_replaced" });
    expect([statSync(join(folder, open1)).size, readdirSync(folder).length]).toEqual([21, 2]);
    await recoverArchive(db, { ...lost, isStillOurs: async () => {} }, createLog("silent"));
    expect([statSync(join(folder, open1)).size, readdirSync(folder)]).toEqual([9, [open1]]);
  });
});
