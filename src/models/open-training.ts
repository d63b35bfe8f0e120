import { Worker } from "node:worker_threads";
import type { Download } from "./datasets/dataset.ts";
import {
  type FromThread,
  type JudgedModel,
  type OpenedDataset,
  packError,
  type ThreadProgress,
  type ToThread,
  type TrainingSetup,
  unpackError,
} from "./training-thread.ts";

export interface TrainingHooks {
  /** Null where there is no network. */
  download: Download | null;
  onProgress(progress: ThreadProgress): void;
  signal?: AbortSignal;
}

/** One training in a thread of its own: a server goes on answering meanwhile, and an abort takes effect at once. */
export interface OpenTraining {
  /** Finds, or downloads, the data set and reads it once. */
  openDataset(): Promise<OpenedDataset>;
  /** Trains and judges; `onMetrics` is called for one epoch after the other, and all its calls are done at the end. */
  train(onMetrics: (step: number, metrics: Record<string, number>) => Promise<void>): Promise<JudgedModel>;
  close(): Promise<void>;
}

/** Starts the thread. Its named errors arrive with their code; a thread that dies rejects the call under way. */
export function openTraining(setup: Omit<TrainingSetup, "online">, hooks: TrainingHooks): OpenTraining {
  const { download, signal } = hooks;
  const worker = new Worker(new URL("./training-thread.ts", import.meta.url), {
    workerData: { ...setup, online: download !== null } satisfies TrainingSetup,
  });
  let onMetrics: (step: number, metrics: Record<string, number>) => Promise<void> = async () => {};
  let written: Promise<void> = Promise.resolve();
  let settle: { resolve(message: FromThread): void; reject(error: unknown): void } = { resolve() {}, reject() {} };
  /** Why the thread is no more. */
  let gone: unknown = null;

  const lose = (reason: unknown) => {
    gone ??= reason;
    settle.reject(gone);
  };
  const abort = () => {
    lose(signal?.reason);
    void worker.terminate();
  };
  signal?.addEventListener("abort", abort, { once: true });
  worker.on("error", lose);
  worker.on("exit", (code) => lose(new Error(`The thread that trains ended with code ${code}.`)));
  worker.on("message", (message: FromThread) => {
    if (message.kind === "progress") hooks.onProgress(message.progress);
    else if (message.kind === "metrics") {
      written = written.then(() => onMetrics(message.step, message.metrics));
      written.catch(lose);
    } else if (message.kind === "download") void obtain(message);
    else if (message.kind === "failed") settle.reject(unpackError(message.error));
    else settle.resolve(message);
  });

  return {
    openDataset: async () => {
      const answer = await ask({ kind: "open" });
      if (answer.kind !== "opened") throw new Error("the thread answered something else");
      return answer.dataset;
    },
    train: async (write) => {
      onMetrics = write;
      const answer = await ask({ kind: "train" });
      if (answer.kind !== "trained") throw new Error("the thread answered something else");
      await written;
      return answer.model;
    },
    close: async () => {
      signal?.removeEventListener("abort", abort);
      await worker.terminate();
    },
  };

  async function ask(message: ToThread): Promise<FromThread> {
    signal?.throwIfAborted();
    if (gone !== null) throw gone;
    const answer = new Promise<FromThread>((resolve, reject) => {
      settle = { resolve, reject };
    });
    worker.postMessage(message);
    return answer;
  }

  async function obtain({ url, file, maxBytes }: Extract<FromThread, { kind: "download" }>): Promise<void> {
    const limits = { maxBytes, ...(signal === undefined ? {} : { signal }) };
    const error = await download?.(url, file, limits).then(() => null, packError);
    worker.postMessage({ kind: "downloaded", error: error ?? null } satisfies ToThread);
  }
}
