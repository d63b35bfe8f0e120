import { sql } from "kysely";
import { expect, it } from "vitest";
import { describeEachDatabase } from "../../../test/database/describe-each-database.ts";
import { TextRun, textAt } from "./text-run.ts";

describeEachDatabase("texts beside the rows of a statement", (open) => {
  it("gives every row its own text, whatever its letters are", async () => {
    const texts = ["나루에 배가 닿았다.", "", "plain", null, "😭 'quote' \\ \"x\"\n둘째 줄", "뷁".repeat(100_000)];
    const run = new TextRun();
    const rows = texts.map((text, id) => ({ id, ...run.add(text) }));
    const { rows: read } = await sql<{ id: number; text: string | null }>`
      select r.id, ${textAt("t.run", { at: "r.at", bytes: "r.bytes" })} as text
      from (select ${run.toBytes()}::bytea as run) t, json_to_recordset(${JSON.stringify(rows)}::json) as r(id int, at int, bytes int)
      order by r.id`.execute(open().db);
    expect(read.map(({ text }) => text)).toEqual(texts);
  });

  it("takes a batch without texts", async () => {
    const { rows } = await sql`select ${new TextRun().toBytes()}::bytea as run`.execute(open().db);
    expect(rows).toHaveLength(1);
  });

  it("keeps bytes that are no text as they are", async () => {
    const bytes = Buffer.from([0, 255, 92, 120, 39, 10]);
    const { rows } = await sql<{ hex: string }>`select encode(${bytes}::bytea, 'hex') as hex`.execute(open().db);
    expect(rows[0]?.hex).toBe("00ff5c78270a");
  });
});
