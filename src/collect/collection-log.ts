import { appendFile, mkdir, open, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Log } from "../platform/log.ts";
import { withoutSecrets } from "./log-text.ts";

/** What happens to a collection, as its log tells it. */
export type LogEvent =
  | "start"
  | "resume"
  | "pause"
  | "stop"
  | "end"
  | "failure"
  | "retry"
  | "left_out"
  | "quota_wait"
  | "host_slow"
  | "host_given_up"
  | "robots"
  | "note";

export type LogFacts = Readonly<Record<string, string | number | boolean | null>>;

/** Writes down what happens to collections, a line of JSON each. Never throws: a log that cannot be written stops no work. */
export interface CollectionLog {
  note(collectionId: number, event: LogEvent, facts?: LogFacts): void;
  /** Writes what waits. */
  flush(): Promise<void>;
}

/** For who wants none. */
export const noCollectionLog: CollectionLog = { note: () => {}, flush: async () => {} };

export interface CollectionLogOptions {
  /** Of the logs; made when it is missing. */
  folder: string;
  /** Name of the process in the lines. */
  collector: string;
  now: () => number;
  log: Log;
  /** A file is put aside at this size, and the one put aside before it is removed. Default 8 MiB. */
  maxBytes?: number;
}

const flushMs = 200;
/** Beyond this, lines are counted and left out until the disk has caught up. */
const maxWaitingLines = 20_000;
const longestText = 2_048;

/** Where the log of a collection stands, and where the older half of it does. */
export function logFiles(folder: string, collectionId: number): { current: string; older: string } {
  return { current: join(folder, `${collectionId}.jsonl`), older: join(folder, `${collectionId}.1.jsonl`) };
}

/**
 * The log of a process that collects. Several processes may write to one folder: lines are appended whole, and one process
 * at a time puts a file aside.
 */
export function createCollectionLog(options: CollectionLogOptions): CollectionLog {
  const { folder, collector, now, log, maxBytes = 8 * 2 ** 20 } = options;
  let waiting = new Map<number, string[]>();
  let lines = 0;
  let left = 0;
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> = Promise.resolve();
  let troubled = false;
  const write = async () => {
    const batch = waiting;
    waiting = new Map();
    lines = 0;
    if (left > 0) log.warn({ lines: left }, "Lines of collections' logs were left out; the disk is too slow.");
    left = 0;
    try {
      await mkdir(folder, { recursive: true });
      for (const [id, more] of batch) {
        const { current, older } = logFiles(folder, id);
        // Opened for appending each time: another process may have put the file aside meanwhile.
        await appendFile(current, more.join(""));
        if ((await stat(current)).size > maxBytes) await putAside(current, older, maxBytes);
      }
      troubled = false;
    } catch (error) {
      if (!troubled) log.warn({ err: error }, "The log of a collection cannot be written.");
      troubled = true;
    }
  };
  const flush = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    writing = writing.then(write);
    return writing;
  };
  return {
    flush,
    note: (collectionId, event, facts = {}) => {
      if (lines >= maxWaitingLines) {
        left += 1;
        return;
      }
      const told = Object.entries(facts).map(([name, value]) => [
        name,
        typeof value === "string" ? withoutSecrets(value).slice(0, longestText).toWellFormed() : value,
      ]);
      const line = { at: new Date(now()).toISOString(), event, collector, ...Object.fromEntries(told) };
      const known = waiting.get(collectionId);
      if (known === undefined) waiting.set(collectionId, [`${JSON.stringify(line)}\n`]);
      else known.push(`${JSON.stringify(line)}\n`);
      lines += 1;
      timer ??= setTimeout(() => void flush(), flushMs).unref();
    },
  };
}

const staleMs = 10_000;

/** Two processes that put the same file aside would lose the older half, so it is done under a mark; one that died is not waited for. */
async function putAside(current: string, older: string, maxBytes: number): Promise<void> {
  const mark = `${current}.aside`;
  const mine = await open(mark, "wx").catch(() => null);
  if (mine === null) {
    const made = await stat(mark).catch(() => null);
    if (made !== null && Date.now() - made.mtimeMs > staleMs) await rm(mark, { force: true });
    return;
  }
  try {
    if ((await stat(current)).size > maxBytes) await rename(current, older);
  } finally {
    await mine.close();
    await rm(mark, { force: true });
  }
}
