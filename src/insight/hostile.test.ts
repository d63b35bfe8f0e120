import { expect, it } from "vitest";
import { storeDocument } from "../../test/builders/stored-document.ts";
import { describeEachDatabase } from "../../test/database/describe-each-database.ts";
import { documentListQuery } from "../contracts/documents.ts";
import { listDocuments } from "./documents-view.ts";

describeEachDatabase("hostile searches over hostile text", (open) => {
  it("are answered in bounded time", async () => {
    const { db } = open();
    await storeDocument(db, { clean_text: "a.b ".repeat(250_000), clean_title: null });
    await storeDocument(db, { clean_text: "가.나 ".repeat(250_000), clean_title: null });
    await storeDocument(db, { clean_text: "가".repeat(1_000_000), clean_title: null });
    for (const q of [
      `${"a.b.".repeat(9)}c`,
      `"${"가 나 ".repeat(9)}가나다"`,
      `"${"가 나 ".repeat(9)}" OR "${"a b ".repeat(9)}"`,
      `"${"가 나 ".repeat(14)}"`,
      `"${"a b ".repeat(14)}"`,
      `${"가".repeat(499)}`,
      `${"-(가 ".repeat(9)}나${")".repeat(9)}`,
      Array.from({ length: 50 }, (_, n) => `w${n}`).join(" OR "),
      Array.from({ length: 50 }, () => '"a b"').join(" OR "),
    ]) {
      const begin = performance.now();
      await listDocuments(db, documentListQuery.parse({ q: q.slice(0, 500) }));
      const ms = performance.now() - begin;
      expect(ms, q.slice(0, 40)).toBeLessThan(4000);
    }
  });
});
