import { expect, it } from "vitest";
import { storeCapture } from "../../test/builders/stored-document.ts";
import { describeEachDatabase } from "../../test/database/describe-each-database.ts";
import { documentRow, type ReadingToSave } from "./document-row.ts";
import { replaceDocuments, saveReadings, writeRefined } from "./documents-store.ts";
import { readPage } from "./read-page.ts";

describeEachDatabase("documents that are gone", (open) => {
  async function page(url: string, text: string): Promise<ReadingToSave> {
    const body = Buffer.from(`<title>나루</title><article><p>${text}</p></article>`);
    const reading = readPage({ url, contentType: "text/html; charset=utf-8", robotsTags: [], body });
    const captureId = await storeCapture(open().db, { url });
    return {
      captureId,
      collectionId: null,
      sourceId: "web",
      url,
      host: "site.test",
      collectedAt: new Date(0),
      reading,
    };
  }
  const save = (one: ReadingToSave) =>
    open()
      .db.transaction()
      .execute((trx) => saveReadings(trx, [one]));
  const change = (id: number, values: Record<string, unknown>) =>
    open().db.updateTable("documents").set(values).where("id", "=", id).execute();
  const erase = (id: number) =>
    change(id, { deleted_at: new Date(), text: "", text_digest: "", title: null, grade: 1 });
  const rowsOf = (url: string) =>
    open().db.selectFrom("documents").selectAll().where("url", "=", url).orderBy("id").execute();

  it("stay erased when cleaning comes late", async () => {
    const url = "https://site.test/late";
    const [id = 0] = await save(await page(url, "나루에 배가 닿았다. 사람들이 내렸다."));
    await erase(id);
    const clean = { clean_text: "나루에", clean_title: "나루", masked: {}, hashtags: [], mentions: [] };
    await writeRefined(open().db, [
      { id, ...clean, grade: 4, failed_rule: null, failed_detail: null, refiner_version: "1", grams: ["나루"] },
    ]);
    expect(await rowsOf(url)).toMatchObject([{ grade: 1, clean_text: null, clean_title: null }]);
  });

  it("stay erased when they are read again from the archive at that moment", async () => {
    const url = "https://site.test/again";
    const one = await page(url, "나루에 배가 닿았다. 사람들이 내렸다.");
    const [id = 0] = await save(one);
    await erase(id);
    expect(
      await open()
        .db.transaction()
        .execute((trx) => replaceDocuments(trx, [id], [documentRow(one, null)])),
    ).toEqual([]);
    expect(await rowsOf(url)).toMatchObject([{ id, current: true, text: "" }]);
  });

  it("keep the moment since when in their next version", async () => {
    const url = "https://site.test/version";
    const one = await page(url, "나루에 배가 닿았다. 사람들이 내렸다.");
    const [id = 0] = await save(one);
    const since = new Date("2026-11-01T00:00:00Z");
    await change(id, { deleted_at: since });
    await open()
      .db.transaction()
      .execute((trx) => replaceDocuments(trx, [id], [documentRow(one, null)]));
    const [, next] = await rowsOf(url);
    expect(next).toMatchObject({ current: true, deleted_at: since });
  });

  it("are gone no more when they are found unchanged", async () => {
    const url = "https://site.test/back";
    const text = "나루에 배가 닿았다. 사람들이 내렸다.";
    const [id = 0] = await save(await page(url, text));
    await change(id, { deleted_at: new Date() });
    expect(await save(await page(url, text))).toEqual([]);
    expect(await rowsOf(url)).toMatchObject([{ id, current: true, deleted_at: null }]);
  });
});
