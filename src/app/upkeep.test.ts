import { expect, it } from "vitest";
import { describeEachDatabase } from "../../test/database/describe-each-database.ts";
import { createLog } from "../platform/log.ts";
import { openQueue } from "../platform/queue/queue.ts";
import { tidy } from "./upkeep.ts";

describeEachDatabase("upkeep", (open) => {
  it("tidies every busy table and leaves the planner with statistics", async () => {
    const database = open();
    const queue = await openQueue(database, createLog("silent"));
    await database.run("insert into hosts (host) select 'h' || n from generate_series(1, 500) n");
    await tidy(database);
    const { rows } = await database.run("select reltuples::int as n from pg_class where relname = 'hosts'");
    expect(rows).toEqual([{ n: 500 }]);
    await queue.stop(1000);
  });
});
