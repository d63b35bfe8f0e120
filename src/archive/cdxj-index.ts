import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type CdxjEntry, formatCdxjLine, parseCdxjLine } from "./cdxj-line.ts";
import { entryOfRecord } from "./cdxj-record.ts";
import type { CommittedFile } from "./recover.ts";
import { findLines, mergeSortedFiles, writeSortedLines } from "./sorted-lines.ts";
import { surtOf } from "./surt.ts";
import { readWarcFile } from "./warc-reader.ts";

interface Manifest {
  nextRun: number;
  runs: { name: string; level: number }[];
  /** How far each WARC file is indexed, in bytes. */
  covered: Record<string, number>;
}

const defaultRunLines = 5000;
const fanIn = 8;

/**
 * The sorted index over the archive, `index.cdxj`. New lines gather in memory, go to disk as small sorted runs (`cdxj/`),
 * eight runs become one larger run, and `compact` merges all into `index.cdxj`: a line is rewritten a few times in all,
 * and no big file for a page. The manifest says how far each WARC file is indexed, so lines lost with a killed
 * process are read again from the WARC files. One process at a time keeps the index of a folder.
 */
export class CdxjIndex {
  readonly #folder: string;
  readonly #manifest: Manifest;
  readonly #runLines: number;
  #lines: string[] = [];
  /** Lines being written to a run; still searched until they are there. */
  #writing: readonly string[] = [];
  #covered = new Map<string, number>();
  #queue: Promise<void> = Promise.resolve();
  #failure: unknown = null;

  private constructor(folder: string, manifest: Manifest, runLines: number) {
    this.#folder = folder;
    this.#runLines = runLines;
    this.#manifest = manifest;
    this.#covered = new Map(Object.entries(manifest.covered));
  }

  /**
   * Opens the index of an archive folder; a missing or broken manifest starts it afresh.
   * @param runLines lines that gather in memory before they become a run.
   */
  static async open(folder: string, runLines = defaultRunLines): Promise<CdxjIndex> {
    await mkdir(join(folder, "cdxj"), { recursive: true });
    const text = await readFile(join(folder, "cdxj", "manifest.json"), "utf8").catch(() => null);
    return new CdxjIndex(folder, parseManifest(text) ?? { nextRun: 0, runs: [], covered: {} }, runLines);
  }

  get path(): string {
    return join(this.#folder, "index.cdxj");
  }

  /**
   * Adds committed captures, with how far their files now reach. Returns at once; a full buffer is written in the background,
   * and a failure of that shows at the next `flush`.
   * @param before how far the files reached before these captures: one that is not indexed as far is left to `catchUp`. Without it
   * all is taken.
   */
  add(
    entries: readonly CdxjEntry[],
    extents: readonly { file: string; length: number }[],
    before?: readonly { file: string; length: number }[],
  ): void {
    for (const entry of entries) this.#lines.push(formatCdxjLine(entry));
    const reached = new Map(before?.map(({ file, length }) => [file, length]));
    for (const { file, length } of extents) {
      if (before !== undefined && (this.#covered.get(file) ?? 0) < (reached.get(file) ?? 0)) continue;
      this.#covered.set(file, length);
    }
    if (this.#lines.length >= this.#runLines) this.flush().catch((error: unknown) => (this.#failure ??= error));
  }

  /** Indexes what the committed files hold beyond what is indexed; returns the files in which a record could not be read. */
  async catchUp(files: readonly CommittedFile[]): Promise<{ file: string; error: unknown }[]> {
    const damaged: { file: string; error: unknown }[] = [];
    for (const { file, committedLength } of files) {
      const from = this.#covered.get(file) ?? 0;
      if (from >= committedLength) continue;
      try {
        for await (const placed of readWarcFile(join(this.#folder, file), { from, to: committedLength })) {
          const entry = entryOfRecord(placed.record, { file, offset: placed.offset, length: placed.length });
          if (entry !== null) this.add([entry], []);
        }
      } catch (error) {
        damaged.push({ file, error });
      }
      this.#covered.set(file, Math.max(this.#covered.get(file) ?? 0, committedLength));
    }
    await this.flush();
    return damaged;
  }

  /** Puts every line on disk as part of a run. */
  flush(): Promise<void> {
    return this.#alone(async () => {
      this.#raise();
      await this.#writeRun();
      for (let level = 0; ; level += 1) {
        const runs = this.#manifest.runs.filter((run) => run.level === level);
        if (runs.length < fanIn) break;
        await this.#replaceRuns(runs, level + 1);
      }
    });
  }

  /** Merges everything into `index.cdxj`, which is then complete and sorted. */
  compact(): Promise<void> {
    return this.#alone(async () => {
      this.#raise();
      await this.#writeRun();
      const runs = this.#manifest.runs;
      if (runs.length === 0) return;
      await writeFile(this.path, "", { flag: "a" });
      await mergeSortedFiles([this.path, ...runs.map((run) => this.#runPath(run.name))], this.path);
      this.#manifest.runs = [];
      await this.#saveManifest();
      for (const run of runs) await rm(this.#runPath(run.name), { force: true });
    });
  }

  /** Compacts and ends. Calling it twice is safe. */
  close(): Promise<void> {
    return this.compact();
  }

  /** Captures of an address, oldest first; at most `limit`. */
  async find(url: string, limit = 1000): Promise<CdxjEntry[]> {
    const prefix = `${surtOf(url)} `;
    for (;;) {
      const lines = new Set([...this.#lines, ...this.#writing].filter((line) => line.startsWith(prefix)));
      const runs = this.#manifest.runs;
      for (const run of runs) {
        for (const line of await findLines(this.#runPath(run.name), prefix, limit)) lines.add(line);
      }
      // Last, and again if runs were merged meanwhile: a line may have moved from where we had yet to look to where we had looked.
      for (const line of await findLines(this.path, prefix, limit)) lines.add(line);
      if (runs === this.#manifest.runs) return [...lines].sort().slice(0, limit).map(parseCdxjLine);
    }
  }

  async #writeRun(): Promise<void> {
    if (this.#lines.length === 0) return;
    const lines = this.#lines;
    const covered = Object.fromEntries(this.#covered);
    this.#lines = [];
    this.#writing = lines;
    const name = `run-${String(this.#manifest.nextRun).padStart(8, "0")}.cdxj`;
    try {
      await writeSortedLines(this.#runPath(name), lines.toSorted());
      this.#manifest.nextRun += 1;
      this.#manifest.runs = [...this.#manifest.runs, { name, level: 0 }];
      this.#manifest.covered = covered;
      await this.#saveManifest();
    } catch (error) {
      this.#manifest.runs = this.#manifest.runs.filter((run) => run.name !== name);
      this.#lines = [...lines, ...this.#lines];
      throw error;
    } finally {
      this.#writing = [];
    }
  }

  async #replaceRuns(runs: readonly { name: string }[], level: number): Promise<void> {
    const name = `run-${String(this.#manifest.nextRun).padStart(8, "0")}.cdxj`;
    await mergeSortedFiles(
      runs.map((run) => this.#runPath(run.name)),
      this.#runPath(name),
    );
    const gone = new Set(runs.map((run) => run.name));
    this.#manifest.nextRun += 1;
    this.#manifest.runs = [...this.#manifest.runs.filter((run) => !gone.has(run.name)), { name, level }];
    await this.#saveManifest();
    for (const run of runs) await rm(this.#runPath(run.name), { force: true });
  }

  async #saveManifest(): Promise<void> {
    const path = join(this.#folder, "cdxj", "manifest.json");
    await writeFile(`${path}.part`, JSON.stringify(this.#manifest));
    await rename(`${path}.part`, path);
  }

  #runPath(name: string): string {
    return join(this.#folder, "cdxj", name);
  }

  #raise(): void {
    const failure = this.#failure;
    this.#failure = null;
    if (failure !== null) throw failure;
  }

  #alone(work: () => Promise<void>): Promise<void> {
    const turn = this.#queue.then(work, work);
    this.#queue = turn.catch(() => {});
    return turn;
  }
}

function parseManifest(text: string | null): Manifest | null {
  try {
    const value = JSON.parse(text ?? "") as Partial<Manifest>;
    const valid =
      Number.isSafeInteger(value.nextRun) &&
      Array.isArray(value.runs) &&
      value.runs.every((run) => /^run-\d{8}\.cdxj$/.test(run.name) && Number.isSafeInteger(run.level)) &&
      typeof value.covered === "object";
    return valid ? (value as Manifest) : null;
  } catch {
    return null;
  }
}
