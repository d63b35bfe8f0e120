import { expect, it } from "vitest";
import { describeEachDatabase } from "../../../test/database/describe-each-database.ts";
import type { Db } from "../../platform/db/database.ts";
import { findMark, markKeyOf, saveMarks } from "./marks.ts";

const key = markKeyOf("https://api.example/search?query=나루&since=2026-11-01&naru.seen=100");
const at = (day: number) => new Date(Date.UTC(2026, 10, day));
const mark = (collectionId: number, day: number) => ({
  sourceId: "village-board",
  key,
  items: 3,
  newestAt: at(day),
  collectionId,
});

async function collection(db: Db, status: "running" | "done", failed = 0): Promise<number> {
  const { id } = await db
    .insertInto("collections")
    .values({ source_id: "village-board", request: "{}", status, cookies: "null", failed })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

it("knows a list by what was asked, not by when", () => {
  expect(key).toBe(markKeyOf("https://api.example/search?since=2026-12-01&query=나루"));
  expect(key).not.toBe(markKeyOf("https://api.example/search?query=강"));
});

describeEachDatabase("marks", (open) => {
  it("move the cursor only by collections that read their lists to the end", async () => {
    const { db } = open();
    const readTo = async () => (await findMark(db, "village-board", key))?.readTo ?? null;
    const first = await collection(db, "running");
    await saveMarks(db, [mark(first, 1)]);
    await saveMarks(db, [mark(first, 2)]);
    expect(await readTo()).toBeNull();
    await db.updateTable("collections").set({ status: "done" }).where("id", "=", first).execute();
    expect(await readTo()).toEqual(at(2));
    // One that was left half-way, or lost a page, begins a gap: the next goes on from before it.
    for (const broken of [await collection(db, "running"), await collection(db, "done", 1)]) {
      await saveMarks(db, [mark(broken, 9)]);
      expect(await readTo()).toEqual(at(2));
    }
    await saveMarks(db, [mark(await collection(db, "done"), 10)]);
    expect(await readTo()).toEqual(at(10));
    await saveMarks(db, [{ ...mark(await collection(db, "running"), 12), items: 0 }]);
    expect(await findMark(db, "village-board", key)).toEqual({ items: 3, readTo: at(10) });
  });
});
