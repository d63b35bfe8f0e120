import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { expect, it } from "vitest";
import { describeEachDatabase } from "../../../test/database/describe-each-database.ts";
import type { Db } from "../../platform/db/database.ts";
import { archiveId } from "./archive-id.ts";
import { beat, holdPlace, keepIndex, leavePlace, type PlaceWanted, takePlace } from "./collector-place.ts";
import { askCollector, listCollectors } from "./collectors-store.ts";

const archive = "00000000-0000-0000-0000-000000000001";
const wanted: PlaceWanted = { name: null, archive, alone: false, hostName: "river" };
const running = { state: "running", hosts: 0, places: 16 } as const;

async function clear(db: Db): Promise<void> {
  await db.deleteFrom("collectors").execute();
}

/** As if nothing had been heard of it for so long; on another machine, where nobody can look whether the process lives. */
async function silence(db: Db, name: string, seconds: number): Promise<void> {
  await sql`
    update collectors set machine = 'another', heartbeat_at = now() - ${seconds} * interval '1 second'
    where name = ${name}`.execute(db);
}

describeEachDatabase("places of collectors", (open) => {
  it("numbers collectors of one host name, also when many come at once", async () => {
    const { db } = open();
    await clear(db);
    const places = await Promise.all(Array.from({ length: 8 }, () => takePlace(db, wanted)));
    const names = places.map(({ name }) => name).sort();
    expect(names).toEqual(Array.from({ length: 8 }, (_, index) => `river-${index + 1}`));
    const [first] = places;
    if (first === undefined) return;
    await leavePlace(db, first);
    expect((await takePlace(db, wanted)).name).toBe(first.name);
  });

  it("takes a place over when its holder is silent or its process gone, and never from a living one", async () => {
    const { db } = open();
    await clear(db);
    const held = await takePlace(db, wanted);
    await silence(db, held.name, 15);
    expect((await takePlace(db, wanted)).name).toBe("river-2");
    await silence(db, held.name, 25);
    expect((await takePlace(db, wanted)).name).toBe("river-1");
    // A process of this machine that is no more need not be waited for.
    await sql`update collectors set pid = 2147483, process_started = null where name = 'river-2'`.execute(db);
    expect((await takePlace(db, wanted)).name).toBe("river-2");
    expect((await takePlace(db, wanted)).name).toBe("river-3");
  });

  it("tells a collector that its place is another's, and lets it store no more", async () => {
    const { db } = open();
    await clear(db);
    const slept = await takePlace(db, wanted);
    await silence(db, slept.name, 25);
    const heir = await takePlace(db, wanted);
    expect(heir.name).toBe(slept.name);
    const lost = expect.objectContaining({ code: "collector_replaced" });
    await expect(beat(db, slept, running)).rejects.toEqual(lost);
    await expect(db.transaction().execute((trx) => holdPlace(trx, slept, 3))).rejects.toEqual(lost);
    await leavePlace(db, slept);
    await db.transaction().execute((trx) => holdPlace(trx, heir, 3));
    expect(await listCollectors(db)).toEqual([
      expect.objectContaining({ name: heir.name, state: "running", pages: 3 }),
    ]);
  });

  it("refuses a name that is held, and frees it with its holder", async () => {
    const { db } = open();
    await clear(db);
    const named = { ...wanted, name: "mill" };
    const held = await takePlace(db, named);
    await expect(takePlace(db, named)).rejects.toMatchObject({ code: "collector_name_taken", status: 409 });
    expect((await takePlace(db, { ...named, alone: true })).life).not.toBe(held.life);
    await silence(db, "mill", 25);
    expect((await takePlace(db, named)).name).toBe("mill");
  });

  it("passes over places that wrote into another archive", async () => {
    const { db } = open();
    await clear(db);
    const first = await takePlace(db, wanted);
    await leavePlace(db, first);
    expect((await takePlace(db, { ...wanted, archive: archive.replace(/1$/, "2") })).name).toBe("river-2");
    expect((await takePlace(db, wanted)).name).toBe("river-1");
  });

  it("lets one at a time keep the index of an archive, and another when that one is silent", async () => {
    const { db } = open();
    await clear(db);
    const places = [await takePlace(db, wanted), await takePlace(db, wanted)] as const;
    const other = await takePlace(db, { ...wanted, archive: archive.replace(/1$/, "2") });
    const keeps = (place: (typeof places)[number]) => keepIndex(db, place, 20_000);
    expect([await keeps(places[0]), await keeps(places[1]), await keeps(other), await keeps(places[0])]).toEqual([
      true,
      false,
      true,
      true,
    ]);
    await silence(db, places[0].name, 25);
    expect([await keeps(places[1]), await keeps(places[0])]).toEqual([true, false]);
    await leavePlace(db, places[1]);
    await beat(db, places[0], running);
    expect(await keeps(places[0])).toBe(true);
  });

  it("tells a collector how the others are", async () => {
    const { db } = open();
    await clear(db);
    const [first, second, third] = [
      await takePlace(db, wanted),
      await takePlace(db, wanted),
      await takePlace(db, wanted),
    ];
    const others = async () => (await beat(db, first, { ...running, hosts: 9 })).others;
    await beat(db, second, { ...running, hosts: 16 });
    await beat(db, third, { ...running, hosts: 2 });
    expect(await others()).toEqual({ count: 2, hosts: 18, least: 2 });
    await leavePlace(db, third);
    expect(await others()).toEqual({ count: 1, hosts: 16, least: null });
    await silence(db, second.name, 25);
    expect(await others()).toEqual({ count: 0, hosts: 0, least: null });
  });

  it("passes on what is asked of a collector, and says who is lost", async () => {
    const { db } = open();
    await clear(db);
    const place = await takePlace(db, wanted);
    expect(await beat(db, place, { ...running, hosts: 4 })).toMatchObject({ wanted: "run" });
    expect(await askCollector(db, place.name, "drain")).toMatchObject({ wanted: "drain", state: "running", hosts: 4 });
    expect(await beat(db, place, running)).toMatchObject({ wanted: "drain" });
    await askCollector(db, place.name, "stop");
    await askCollector(db, place.name, "drain");
    expect(await beat(db, place, running)).toMatchObject({ wanted: "stop" });
    await silence(db, place.name, 25);
    expect(await listCollectors(db)).toEqual([expect.objectContaining({ state: "lost", hosts: 0 })]);
    await leavePlace(db, place);
    expect(await askCollector(db, place.name, "drain")).toMatchObject({ state: "stopped", wanted: "stop" });
    await expect(askCollector(db, "nobody", "drain")).rejects.toMatchObject({ code: "collector_not_found" });
  });
});

it("gives an archive folder one id, whoever asks first", () => {
  const folder = mkdtempSync(join(tmpdir(), "naru-archive-id-"));
  const id = archiveId(folder);
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  expect(archiveId(`${folder}/.`)).toBe(id);
  expect(archiveId(mkdtempSync(join(tmpdir(), "naru-archive-id-")))).not.toBe(id);
});
