import { expect, it } from "vitest";
import { storeDocument } from "../../test/builders/stored-document.ts";
import { describeEachDatabase } from "../../test/database/describe-each-database.ts";
import { eraseItems, withBranches } from "./items-store.ts";

describeEachDatabase("erasing items", (open) => {
  const post = { source_id: "boats", kind: "post" } as const;
  const rowOf = (id: number) =>
    open().db.selectFrom("documents").selectAll().where("id", "=", id).executeTakeFirstOrThrow();

  it("takes the text of every version, and of a page that was only gone until now", async () => {
    const { db } = open();
    const url = "https://site.test/1";
    const since = new Date("2026-11-01T00:00:00Z");
    const words = [{ term: "나루", weight: 1, count: 1 }];
    const older = await storeDocument(db, { ...post, url, current: false, text: "나루", keywords: words });
    const gone = await storeDocument(db, { ...post, url, text: "나루", deleted_at: since, keywords: words });
    const other = await storeDocument(db, { url, text: "나루" });
    expect(await eraseItems(db, [{ sourceId: "boats", url }])).toBe(2);
    expect(await eraseItems(db, [{ sourceId: "boats", url }])).toBe(0);
    const erased = {
      text: "",
      clean_text: null,
      clean_title: null,
      grams: [],
      keywords: [],
      grade: 1,
      failed_rule: "deleted",
    };
    expect(await rowOf(older)).toMatchObject({ ...erased, deleted_at: expect.any(Date) });
    expect(await rowOf(gone)).toMatchObject({ ...erased, deleted_at: since });
    expect(await rowOf(other)).toMatchObject({ text: "나루", deleted_at: null });
  });

  it("finds what hangs on an item, in circles too", async () => {
    const { db } = open();
    const [a, b, c] = ["https://site.test/a", "https://site.test/b", "https://site.test/c"] as const;
    await storeDocument(db, { ...post, url: a, parent_url: c });
    await storeDocument(db, { ...post, url: b, parent_url: a });
    await storeDocument(db, { ...post, url: c, parent_url: b });
    await storeDocument(db, { ...post, url: "https://site.test/d", parent_url: "https://site.test/x" });
    const branches = await withBranches(db, [{ sourceId: "boats", url: a }]);
    expect(branches.map(({ url }) => url).sort()).toEqual([a, b, c]);
  });
});
