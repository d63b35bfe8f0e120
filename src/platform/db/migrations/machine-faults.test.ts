import { expect, it } from "vitest";
import { storeDocument } from "../../../../test/builders/stored-document.ts";
import { describeEachDatabase } from "../../../../test/database/describe-each-database.ts";
import { up } from "./0016-machine-faults.ts";

describeEachDatabase("documents that were kept as faulty", (open) => {
  it("wait again when it was the machine, and stay as they are when it was they", async () => {
    const { db } = open();
    const store = (grade: number, failed_rule: string, failed_detail: string) =>
      storeDocument(db, { grade, failed_rule, failed_detail });
    const ids = [
      await store(4, "analysable", 'error: could not extend file "base/5/1": No space left on device'),
      await store(4, "analysable", "Connection terminated unexpectedly"),
      await store(3, "cleanable", "Error: ENOSPC: no space left on device, write"),
      await store(4, "analysable", "The thread that reads texts broke: a text of one character, 5,000,000 times."),
      await store(3, "cleanable", "RangeError: Maximum call stack size exceeded"),
    ];
    await up(db as never);
    const rows = await db.selectFrom("documents").select(["id", "failed_rule"]).where("id", "in", ids).execute();
    const rules = new Map(rows.map(({ id, failed_rule }) => [id, failed_rule]));
    expect(ids.map((id) => rules.get(id))).toEqual(["derived", "derived", "cleaned", "analysable", "cleanable"]);
  });
});
