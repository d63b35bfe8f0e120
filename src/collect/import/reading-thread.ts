import { parentPort, Worker } from "node:worker_threads";
import type { FailureReason } from "../../domain/failure.ts";
import { UnreadableFileError } from "./found.ts";

/** What a reading thread says. After each group it waits to be asked for the next. */
type FromThread<T> =
  | { kind: "group"; group: T }
  | { kind: "end" }
  | { kind: "unreadable"; reason: FailureReason; detail: string }
  | { kind: "bug"; message: string };

export interface ThreadBounds {
  /** The thread is ended when it says nothing for so long. */
  silenceMs: number;
  /** And when it has taken so long in all, the reader's own time left out; null for no such bound. */
  totalMs: number | null;
  heapMb: number;
  /** What it may hold beside its heap, in MiB: bytes that it unpacks. */
  buffersMb: number;
}

const lookMs = 200;

/**
 * Reads a file of a difficult format in a thread of its own, which is ended when it takes too long or too much: a file cannot be made to hold up
 * the process, whatever its parser does with it.
 * @throws UnreadableFileError as the thread throws it, `timeout` or `too_large` when it had to be ended.
 */
export async function* readInThread<T>(script: URL, data: unknown, bounds: ThreadBounds): AsyncGenerator<T> {
  const worker = new Worker(script, {
    workerData: data,
    resourceLimits: { maxOldGenerationSizeMb: bounds.heapMb },
    stdout: true,
    stderr: true,
  });
  // Parsers talk; nobody listens.
  worker.stdout.resume();
  worker.stderr.resume();
  let leftMs = bounds.totalMs ?? Number.POSITIVE_INFINITY;
  try {
    for (;;) {
      const began = performance.now();
      const said = await nextOf<T>(worker, Math.min(bounds.silenceMs, leftMs), bounds.buffersMb);
      leftMs -= performance.now() - began;
      if (said.kind === "end") return;
      if (said.kind === "unreadable") throw new UnreadableFileError(said.reason, said.detail);
      if (said.kind === "bug") throw new UnreadableFileError("parse_failed", `It could not be read: ${said.message}`);
      yield said.group;
      worker.postMessage("next");
    }
  } finally {
    await worker.terminate();
  }
}

function nextOf<T>(worker: Worker, waitMs: number, buffersMb: number): Promise<FromThread<T>> {
  const { promise, resolve, reject } = Promise.withResolvers<FromThread<T>>();
  const timer = setTimeout(
    () => reject(new UnreadableFileError("timeout", "Reading it took too long and was given up.")),
    Math.max(1, waitMs),
  );
  const tooLarge = () => reject(new UnreadableFileError("too_large", "Reading it takes more memory than a file may."));
  // No bound of the thread's own counts what lies outside its heap.
  const look = setInterval(() => {
    worker.getHeapStatistics().then(
      ({ external_memory: bytes }) => bytes > buffersMb * 2 ** 20 && tooLarge(),
      () => {},
    );
  }, lookMs);
  const onError = (error: NodeJS.ErrnoException) => {
    if (error.code === "ERR_WORKER_OUT_OF_MEMORY") tooLarge();
    else reject(new UnreadableFileError("parse_failed", `It could not be read: ${error.message}`, { cause: error }));
  };
  const onExit = () => reject(new UnreadableFileError("parse_failed", "Reading it ended before its time."));
  worker.once("message", resolve);
  worker.once("error", onError);
  worker.once("exit", onExit);
  return promise.finally(() => {
    clearTimeout(timer);
    clearInterval(look);
    worker.off("message", resolve);
    worker.off("error", onError);
    worker.off("exit", onExit);
  });
}

/** The thread's side: hands over group by group, and waits in between. */
export async function serveGroups<T>(groups: AsyncIterable<T>): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error("This file runs in a thread.");
  const say = (message: FromThread<T>) => port.postMessage(message);
  try {
    for await (const group of groups) {
      const asked = new Promise((resolve) => port.once("message", resolve));
      say({ kind: "group", group });
      await asked;
    }
    say({ kind: "end" });
  } catch (error) {
    if (error instanceof UnreadableFileError) say({ kind: "unreadable", reason: error.reason, detail: error.message });
    else say({ kind: "bug", message: error instanceof Error ? error.message.slice(0, 300) : String(error) });
  } finally {
    port.close();
  }
}
