import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pino } from "pino";
import { type ImportParts, type ImportReport, type ImportRequest, importFiles } from "../../src/collect/index.ts";
import { systemClock } from "../../src/lib/clock.ts";
import type { Db } from "../../src/platform/db/database.ts";
import { pageReader } from "../../src/refine/index.ts";

/** When the files of these tests were written last. */
export const savedAt = new Date("2026-03-01T03:00:00Z");

/** A folder of a person's files and the data folder that they are imported into. */
export class ImportBench {
  readonly home: string;
  readonly archiveFolder: string;
  /** Ids that were handed to the next stage. */
  sent: number[] = [];
  readonly #db: () => Db;

  private constructor(home: string, db: () => Db) {
    this.home = home;
    this.archiveFolder = join(home, "archive");
    this.#db = db;
  }

  static async open(db: () => Db): Promise<ImportBench> {
    return new ImportBench(await mkdtemp(join(tmpdir(), "naru-import-test-")), db);
  }

  async put(name: string, body: string | Uint8Array): Promise<string> {
    const path = join(this.home, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, body);
    await utimes(path, savedAt, savedAt);
    return path;
  }

  run(paths: string[], more: Partial<ImportRequest> = {}, parts: Partial<ImportParts> = {}): Promise<ImportReport> {
    return importFiles(
      { paths, ...more },
      {
        db: this.#db(),
        archiveFolder: this.archiveFolder,
        reader: pageReader,
        clock: systemClock,
        log: pino({ level: "silent" }),
        onDocuments: async (_trx, ids) => {
          this.sent.push(...ids);
        },
        ...parts,
      },
    );
  }

  documentsOf(collectionId: number) {
    return this.#db()
      .selectFrom("documents")
      .selectAll()
      .where("collection_id", "=", collectionId)
      .orderBy("id")
      .execute();
  }

  close(): Promise<void> {
    return rm(this.home, { recursive: true, force: true });
  }
}
