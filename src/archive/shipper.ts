import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Kysely } from "kysely";
import type { Clock } from "../lib/clock.ts";
import { isAway as isDatabaseAway } from "../platform/db/database-fault.ts";
import type { Schema } from "../platform/db/schema.ts";
import { MissingPartError, NotFoundError, UnavailableError } from "../platform/errors.ts";
import type { Log } from "../platform/log.ts";
import { DamagedArchiveError } from "./errors.ts";
import type { CommittedFile } from "./recover.ts";
import type { SharedArchive } from "./shared-archive.ts";
import { shipFile } from "./ship-file.ts";
import { listSpare, listUnshipped } from "./shipped-files-store.ts";

export interface ShipperOptions {
  db: Kysely<Schema>;
  /** Folder of the WARC files. */
  folder: string;
  shared: SharedArchive;
  clock: Clock;
  log: Log;
  /** Of all who write into the folder one ships; false while it is another. Default true. */
  isOurs?: () => boolean;
  /** Called first in each round. */
  onRound?: () => Promise<void>;
  /** Called in each round once the bucket has been reached. */
  onReached?: (bucketId: string) => Promise<void>;
  /** How often it looks for closed files. Default 5 s. */
  lookMs?: number;
  /** Longest pause while the bucket is away. Default 5 min. */
  maxPauseMs?: number;
}

const warcName = /^naru-\d{17}-\d{5}-[A-Za-z0-9._-]+\.warc\.gz$/;

/**
 * Brings the closed files of a folder into the bucket, one after another, and removes the copies here when their time has come. A bucket that is away is
 * tried again, ever more slowly; collecting goes on meanwhile, and what waits stays in the folder.
 */
export class Shipper {
  readonly #options: ShipperOptions;
  readonly #stop = new AbortController();
  /** Files that cannot be shipped as they are; told once. */
  readonly #broken = new Set<string>();
  #running: Promise<void> = Promise.resolve();
  #trouble: string | null = null;

  constructor(options: ShipperOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Ends, giving up what is on its way: it is sent again by whoever ships next. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  /** Ships what is closed now, unless the signal aborts before; returns how many files still wait. */
  async shipAll(signal: AbortSignal): Promise<number> {
    try {
      await this.#round(signal);
    } catch (error) {
      if (!signal.aborted) this.#tell(error);
    }
    return (await this.#waiting()).length;
  }

  async #run(): Promise<void> {
    const { clock, lookMs = 5_000, maxPauseMs = 300_000, isOurs = () => true, onRound } = this.#options;
    const { signal } = this.#stop;
    for (let pause = lookMs; !signal.aborted; ) {
      try {
        if (isOurs()) {
          await onRound?.();
          await this.#round(signal);
        }
        pause = lookMs;
      } catch (error) {
        if (signal.aborted) return;
        await this.#troubled(error);
        pause = Math.min(maxPauseMs, pause * 2);
      }
      await clock.sleep(pause, signal).catch(() => {});
    }
  }

  async #round(signal: AbortSignal): Promise<void> {
    const { db, folder, shared, log, onReached } = this.#options;
    const { bucket } = shared;
    const bucketId = await shared.id();
    await onReached?.(bucketId);
    await this.#removeSpare(bucketId);
    let odd: unknown = null;
    for (const committed of await this.#waiting()) {
      signal.throwIfAborted();
      const began = performance.now();
      try {
        const bytes = await shipFile({ db, folder, bucket, bucketId }, committed, signal);
        const ms = Math.round(performance.now() - began);
        log.info({ file: committed.file, bytes, ms, bucket: bucket.name }, "An archive file is in the bucket.");
      } catch (error) {
        if (signal.aborted || isAway(error)) throw error;
        if (error instanceof DamagedArchiveError || error instanceof NotFoundError) {
          this.#broken.add(committed.file);
          log.error({ code: error.code, file: committed.file }, `${error.message} It is not shipped.`);
        } else odd ??= error;
      }
    }
    if (odd !== null) throw odd;
    if (this.#trouble !== null) log.info({ bucket: bucket.name }, "The bucket can be used again.");
    this.#trouble = null;
  }

  async #removeSpare(bucketId: string): Promise<void> {
    const { db, folder, shared, log } = this.#options;
    const { keepLocalMs } = shared.times;
    for (const { file } of await listSpare(db, await this.#files(), { bucketId, keepLocalMs })) {
      await rm(join(folder, file), { force: true });
      log.debug({ file }, "The copy of an archive file that the bucket has was removed.");
    }
  }

  async #waiting(): Promise<CommittedFile[]> {
    const waiting = await listUnshipped(this.#options.db, await this.#files());
    return waiting.filter(({ file }) => !this.#broken.has(file));
  }

  async #files(): Promise<string[]> {
    return (await readdir(this.#options.folder)).filter((name) => warcName.test(name));
  }

  /** Tells of it when it begins or changes, with what waits. */
  async #troubled(error: unknown): Promise<void> {
    if (isDatabaseAway(error)) return;
    const waiting = await this.#waiting().catch(() => []);
    this.#tell(error, {
      files: waiting.length,
      bytes: waiting.reduce((sum, { committedLength }) => sum + committedLength, 0),
    });
  }

  #tell(error: unknown, facts: Record<string, number> = {}): void {
    const { log, shared } = this.#options;
    const code = isAway(error) && error instanceof Error && "code" in error ? String(error.code) : "unknown";
    if (this.#trouble === code) return;
    this.#trouble = code;
    if (error instanceof UnavailableError || error instanceof MissingPartError) {
      const { message, next } = error;
      log.warn({ code, bucket: shared.bucket.name, ...facts, next }, `${message} Archive files wait in the folder.`);
    } else log.error({ err: error, ...facts }, "Archive files could not be shipped; it is tried again.");
  }
}

/** Nothing is wrong with the file: the bucket or the database cannot be used now. */
function isAway(error: unknown): boolean {
  return error instanceof UnavailableError || error instanceof MissingPartError || isDatabaseAway(error);
}
