import iconv from "iconv-lite";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createCollection, createItemReader, type Source } from "../../src/collect/index.ts";
import { refineAgain, refineDocuments } from "../../src/refine/index.ts";
import { ImportBench } from "../builders/import-run.ts";
import { openSourceRun, type SourceRun } from "./run-source.ts";

/** A file as a person saved it. */
export interface SavedFile {
  name: string;
  body: string;
}

/** What the shared suite needs to know of a source that only reads what a person saved. */
export interface SavedBoardContract {
  source: Source;
  /** A page of the list with the jobs of these numbers. */
  list: (page: number, jobs: readonly number[]) => SavedFile;
  /** The page of a job, in Korean, told closed where the board tells so. `text` stands in its body. */
  detail: (job: number, text: string, closed?: boolean) => SavedFile;
  /** A login page or a check for robots in the place of the job. */
  wall: () => SavedFile;
  /** A page of the board whose shape nobody knows. */
  changed: () => SavedFile;
  /** Fields of job 1 as its page tells them. */
  fields: Readonly<Record<string, unknown>>;
}

/** The cases of the shared suite as far as they mean something where nothing is fetched: by real files, archive and database. */
export function describeSavedBoard(contract: SavedBoardContract): void {
  const { source } = contract;
  describe(`saved pages of ${source.id}`, () => {
    let run: SourceRun;
    let bench: ImportBench;
    beforeAll(async () => {
      run = await openSourceRun(source.id, {}, () => ({}));
    });
    afterAll(() => run.close());
    beforeEach(async () => {
      bench = await ImportBench.open(() => run.database.db);
      for (const table of ["collection_items", "documents"] as const) {
        await run.database.db.deleteFrom(table).execute();
      }
    });
    afterEach(() => bench.close());

    const put = async (...files: SavedFile[]) => Promise.all(files.map(({ name, body }) => bench.put(name, body)));
    const take = (paths: string[]) => bench.run(paths, { source: source.id });
    const documents = () =>
      run.database.db
        .selectFrom("documents")
        .selectAll()
        .where("source_id", "=", source.id)
        .where("current", "=", true)
        .orderBy("url")
        .execute();

    it("is never collected, and says how its pages come in", async () => {
      await expect(createCollection(run.database.db, { source: source.id })).rejects.toMatchObject({
        code: "source_import_only",
        exit: 2,
        next: expect.stringContaining(`naru import FILE --source ${source.id}`),
      });
    });

    it("empty: a list without jobs brings nothing", async () => {
      const report = await take(await put(contract.list(1, [])));
      expect(report).toMatchObject({ documents: 0 });
    });

    it("paging: brings every job of several pages once", async () => {
      const pages = [contract.list(1, [1, 2, 3]), contract.list(2, [3, 4, 5])];
      const report = await take(await put(...pages));
      expect(report).toMatchObject({ failed: 0, finished: true });
      const met = await documents();
      expect(met).toHaveLength(5);
      expect(met.every(({ kind, url }) => kind === "posting" && url.startsWith("https://"))).toBe(true);
      expect(met.every(({ title }) => (title ?? "") !== "")).toBe(true);
    });

    it("a job of its own page: is whole, and no list takes its place", async () => {
      await take(await put(contract.detail(1, "나루를 잇는 일")));
      await take(await put(contract.list(1, [1])));
      const [document] = await documents();
      expect(document?.text).toContain("나루를 잇는 일");
      expect(document?.fields).toEqual(contract.fields);
    });

    it("403: a check for robots or a login that was saved is told, and is no document", async () => {
      const report = await take(await put(contract.wall()));
      expect(report).toMatchObject({ documents: 0, failed: 1, byReason: { schema_changed: 1 } });
      expect(report.failures[0]?.detail).toMatch(/saved page (?:is a check for robots|asks for a login)/);
    });

    it("schema changed: a page of the board in another shape is told", async () => {
      const report = await take(await put(contract.changed()));
      expect(report).toMatchObject({ documents: 0, failed: 1, byReason: { schema_changed: 1 } });
    });

    it("another site's page: is no posting", async () => {
      const text = "<p>강가에서 배를 기다리는 사람들의 이야기를 길게 적은 글입니다.</p>".repeat(20);
      await take(await put({ name: "다른 글.html", body: `<html><body><h1>강가</h1>${text}</body></html>` }));
      expect((await documents()).every(({ kind }) => kind === "page")).toBe(true);
    });

    it("Korean text: comes through whole out of CP949 too", async () => {
      const { name, body } = contract.detail(1, '뷁한 똠방각하의 "펲시" 회사');
      if (!name.endsWith(".html")) return expect(body).toContain("뷁");
      const declared = body.replace("<head>", '<head><meta charset="euc-kr">').replace('<meta charset="utf-8">', "");
      await take([await bench.put(name, iconv.encode(declared, "cp949"))]);
      const [document] = await documents();
      expect(document?.text).toContain('뷁한 똠방각하의 "펲시" 회사');
    });

    it("deleted item: a closed job stays, told closed", async () => {
      await take(await put(contract.detail(1, "배를 띄우는 일")));
      const closed = contract.detail(1, "배를 띄우는 일", true);
      await take(await put({ ...closed, name: `나중/${closed.name}` }));
      const [document] = await documents();
      expect(document?.deleted_at).toBeNull();
      expect(document?.fields).toMatchObject({ isOpen: false });
    });

    it("the same files twice: bring nothing new", async () => {
      const paths = await put(contract.list(1, [1, 2]), contract.detail(3, "물길을 살피는 일"));
      expect((await take(paths)).documents).toBe(3);
      expect(await take(paths)).toMatchObject({ archived: 0, documents: 0 });
    });

    it("the archive: gives the same documents again", async () => {
      await take(await put(contract.list(1, [1, 2]), contract.detail(3, "물길을 살피는 일")));
      const { db } = run.database;
      const report = await refineAgain({
        db,
        archiveFolder: bench.archiveFolder,
        sourceId: source.id,
        dryRun: true,
        readItems: createItemReader(db),
      });
      expect(report).toMatchObject({ changed: 0, added: 0 });
    });

    it("recruiters: their phone numbers and mail addresses are masked", async () => {
      await take(await put(contract.detail(1, "문의 010-1234-5678 또는 recruit@naru.example")));
      await refineDocuments(
        run.database.db,
        (await documents()).map(({ id }) => id),
      );
      const [document] = await documents();
      expect(document?.clean_text).toContain("문의");
      expect(document?.clean_text).not.toMatch(/1234|recruit@/);
      expect(document?.masked).toMatchObject({ phone: 1, email: 1 });
    });
  });
}
