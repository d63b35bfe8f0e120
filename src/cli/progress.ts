const plainIntervalMs = 60_000;
const barCells = 16;

/** A line that is redrawn on a terminal, and written once a minute elsewhere. */
export interface ProgressLine {
  /** @param share of the work that is done, 0–1; null when that is not known. */
  show(text: string, share: number | null): void;
  /** Leaves the terminal on a fresh line. */
  end(): void;
}

export interface ProgressOutput {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

/** @param quiet nothing at all, for machine-readable output. */
export function createProgress(stream: ProgressOutput, quiet: boolean, now: () => number = Date.now): ProgressLine {
  let last = Number.NEGATIVE_INFINITY;
  let drawn = false;
  return {
    show: (text, share) => {
      if (quiet) return;
      if (stream.isTTY === true) {
        const line = share === null ? text : `${barOf(share)} ${text}`;
        stream.write(`\r\u001b[2K${line.slice(0, Math.max(20, (stream.columns ?? 80) - 1))}`);
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

function barOf(share: number): string {
  const full = Math.round(Math.max(0, Math.min(1, share)) * barCells);
  return `${"█".repeat(full)}${"░".repeat(barCells - full)}`;
}

/** Share of the work that an operation tells; null while the whole is not known. */
export function shareOf(done: number | null, total: number | null): number | null {
  return done === null || total === null || total <= 0 ? null : done / total;
}
