import { Worker } from "node:worker_threads";
import { UnderstandingFailedError } from "../errors.ts";
import { linderaAnalyzerVersion } from "../korean/lindera-analyzer.ts";
import type { UserWord } from "../korean/user-dictionary.ts";
import type { DocumentText, UnderstoodDocument } from "../understand-document.ts";
import type { ThreadAnswer, ThreadModel, ThreadRequest, ThreadSetup, UnreadDocument } from "./messages.ts";

export interface UnderstandPoolOptions {
  /** The thread, and its 300 MB, go after this long without work, in milliseconds. Default 60,000. */
  idleMs?: number;
  /** A batch that takes longer than this ends the thread, in milliseconds. Default 180,000. */
  batchTimeoutMs?: number;
  /** Probabilities within this of 0.5 are neutral. Default 0.1. */
  neutralBand?: number;
  /** The person's own words, beside those that come with naru. */
  words?: readonly UserWord[];
  /** File of the thread; tests put a broken one here. */
  threadFile?: URL;
}

export interface UnderstandPool {
  /** Version of the analyser that will read; known without loading it. */
  readonly analyzerVersion: string;
  /** True while the thread is alive. */
  readonly awake: boolean;
  /**
   * One answer a document, in order. A document that the thread dies on is answered as unread when others of its batch can
   * be read. UnderstandingFailedError when none can, such as when the thread will not start; other batches are not touched,
   * and the next call starts a new thread.
   */
  understand(documents: readonly DocumentText[], model: ThreadModel): Promise<(UnderstoodDocument | UnreadDocument)[]>;
  /** Ends the thread; what is under way is rejected. Calling it twice is safe. */
  close(): Promise<void>;
}

/** Most of one message, so that a poisoned document takes few neighbours along. */
const batchDocuments = 64;
const batchCharacters = 200_000;

/** Documents of one batch that the thread may die on; with more it is the thread. */
const mostDeaths = 3;

/** One thread that reads texts: started by the first call, ended when idle. Batches go one after the other. */
export function createUnderstandPool(options: UnderstandPoolOptions = {}): UnderstandPool {
  const { idleMs = 60_000, batchTimeoutMs = 180_000, neutralBand = 0.1, words = [] } = options;
  const threadFile = options.threadFile ?? new URL("./understand-thread.ts", import.meta.url);
  const setup: ThreadSetup = { neutralBand, words };
  let thread: { worker: Worker; model: string | null } | null = null;
  let last: Promise<unknown> = Promise.resolve();
  let idleTimer: NodeJS.Timeout | undefined;
  let waiting = 0;
  let nextId = 1;
  let closed = false;

  return {
    analyzerVersion: linderaAnalyzerVersion(words),
    get awake() {
      return thread !== null;
    },
    understand: async (documents, model) => {
      const answers: (UnderstoodDocument | UnreadDocument)[] = [];
      for (const batch of batchesOf(documents)) answers.push(...(await readBatch(batch, model)));
      return answers;
    },
    close: async () => {
      closed = true;
      await end();
    },
  };

  async function readBatch(
    batch: readonly DocumentText[],
    model: ThreadModel,
  ): Promise<(UnderstoodDocument | UnreadDocument)[]> {
    try {
      return await enqueue(batch, model);
    } catch (error) {
      if (batch.length === 1 || closed) throw error;
      return readApart(batch, model, error);
    }
  }

  /** One by one, to find the document that the thread dies on. When the first few all fail, it is not the documents. */
  async function readApart(
    batch: readonly DocumentText[],
    model: ThreadModel,
    cause: unknown,
  ): Promise<(UnderstoodDocument | UnreadDocument)[]> {
    const answers: (UnderstoodDocument | UnreadDocument)[] = [];
    let deaths = 0;
    for (const document of batch) {
      try {
        answers.push(...(await enqueue([document], model)));
      } catch (error) {
        deaths++;
        if (closed || deaths === Math.min(batch.length, mostDeaths)) throw cause;
        answers.push({ id: document.id, failed: error instanceof Error ? error.message : String(error) });
      }
    }
    return answers;
  }

  function enqueue(
    batch: readonly DocumentText[],
    model: ThreadModel,
  ): Promise<(UnderstoodDocument | UnreadDocument)[]> {
    waiting++;
    clearTimeout(idleTimer);
    const turn = last.then(() => ask(batch, model));
    last = turn.catch(() => undefined);
    return turn.finally(() => {
      waiting--;
      if (waiting === 0) sleepSoon();
    });
  }

  function ask(
    documents: readonly DocumentText[],
    model: ThreadModel,
  ): Promise<(UnderstoodDocument | UnreadDocument)[]> {
    if (closed) return Promise.reject(new UnderstandingFailedError("Reading texts has ended; naru is shutting down."));
    thread ??= { worker: new Worker(threadFile, { workerData: setup }), model: null };
    const current = thread;
    const { worker } = current;
    worker.ref();
    const id = nextId++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => fail(`took longer than ${batchTimeoutMs} ms`), batchTimeoutMs);
      const settle = () => {
        clearTimeout(timer);
        worker.removeAllListeners();
        // A thread that breaks while idle must not take the process along; the next call starts another.
        worker.on("error", () => forget(current));
        worker.on("exit", () => forget(current));
        worker.unref();
      };
      const fail = (reason: string, cause?: unknown) => {
        settle();
        forget(current);
        void worker.terminate();
        reject(new UnderstandingFailedError(`The thread that reads texts ${reason}.`, { cause }));
      };
      worker.removeAllListeners();
      worker.on("error", (cause) => fail(`broke: ${cause instanceof Error ? cause.message : String(cause)}`, cause));
      worker.on("exit", (code) => fail(`ended with code ${code}`));
      worker.on("message", (answer: ThreadAnswer) => {
        if (answer.id !== id) return;
        if (answer.kind === "failed") {
          fail(`could not read: ${answer.message}`);
          return;
        }
        settle();
        current.model = model.name;
        resolve(answer.documents);
      });
      const request: ThreadRequest = { id, model: current.model === model.name ? null : model, documents };
      worker.postMessage(request);
    });
  }

  function sleepSoon(): void {
    clearTimeout(idleTimer);
    idleTimer = setTimeout(() => void end(), idleMs);
    idleTimer.unref();
  }

  async function end(): Promise<void> {
    clearTimeout(idleTimer);
    const current = thread;
    thread = null;
    await current?.worker.terminate();
  }

  function forget(gone: { worker: Worker }): void {
    if (thread === gone) thread = null;
  }
}

function* batchesOf(documents: readonly DocumentText[]): Generator<DocumentText[]> {
  let batch: DocumentText[] = [];
  let characters = 0;
  for (const document of documents) {
    if (batch.length > 0 && (batch.length === batchDocuments || characters + document.text.length > batchCharacters)) {
      yield batch;
      batch = [];
      characters = 0;
    }
    batch.push(document);
    characters += document.text.length;
  }
  if (batch.length > 0) yield batch;
}
