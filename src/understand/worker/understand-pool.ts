import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { SharedDictionary, UserWord } from "../../korean/index.ts";
import { UnderstandingFailedError } from "../errors.ts";
import { koreanAnalyzerVersion } from "../korean/korean-analyzer.ts";
import type { DocumentText, UnderstoodDocument } from "../understand-document.ts";
import type { ThreadAnswers, ThreadModel, UnreadDocument } from "./messages.ts";
import { ReadingThread } from "./reading-thread.ts";

export interface UnderstandPoolOptions {
  /** Threads that read at one time. Default: one fewer than the machine has cores, at least one. */
  threads?: number;
  /** The threads and the dictionary go after this long without work, in milliseconds. Default 60,000. */
  idleMs?: number;
  /** A batch that takes longer than this ends its thread, in milliseconds. Default 180,000. */
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
  /** Threads that are alive. */
  readonly awake: number;
  /**
   * One answer a document, in order. A document that a thread dies on is answered as unread when others of its batch can
   * be read. UnderstandingFailedError when none can, such as when the thread will not start; other batches are not touched,
   * and the next call starts a new thread.
   */
  understand(documents: readonly DocumentText[], model: ThreadModel): Promise<(UnderstoodDocument | UnreadDocument)[]>;
  /** Ends the threads; what is under way is rejected. Calling it twice is safe. */
  close(): Promise<void>;
}

/** Most of one message, so that a poisoned document takes few neighbours along. */
const batchDocuments = 64;
const batchCharacters = 200_000;

/** Documents of one batch that a thread may die on; with more it is the thread. */
const mostDeaths = 3;

interface Turn {
  documents: readonly DocumentText[];
  model: ThreadModel;
  resolve(answers: ThreadAnswers): void;
  reject(error: unknown): void;
}

/** Threads that read texts over one dictionary: started as there is work for them, ended when idle. */
export function createUnderstandPool(options: UnderstandPoolOptions = {}): UnderstandPool {
  const { idleMs = 60_000, batchTimeoutMs = 180_000, neutralBand = 0.1, words = [] } = options;
  const most = Math.max(1, options.threads ?? availableParallelism() - 1);
  const threadFile = options.threadFile ?? new URL("./understand-thread.ts", import.meta.url);
  const threads = new Set<ReadingThread>();
  const idle: ReadingThread[] = [];
  const waiting: Turn[] = [];
  let reading = 0;
  let dictionary: Promise<SharedDictionary> | null = null;
  /** Used again when threads are wanted before the collector of garbage came by; else there would be two for a while. */
  let lastDictionary: WeakRef<SharedDictionary> | null = null;
  let idleTimer: NodeJS.Timeout | undefined;
  let closed = false;

  return {
    analyzerVersion: koreanAnalyzerVersion(words),
    get awake() {
      return [...threads].filter(({ alive }) => alive).length;
    },
    understand: async (documents, model) => {
      const batches = [...batchesOf(documents, Math.min(batchDocuments, Math.ceil(documents.length / most)))];
      const answers = await Promise.allSettled(batches.map((batch) => readBatch(batch, model)));
      return answers.flatMap((answer) => {
        if (answer.status === "rejected") throw answer.reason;
        return answer.value;
      });
    },
    close: async () => {
      closed = true;
      for (const { reject } of waiting.splice(0)) reject(shuttingDown());
      await sleep();
    },
  };

  async function readBatch(batch: readonly DocumentText[], model: ThreadModel): Promise<ThreadAnswers> {
    try {
      return await enqueue(batch, model);
    } catch (error) {
      if (batch.length === 1 || closed) throw error;
      return readApart(batch, model, error);
    }
  }

  /** One by one, to find the document that the thread dies on. When the first few all fail, it is not the documents. */
  async function readApart(batch: readonly DocumentText[], model: ThreadModel, cause: unknown): Promise<ThreadAnswers> {
    const answers: ThreadAnswers = [];
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

  function enqueue(documents: readonly DocumentText[], model: ThreadModel): Promise<ThreadAnswers> {
    if (closed) return Promise.reject(shuttingDown());
    clearTimeout(idleTimer);
    return new Promise((resolve, reject) => {
      waiting.push({ documents, model, resolve, reject });
      if (reading < most) void read();
    });
  }

  /** Takes turns as long as there are any, one thread after another should one break. */
  async function read(): Promise<void> {
    reading++;
    for (let turn = waiting.shift(); turn !== undefined; turn = waiting.shift()) {
      try {
        const thread = await wake();
        try {
          turn.resolve(await thread.ask(turn.documents, turn.model));
        } finally {
          if (thread.alive) idle.push(thread);
          else threads.delete(thread);
        }
      } catch (error) {
        turn.reject(error);
      }
    }
    reading--;
    if (reading === 0 && !closed) {
      clearTimeout(idleTimer);
      idleTimer = setTimeout(() => void sleep(), idleMs).unref();
    }
  }

  async function wake(): Promise<ReadingThread> {
    for (let thread = idle.pop(); thread !== undefined; thread = idle.pop()) {
      if (thread.alive) return thread;
      threads.delete(thread);
    }
    dictionary ??= openDictionary();
    const shared = await dictionary.catch((error: unknown) => {
      dictionary = null;
      throw error;
    });
    if (closed) throw shuttingDown();
    const thread = new ReadingThread(threadFile, { neutralBand, words, dictionary: shared }, batchTimeoutMs);
    threads.add(thread);
    return thread;
  }

  async function openDictionary(): Promise<SharedDictionary> {
    const opened = lastDictionary?.deref() ?? (await unpackDictionary());
    lastDictionary = new WeakRef(opened);
    return opened;
  }

  async function sleep(): Promise<void> {
    clearTimeout(idleTimer);
    dictionary = null;
    idle.length = 0;
    const ending = [...threads];
    threads.clear();
    await Promise.all(ending.map((thread) => thread.end()));
  }
}

/** In a thread of its own; UnderstandingFailedError when it cannot be loaded. */
function unpackDictionary(): Promise<SharedDictionary> {
  const worker = new Worker(new URL("./dictionary-thread.ts", import.meta.url));
  return new Promise<SharedDictionary>((resolve, reject) => {
    worker.on("message", resolve);
    worker.on("error", (cause) =>
      reject(new UnderstandingFailedError(cause instanceof Error ? cause.message : String(cause), { cause })),
    );
    worker.on("exit", () => reject(new UnderstandingFailedError("The Korean dictionary was not unpacked.")));
  }).finally(() => worker.terminate());
}

function shuttingDown(): UnderstandingFailedError {
  return new UnderstandingFailedError("Reading texts has ended; naru is shutting down.");
}

function* batchesOf(documents: readonly DocumentText[], most: number): Generator<DocumentText[]> {
  let batch: DocumentText[] = [];
  let characters = 0;
  for (const document of documents) {
    if (batch.length > 0 && (batch.length === most || characters + document.text.length > batchCharacters)) {
      yield batch;
      batch = [];
      characters = 0;
    }
    batch.push(document);
    characters += document.text.length;
  }
  if (batch.length > 0) yield batch;
}
