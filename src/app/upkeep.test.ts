import { expect, it } from "vitest";
import { describeEachDatabase } from "../../test/database/describe-each-database.ts";
import { refreshStatistics, vacuumWhenDue } from "./upkeep.ts";

const hour = 3_600_000;

describeEachDatabase("upkeep", (open) => {
  const care = () => ({ table: "hosts", bytes: 0, vacuumedAt: 0 });
  const insert = (from: number, to: number) =>
    open().run(`insert into hosts (host) select 'h' || n from generate_series(${from}, ${to}) n`);
  const known = async () => {
    const { rows } = await open().run("select reltuples::int as n from pg_class where relname = 'hosts'");
    return (rows[0] as { n: number }).n;
  };

  it("takes statistics when a table has grown, and not again while it has not", async () => {
    const hosts = care();
    await insert(1, 500);
    expect(await refreshStatistics(open(), hosts)).toBe(true);
    expect(await known()).toBe(500);
    expect(await refreshStatistics(open(), hosts)).toBe(false);
    await insert(501, 3_000);
    expect(await refreshStatistics(open(), hosts)).toBe(true);
    expect(await known()).toBe(3_000);
    // Taken from few rows, for this table and this time only.
    expect((await open().run("show default_statistics_target")).rows).toEqual([{ default_statistics_target: "100" }]);
  });

  it("takes dead rows out when nobody is there, or when it was put off for half a day", async () => {
    const statements: string[] = [];
    let quiet = 5_000;
    const database = {
      run: (text: string) => {
        statements.push(text);
        return open().run(text);
      },
      quietMs: () => quiet,
    };
    expect(await vacuumWhenDue(database, care(), hour - 1)).toBeNull();
    expect(await vacuumWhenDue(database, care(), 2 * hour)).toBeNull();
    quiet = 200_000;
    const hosts = care();
    expect(await vacuumWhenDue(database, hosts, 2 * hour)).not.toBeNull();
    expect(await vacuumWhenDue(database, hosts, 2 * hour + 1)).toBeNull();
    quiet = 0;
    expect(await vacuumWhenDue(database, care(), 12 * hour)).not.toBeNull();
    expect(statements).toEqual(["vacuum hosts", "vacuum hosts"]);
  });
});
