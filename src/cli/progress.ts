import { cutToWidth, displayWidth } from "../lib/display-width.ts";

const plainIntervalMs = 60_000;
const barCells = 16;
/** Below this many columns the words need the room more than the bar. */
const barColumns = 60;

/** A line that is redrawn on a terminal, and written once a minute elsewhere. */
export interface ProgressLine {
  /** @param share of the work that is done, 0–1; null when that is not known. */
  show(text: string, share: number | null): void;
  /** Prints a line above it. */
  say(text: string): void;
  /** Leaves the terminal on a fresh line. */
  end(): void;
}

export interface ProgressOutput {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

/**
 * @param quiet nothing at all, for machine-readable output.
 * @param env `NO_COLOR` takes the colour away, `TERM=dumb` the redrawing.
 */
export function createProgress(
  stream: ProgressOutput,
  quiet: boolean,
  now: () => number = Date.now,
  env: Readonly<Record<string, string | undefined>> = process.env,
): ProgressLine {
  const redraws = stream.isTTY === true && env.TERM !== "dumb";
  const colours = redraws && (env.NO_COLOR ?? "") === "";
  let last = Number.NEGATIVE_INFINITY;
  let drawn = "";
  const draw = () => stream.write(`\r\u001b[2K${drawn}`);
  return {
    show: (text, share) => {
      if (quiet) return;
      if (redraws) {
        drawn = lineOf(text, share, Math.max(20, (stream.columns ?? 80) - 1), colours);
        draw();
      } else if (now() - last >= plainIntervalMs) {
        stream.write(`${text}\n`);
        last = now();
      }
    },
    say: (text) => {
      if (quiet) return;
      stream.write(drawn === "" ? `${text}\n` : `\r\u001b[2K${text}\n`);
      if (drawn !== "") draw();
    },
    end: () => {
      if (drawn !== "") stream.write("\n");
      drawn = "";
    },
  };
}

function lineOf(text: string, share: number | null, width: number, colours: boolean): string {
  if (share === null || width < barColumns) return cutToWidth(text, width);
  const full = Math.round(Math.max(0, Math.min(1, share)) * barCells);
  const percent = `${String(Math.floor(Math.max(0, Math.min(1, share)) * 100)).padStart(3)}%`;
  const done = "█".repeat(full);
  const bar = `${colours && full > 0 ? `\u001b[36m${done}\u001b[39m` : done}${"░".repeat(barCells - full)}`;
  const room = width - barCells - displayWidth(percent) - 2;
  return `${bar} ${percent} ${cutToWidth(text, room)}`;
}

/** Share of the work that an operation tells; null while the whole is not known. */
export function shareOf(done: number | null, total: number | null): number | null {
  return done === null || total === null || total <= 0 ? null : done / total;
}
