import { Worker } from "node:worker_threads";
import { UnderstandingFailedError } from "../errors.ts";
import type { DocumentText } from "../understand-document.ts";
import type { ThreadAnswer, ThreadAnswers, ThreadModel, ThreadRequest, ThreadSetup } from "./messages.ts";

/** One thread that reads texts, a batch at a time. It is of no more use after its first failure. */
export class ReadingThread {
  private readonly worker: Worker;
  private readonly batchTimeoutMs: number;
  private model: string | null = null;
  private nextId = 1;
  private ended = false;

  constructor(file: URL, setup: ThreadSetup, batchTimeoutMs: number) {
    this.worker = new Worker(file, { workerData: setup });
    this.batchTimeoutMs = batchTimeoutMs;
    this.restWhileIdle();
  }

  get alive(): boolean {
    return !this.ended;
  }

  /** One answer a document, in order. UnderstandingFailedError when the thread breaks or takes too long over it. */
  ask(documents: readonly DocumentText[], model: ThreadModel): Promise<ThreadAnswers> {
    const { worker } = this;
    const id = this.nextId++;
    worker.ref();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => fail(`took longer than ${this.batchTimeoutMs} ms`), this.batchTimeoutMs);
      const fail = (reason: string, cause?: unknown) => {
        clearTimeout(timer);
        void this.end();
        reject(new UnderstandingFailedError(`The thread that reads texts ${reason}.`, { cause }));
      };
      if (this.ended) return fail("has ended");
      worker.removeAllListeners();
      worker.on("error", (cause) => fail(`broke: ${cause instanceof Error ? cause.message : String(cause)}`, cause));
      worker.on("exit", (code) => fail(`ended with code ${code}`));
      worker.on("message", (answer: ThreadAnswer) => {
        if (answer.id !== id || this.ended) return;
        if (answer.kind === "failed") return fail(`could not read: ${answer.message}`);
        clearTimeout(timer);
        this.restWhileIdle();
        this.model = model.name;
        resolve(answer.documents);
      });
      const request: ThreadRequest = { id, model: this.model === model.name ? null : model, documents };
      worker.postMessage(request);
    });
  }

  /** Ends the thread; what it is asked is rejected. */
  async end(): Promise<void> {
    this.ended = true;
    await this.worker.terminate();
  }

  /** An idle thread does not keep the process alive, nor take it along when it breaks. */
  private restWhileIdle(): void {
    this.worker.removeAllListeners();
    const gone = () => {
      this.ended = true;
    };
    this.worker.on("error", gone).on("exit", gone);
    this.worker.unref();
  }
}
