import type { OperationEvent, OperationProgress } from "../contracts/index.ts";
import { exitCodes, NaruError } from "../platform/errors.ts";

export interface OperationStreamOptions {
  run(onProgress: (progress: OperationProgress) => void): Promise<unknown>;
  /** Told about errors that are our own bugs. */
  onBug(error: unknown): void;
  /** An empty line goes out after this much silence, so that the connection is kept, ms. */
  heartbeatMs: number;
}

/** Lines of JSON: progress, then one result or one error. A slow reader misses progress, never the end. */
export async function* operationEvents({ run, onBug, heartbeatMs }: OperationStreamOptions): AsyncGenerator<string> {
  let latest: OperationProgress | null = null;
  let wake = () => {};
  const work = run((progress) => {
    latest = progress;
    wake();
  }).then(
    (result): OperationEvent => ({ event: "result", result }),
    (error: unknown): OperationEvent => {
      if (!(error instanceof NaruError)) onBug(error);
      return errorEvent(error);
    },
  );
  let end: OperationEvent | null = null;
  void work.then((event) => {
    end = event;
    wake();
  });
  while (end === null) {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, heartbeatMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (latest !== null || end !== null) wake();
    });
    const progress: OperationProgress | null = latest;
    latest = null;
    if (progress !== null) yield lineOf({ event: "progress", ...(progress as OperationProgress) });
    else if (end === null) yield "\n";
  }
  yield lineOf(end);
}

function errorEvent(error: unknown): OperationEvent {
  if (error instanceof NaruError) {
    const { status, code, message, next, exit } = error;
    return { event: "error", status, code, message, next, exit };
  }
  const message = "naru made a mistake; its log has the particulars.";
  return { event: "error", status: 500, code: "internal_error", message, next: null, exit: exitCodes.failed };
}

function lineOf(event: OperationEvent): string {
  return `${JSON.stringify(event)}\n`;
}
