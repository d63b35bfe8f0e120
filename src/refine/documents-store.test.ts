import { beforeEach, expect, it } from "vitest";
import { storeCapture } from "../../test/builders/stored-document.ts";
import { describeEachDatabase } from "../../test/database/describe-each-database.ts";
import { createServerDatabase } from "../../test/database/server.ts";
import { openDatabase } from "../platform/db/database.ts";
import type { ReadingToSave } from "./document-row.ts";
import { saveReadings } from "./documents-store.ts";
import { readPage } from "./read-page.ts";
import { refineDocuments } from "./refine-job.ts";
import { parserVersion, refinerVersion } from "./versions.ts";

const html = (title: string, ...paragraphs: string[]) =>
  `<html lang="ko"><head><meta charset="utf-8"><title>${title}</title><meta name="robots" content="noai"><meta property="article:published_time" content="2024-03-05T14:20:00+09:00"></head><body><article>${paragraphs.map((p) => `<p>${p}</p>`).join("")}<img src="/배.jpg" alt="배"></article></body></html>`;

describeEachDatabase("documents", (open) => {
  beforeEach(async () => {
    await open().db.deleteFrom("documents").execute();
  });

  async function page(url: string, body: string, contentType = "text/html"): Promise<ReadingToSave> {
    const captureId = await storeCapture(open().db, { url });
    const reading = readPage({ url, contentType, robotsTags: [], body: Buffer.from(body) });
    return {
      captureId,
      collectionId: null,
      sourceId: "web",
      url,
      host: "site.test",
      collectedAt: new Date("2026-01-02T03:04:05Z"),
      reading,
    };
  }
  const save = (pages: ReadingToSave[]) =>
    open()
      .db.transaction()
      .execute((trx) => saveReadings(trx, pages));
  const rows = () => open().db.selectFrom("documents").selectAll().orderBy("id").execute();

  it("masks personal data in the fields that are shown as they are stored", async () => {
    const body = html("나루 이야기", "나루에 배가 닿았다. 사람들이 내렸다.")
      .replace("<title>", '<meta name="author" content="먼산 010-1234-5678"><title>')
      .replace('alt="배"', 'alt="문의 boat@naru.test"');
    await save([await page("https://site.test/masked", body)]);
    const [row] = await rows();
    expect(JSON.stringify([row?.author, row?.images])).not.toMatch(/1234|boat@/);
    expect(row?.author).toContain("먼산");
  });

  it("writes a reading with all its fields at grade 3", async () => {
    const one = await page(
      "https://site.test/1",
      html("나루 이야기", "나루에 배가 닿았다.", "사람들이 내렸다. 뷁 😭 'quote' \\ \"x\""),
    );
    const [id] = await save([one]);
    const [row] = await rows();
    expect(row).toMatchObject({
      id,
      capture_id: one.captureId,
      source_id: "web",
      current: true,
      grade: 3,
      failed_rule: "cleaned",
      parser_version: parserVersion,
      refiner_version: null,
      title: "나루 이야기",
      published_at: new Date("2024-03-05T05:20:00Z"),
      dated_at: new Date("2024-03-05T05:20:00Z"),
      collected_at: new Date("2026-01-02T03:04:05Z"),
      language: "ko",
      images: [{ url: "https://site.test/%EB%B0%B0.jpg", alt: "배" }],
      charset: "utf-8",
      charset_source: "meta",
      no_ai: true,
      no_index: false,
      text: "나루에 배가 닿았다.\n사람들이 내렸다. 뷁 😭 'quote' \\ \"x\"",
      clean_text: null,
      masked: {},
      hashtags: [],
    });
  });

  it("lets the later of two captures be current, whichever is saved last", async () => {
    const url = "https://site.test/late";
    const early = await page(url, html("나루", "아침에 배가 닿았다. 사람들이 내렸다."));
    const late = {
      ...(await page(url, html("나루", "저녁에 배가 떠났다. 사람들이 탔다."))),
      collectedAt: new Date("2026-01-03"),
    };
    expect(await save([late])).toHaveLength(1);
    expect(await save([early])).toHaveLength(0);
    expect(await rows()).toMatchObject([{ current: true, text: expect.stringContaining("저녁") }]);
  });

  it("writes nothing for an unchanged page, and moves current when it changed", async () => {
    const url = "https://site.test/2";
    const [first] = await save([await page(url, html("제목", "나루에 배가 닿았다."))]);
    expect(await save([await page(url, html("제목", "나루에 배가 닿았다."))])).toEqual([]);
    const [second] = await save([await page(url, html("제목", "나루에서 배가 떠났다."))]);
    expect((await rows()).map(({ id, current }) => [id, current])).toEqual([
      [first, false],
      [second, true],
    ]);
  });

  it("takes many pages at once, the last of one address, and passes over what has no document", async () => {
    const pages = await Promise.all(
      Array.from({ length: 120 }, (_, i) => page(`https://site.test/m/${i}`, html(`제목 ${i}`, `본문 ${i}입니다.`))),
    );
    const again = await page("https://site.test/m/0", html("제목 새로", "새 본문입니다."));
    const wall = await page(
      "https://site.test/w",
      "<title>Just a moment...</title><p>Checking your browser</p><script src='/cdn-cgi/challenge-platform/x'></script>",
    );
    const binary = await page("https://site.test/b", "\u0001\u0002", "image/png");
    const ids = await save([...pages, again, wall, binary]);
    expect(ids).toHaveLength(120);
    expect(new Set(ids).size).toBe(120);
    const first = await open()
      .db.selectFrom("documents")
      .select("title")
      .where("url", "=", "https://site.test/m/0")
      .execute();
    expect(first).toEqual([{ title: "제목 새로" }]);
    expect(await save([])).toEqual([]);
  });

  it("keeps sources apart", async () => {
    const one = await page("https://site.test/3", html("제목", "나루에 배가 닿았다."));
    expect(await save([one, { ...one, sourceId: "other" }])).toHaveLength(2);
  });

  it("refines to grade 4, masks, and does nothing the second time", async () => {
    const ids = await save([
      await page(
        "https://site.test/4",
        html("문의 010-1234-5678", "연락은 hong@a.kr 또는 010-1234-5678 ㅋㅋㅋㅋ", "#나루 #배", "@nemo 고마워요 😭"),
      ),
      await page("https://site.test/5", html("짧은 글", "배가 닿았다.")),
      await page("https://site.test/6", html("빈 글")),
    ]);
    expect(await refineDocuments(open().db, ids)).toEqual(expect.arrayContaining(ids.slice(0, 2)));
    const [first, , empty] = await rows();
    expect(first).toMatchObject({
      grade: 4,
      failed_rule: "derived",
      refiner_version: refinerVersion,
      clean_title: "문의 [전화번호]",
      clean_text: "연락은 [이메일] 또는 [전화번호] ㅋㅋ\n고마워요 😭",
      masked: { email: 1, phone: 2 },
      hashtags: ["나루", "배"],
      mentions: ["nemo"],
    });
    expect(first?.text).toContain("hong@a.kr");
    expect(empty).toMatchObject({ grade: 1, failed_rule: "has-text", clean_text: null });
    const before = await rows();
    expect(await refineDocuments(open().db, ids)).toHaveLength(2);
    expect(await rows()).toEqual(before);
    expect(await refineDocuments(open().db, [])).toEqual([]);
  });

  it("cleans, masks and lets find what stays at grade 2, and hands it to nobody", async () => {
    const nameless = html("", "연락은 hong@a.kr 로 주세요.", "나루에 배가 닿았다.").replace("<title></title>", "");
    const ids = await save([
      await page("https://site.test/8", nameless),
      await page("https://site.test/9", html("빈 글")),
    ]);
    expect(await refineDocuments(open().db, ids)).toEqual([]);
    const [row, empty] = await rows();
    expect(row).toMatchObject({
      grade: 2,
      failed_rule: "has-title",
      failed_detail: "The page has no title.",
      refiner_version: refinerVersion,
      clean_title: null,
      clean_text: "연락은 [이메일] 로 주세요.\n나루에 배가 닿았다.",
      masked: { email: 1 },
    });
    expect(row?.grams).toEqual(expect.arrayContaining(["나루", "닿았"]));
    expect(row?.grams).not.toContain("hong");
    expect(empty).toMatchObject({ grade: 1, clean_text: null, grams: [] });
    const before = await rows();
    await refineDocuments(open().db, ids);
    expect(await rows()).toEqual(before);
  });

  it("does not send an analysed document back to grade 4", async () => {
    const ids = await save([await page("https://site.test/7", html("글", "배가 닿았다."))]);
    await refineDocuments(open().db, ids);
    await open().db.updateTable("documents").set({ grade: 5, failed_rule: null, analyzer_version: "1" }).execute();
    expect(await refineDocuments(open().db, ids)).toEqual(ids);
    expect((await rows())[0]).toMatchObject({ grade: 5 });
  });
});

it("lets the later of two captures be current when two collectors save them at the same moment", async () => {
  const created = await createServerDatabase();
  const [one, other] = await Promise.all([0, 1].map(() => openDatabase({ kind: "server", url: created.url })));
  if (one === undefined || other === undefined) throw new Error("no database");
  const urls = Array.from({ length: 3 }, (_, at) => `https://site.test/${at}`);
  const version = async (word: string, hour: number): Promise<ReadingToSave[]> =>
    Promise.all(
      urls.map(async (url) => ({
        captureId: await storeCapture(one.db, { url }),
        collectionId: null,
        sourceId: "web",
        url,
        host: "site.test",
        collectedAt: new Date(Date.UTC(2026, 0, 2, hour)),
        reading: readPage({
          url,
          contentType: "text/html",
          robotsTags: [],
          body: Buffer.from(html("나루", `${word} 배가 닿았다. 사람들이 내렸다.`)),
        }),
      })),
    );
  /** Saves both, the second while the first is not yet committed. */
  const race = async (first: ReadingToSave[], second: ReadingToSave[]) => {
    let commit = () => {};
    const held = new Promise<void>((resolve) => {
      commit = resolve;
    });
    let saved = () => {};
    const isSaved = new Promise<void>((resolve) => {
      saved = resolve;
    });
    const slow = one.db.transaction().execute(async (trx) => {
      const ids = await saveReadings(trx, first);
      saved();
      await held;
      return ids;
    });
    await isSaved;
    const quick = other.db.transaction().execute((trx) => saveReadings(trx, second));
    // It waits for the rows of the first by now.
    await new Promise((resolve) => setTimeout(resolve, 150));
    commit();
    await Promise.all([slow, quick]);
    const rows = await one.db.selectFrom("documents").select(["text", "current"]).orderBy("id").execute();
    return rows.filter(({ current }) => current).map(({ text }) => text.split(" ")[0]);
  };
  try {
    expect(await race(await version("아침에", 8), await version("낮에", 12))).toEqual(["낮에", "낮에", "낮에"]);
    // A row that is there already makes no difference.
    expect(await race(await version("저녁에", 18), await version("밤에", 22))).toEqual(["밤에", "밤에", "밤에"]);
    expect(await race(await version("새벽에", 30), await version("어제", 2))).toEqual(["새벽에", "새벽에", "새벽에"]);
    expect(await one.db.selectFrom("documents").select("id").execute()).toHaveLength(15);
  } finally {
    await Promise.all([one.close(), other.close()]);
    await created.drop();
  }
}, 30_000);
