import { type Kysely, sql } from "kysely";
import { expect, it } from "vitest";
import { storeDocument } from "../../../test/builders/stored-document.ts";
import { describeEachDatabase } from "../../../test/database/describe-each-database.ts";
import { keywordsIn } from "./keyword-columns.ts";
import { down, up } from "./migrations/0013-keyword-columns.ts";

describeEachDatabase("moving keywords into their documents", (open) => {
  it("keeps every one with its weight and count, and finds it", async () => {
    const db = open().db;
    const many = [
      { term: "나루", weight: 1, count: 3 },
      { term: "배", weight: 0.4567, count: 1 },
      { term: "뱃사공", weight: 0.4567, count: 2 },
    ];
    const ids = [
      await storeDocument(db, { keywords: many }),
      await storeDocument(db, { keywords: [{ term: "물결", weight: 1, count: 1 }] }),
      await storeDocument(db),
    ];
    const before = await keywords();
    await down(db as Kysely<unknown>);
    const { rows } = await sql<{ n: number }>`select count(*) as n from document_keywords`.execute(db);
    expect(rows).toEqual([{ n: 4 }]);
    await up(db as Kysely<unknown>);
    expect(await keywords()).toEqual(before);
    expect(before).toEqual([many, [{ term: "물결", weight: 1, count: 1 }], []]);

    async function keywords() {
      const found = await db.selectFrom("documents").selectAll().where("id", "in", ids).orderBy("id").execute();
      return found.map(keywordsIn);
    }
  });
});
