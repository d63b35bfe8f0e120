const plainIntervalMs = 60_000;

/** A line that is redrawn on a terminal, and written once a minute elsewhere. */
export interface ProgressLine {
  show(text: string): void;
  /** Leaves the terminal on a fresh line. */
  end(): void;
}

/** @param quiet nothing at all, for machine-readable output. */
export function createProgress(stream: NodeJS.WriteStream, quiet: boolean, now: () => number = Date.now): ProgressLine {
  let last = Number.NEGATIVE_INFINITY;
  let drawn = false;
  return {
    show: (text) => {
      if (quiet) return;
      if (stream.isTTY) {
        stream.write(`\r\u001b[2K${text.slice(0, Math.max(20, stream.columns - 1))}`);
        drawn = true;
      } else if (now() - last >= plainIntervalMs) {
        stream.write(`${text}\n`);
        last = now();
      }
    },
    end: () => {
      if (drawn) stream.write("\n");
      drawn = false;
    },
  };
}
