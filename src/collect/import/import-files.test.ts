import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { parquetWriteBuffer } from "hyparquet-writer";
import iconv from "iconv-lite";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ImportBench, savedAt } from "../../../test/builders/import-run.ts";
import { buildPdf, pdfText } from "../../../test/builders/small-pdf.ts";
import { describeEachDatabase } from "../../../test/database/describe-each-database.ts";
import { loadCapture, pageInputOf, readPayload } from "../../archive/index.ts";
import { refineAgain } from "../../refine/index.ts";
import { listFailures, loadCollection } from "../collections-view.ts";
import { createItemReader } from "../read-items.ts";

describeEachDatabase("importing files", (open) => {
  let bench: ImportBench;
  beforeAll(async () => {
    bench = await ImportBench.open(() => open().db);
  });
  afterAll(() => bench.close());

  const put = (name: string, body: string | Uint8Array) => bench.put(name, body);
  const run: ImportBench["run"] = (...given) => bench.run(...given);
  const documentsOf = (collectionId: number) => bench.documentsOf(collectionId);
  const refine = () => {
    const { db } = open();
    return refineAgain({ db, archiveFolder: bench.archiveFolder, sourceId: "files", readItems: createItemReader(db) });
  };

  it("makes a document of every row, points it to its bytes, and knows the file when it comes again", async () => {
    bench.sent = [];
    const path = await put(
      "자료/리뷰.csv",
      iconv.encode(
        '번호,제목,리뷰내용,작성자,작성일,평점\r\n1,"나루 찻집","차가 따뜻하고, ""정말"" 좋았어요.\n또 갈게요.",물결,2026.02.03 14:05,5\r\n2,강변 식당,"똠양꿍이 뷁 같았다",하늘,2026-02-04,1.5\r\n',
        "cp949",
      ),
    );
    const report = await run([path]);
    expect(report).toMatchObject({
      files: 1,
      archived: 1,
      rows: 2,
      documents: 2,
      failed: 0,
      skipped: 0,
      finished: true,
    });
    const documents = await documentsOf(report.collectionId);
    expect(documents).toMatchObject([
      {
        source_id: "files",
        kind: "row",
        title: "나루 찻집",
        text: '차가 따뜻하고, "정말" 좋았어요.\n또 갈게요.',
        author: "물결",
        published_at: new Date("2026-02-03T05:05:00Z"),
        collected_at: savedAt,
        fields: { row: 1, 번호: 1, 평점: 5 },
        grade: 3,
      },
      {
        title: "강변 식당",
        text: "똠양꿍이 뷁 같았다",
        published_at: new Date("2026-02-03T15:00:00Z"),
        fields: { 평점: 1.5 },
      },
    ]);
    const file = `file:///${encodeURIComponent("자료")}/${encodeURIComponent("리뷰.csv")}`;
    expect(documents.map(({ url }) => url)).toEqual([`${file}#row=1`, `${file}#row=2`]);
    expect(documents[0]?.parent_url).toBe(file);
    expect(bench.sent).toEqual(documents.map(({ id }) => id));

    const { db } = open();
    const capture = await loadCapture(db, documents[0]?.capture_id ?? 0);
    expect(capture).toMatchObject({ url: `${file}?rows=1-2`, recordType: "resource", capturedAt: savedAt, host: "" });
    const payload = await readPayload(
      { folder: bench.archiveFolder, loadCapture: (id) => loadCapture(db, id) },
      capture,
    );
    expect(Buffer.from(pageInputOf(capture.url, payload).body).toString()).toContain('"리뷰내용":"똠양꿍이 뷁 같았다"');
    expect(await loadCollection(db, report.collectionId)).toMatchObject({
      source: "files",
      status: "done",
      request: { urls: [file] },
      progress: { done: 1, failed: 0, skipped: 0, queued: 0, documents: 2, captures: 1 },
    });

    const again = await run([path]);
    expect(again).toMatchObject({ archived: 0, known: 1, rows: 0, documents: 0, failed: 0 });
    expect(await documentsOf(again.collectionId)).toEqual([]);
    expect(await refine()).toMatchObject({ changed: 0, added: 0, failed: 0 });
  });

  it("reads a folder of everything and names what it could not take", async () => {
    const parquet = new Uint8Array(
      parquetWriteBuffer({
        columnData: [
          { name: "title", data: ["파케이 한 줄", "파케이 두 줄"], type: "STRING" },
          { name: "text", data: ["강물이 천천히 흐른다.", "나루터에 배가 닿았다."], type: "STRING" },
          { name: "likes", data: [3n, 12345678901n], type: "INT64" },
          { name: "created_at", data: [new Date("2026-01-05T01:02:03Z"), null], type: "TIMESTAMP" },
        ],
      }),
    );
    await put("모음/표.parquet", parquet);
    await put(
      "모음/글.json",
      JSON.stringify({
        total: 2,
        items: [
          { title: "제이슨", content: "안에 든 글", link: "https://example.com/a?utm_source=x" },
          { title: "둘", content: "또 하나", link: "https://example.com/a" },
        ],
      }),
    );
    await put(
      "모음/줄.jsonl.gz",
      gzipSync('{"text":"첫 줄입니다","lang":"ko"}\n\n{"text":부서짐}\n{"text":"셋째 줄입니다"}\n'),
    );
    await put(
      "모음/문서.pdf",
      buildPdf([["나루는 강가의 나루터입니다.", "둘째 줄"], [], ["마지막 쪽입니다."]], {
        info: `/Title ${pdfText("나루 안내")}`,
      }),
    );
    await put("모음/스캔.pdf", buildPdf([[], []]));
    await put("모음/메모.txt", iconv.encode("오늘의 메모\n강가에서 점심을 먹었다. 똠방각하.", "cp949"));
    await put(
      "모음/page.html",
      `<!-- saved from url=(0026)https://example.com/여행 --><title>여행기</title><body><article><h1>여행기</h1><p>${"스위스에 다녀왔습니다. 호수가 맑았습니다. ".repeat(10)}</p></article>`,
    );
    await put("모음/page_files/style.css", "p{}");
    await put("모음/그림.png", Buffer.from("89504e470d0a1a0a00000000", "hex"));
    const report = await run([join(bench.home, "모음")]);
    expect(report).toMatchObject({ files: 8, failed: 2, skipped: 2, finished: true });
    expect(report.byReason).toEqual({ parse_failed: 1, no_text: 1, unsupported_type: 1, out_of_scope: 1 });
    expect(report.failures.map(({ detail }) => detail).sort()).toEqual([
      "The PDF holds pictures of pages and no text; it was scanned.",
      expect.stringMatching(/^line 3: It is not JSON/),
    ]);
    const documents = await documentsOf(report.collectionId);
    const byTitle = new Map(documents.map((document) => [document.title ?? document.text, document]));
    expect(byTitle.get("파케이 두 줄")).toMatchObject({
      text: "나루터에 배가 닿았다.",
      fields: { row: 2, likes: 12345678901 },
    });
    expect(byTitle.get("파케이 한 줄")?.published_at).toEqual(new Date("2026-01-05T01:02:03Z"));
    expect(byTitle.get("제이슨")?.url).toBe("https://example.com/a");
    expect(byTitle.get("둘")?.url).toMatch(/^file:.*#row=2$/);
    expect(byTitle.get("첫 줄입니다")).toMatchObject({ language: "ko", kind: "row" });
    expect(byTitle.get("나루 안내")).toMatchObject({
      kind: "page",
      text: "나루는 강가의 나루터입니다.\n둘째 줄\n마지막 쪽입니다.",
      fields: { pages: 3, pagesWithoutText: 1 },
    });
    expect(byTitle.get("오늘의 메모")).toMatchObject({ charset: "cp949", text: expect.stringContaining("똠방각하") });
    expect(byTitle.get("여행기")?.url).toBe(`https://example.com/${encodeURIComponent("여행")}`);
    expect(documents).toHaveLength(9);

    const { db } = open();
    expect(await listFailures(db, report.collectionId)).toHaveLength(4);
    expect((await loadCollection(db, report.collectionId)).progress).toMatchObject({
      failed: 2,
      skipped: 2,
      queued: 0,
    });
    expect(await run([join(bench.home, "모음")])).toMatchObject({ archived: 0, documents: 0, failed: 2, skipped: 2 });
    expect(await refine()).toMatchObject({ changed: 0, added: 0, failed: 0 });
  });

  it("takes a changed file for a new version, and goes on after it was stopped half-way", async () => {
    const lines = Array.from({ length: 2_500 }, (_, index) => `${index + 1},글 번호 ${index + 1} 강가의 이야기`);
    const path = await put("큰/표.csv", `id,본문\n${lines.join("\n")}\n`);
    const stop = new AbortController();
    const halted = await run(
      [path],
      {},
      { signal: stop.signal, onProgress: () => stop.abort(), limits: { chunkRows: 100 } },
    );
    expect(halted.finished).toBe(false);
    expect(halted.rows).toBeGreaterThan(0);
    expect(halted.rows).toBeLessThan(2_500);
    expect((await loadCollection(open().db, halted.collectionId)).status).toBe("stopped");
    const rest = await run([path], {}, { limits: { chunkRows: 100 } });
    expect(rest).toMatchObject({ rows: 2_500 - halted.rows, documents: 2_500 - halted.documents, finished: true });

    await put("큰/표.csv", `id,본문\n${lines.with(7, "8,바뀐 글입니다 새로운 이야기").join("\n")}\n`);
    expect(await run([path], {}, { limits: { chunkRows: 100 } })).toMatchObject({
      archived: 1,
      known: 24,
      documents: 1,
    });
  });

  it("tells what kept a batch from being stored though it is reading on, and begins again where it was", async () => {
    const lines = Array.from({ length: 3_500 }, (_, index) => `${index + 1},물가의 글 번호 ${index + 1}`);
    const path = await put("깨짐/표.csv", `id,본문\n${lines.join("\n")}\n`);
    let calls = 0;
    const onDocuments = async () => {
      calls += 1;
      if (calls > 1) throw new Error("the queue is gone");
    };
    await expect(run([path], {}, { onDocuments })).rejects.toThrow("the queue is gone");
    const [last] = await open()
      .db.selectFrom("collections")
      .select(["status", "error_message"])
      .orderBy("id", "desc")
      .limit(1)
      .execute();
    expect(last).toEqual({ status: "failed", error_message: "the queue is gone" });
    // 1,000 rows were stored in one job before.
    expect(await run([path])).toMatchObject({ rows: 2_500, documents: 2_500, finished: true });
  });

  it("lets the source that is named read the file, whole, and says so when it cannot", async () => {
    const post = `<!-- saved from url=(0041)https://m.blog.naver.com/naru/223000000001 --><div class="se-main-container"><p class="se-text-paragraph">강가를 걸었다. 물이 맑았다.</p></div>`;
    const report = await run([await put("저장/글.html", post)], { source: "naver-blog" });
    expect(report).toMatchObject({ archived: 1, documents: 1, failed: 0 });
    expect(await documentsOf(report.collectionId)).toMatchObject([
      {
        source_id: "naver-blog",
        url: expect.stringContaining("blog.naver.com/naru/223000000001"),
        text: "강가를 걸었다. 물이 맑았다.",
      },
    ]);
    const wrong = await run([await put("저장/다른.json", '{"hello":1}')], { source: "naver-blog" });
    expect(wrong).toMatchObject({ archived: 1, documents: 0, failed: 1 });
  });

  it("takes a list in which nothing could be read for a changed shape", async () => {
    const list = { jobPositions: [{ name: "번호가 없는 공고" }, { name: "또 하나" }], totalEntries: 2 };
    const path = await put("저장/목록.json", JSON.stringify(list));
    const report = await run([path], { source: "programmers" });
    expect(report).toMatchObject({ archived: 1, documents: 0, failed: 1, byReason: { schema_changed: 1 } });
    const cards = '<div class="list-post"><b>옛 모습이 아닌 공고</b></div>'.repeat(3);
    const page = await run([await put("저장/목록.html", cards)], { source: "jobkorea" });
    expect(page.failures).toMatchObject([
      { reason: "schema_changed", detail: expect.stringContaining("lists 3 postings") },
    ]);
  });

  it("asks nothing of a database that cannot take a value, and keeps the rest", async () => {
    const path = await put("이상/나쁜.jsonl", '{"text":"널 \\u0000 글자와 \\ud800 반쪽"}\n{"text":"멀쩡한 글"}\n');
    const report = await run([path]);
    expect(report).toMatchObject({ documents: 2, failed: 0 });
  });

  it("says what to type when a path or a column is not there", async () => {
    await expect(run([join(bench.home, "없음.csv")])).rejects.toMatchObject({ code: "file_missing", exit: 2 });
    await expect(run([bench.home], { source: "file" })).rejects.toMatchObject({
      code: "unknown_source",
      next: "Did you mean files?",
    });
    await expect(run([bench.home], { set: { texts: "본문" } })).rejects.toMatchObject({
      code: "source_option_unknown",
    });
    const path = await put("열/표.csv", "가,나\n1,2\n3,4\n");
    const none = await run([path]);
    expect(none.failures[0]?.detail).toBe(
      "No column looks like text; say which one with --set text=COLUMN. Its columns: 가, 나.",
    );
    expect((await loadCollection(open().db, none.collectionId)).status).toBe("failed");
    expect(await run([path], { set: { text: "나", id: "가" } })).toMatchObject({ documents: 2, failed: 0 });
    expect((await run([path], { set: { text: "다" } })).failures[0]?.detail).toContain(
      'There is no column "다" for text.',
    );
  });
});
