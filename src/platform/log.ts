import { type Logger, pino } from "pino";
import { printable } from "../lib/printable.ts";

export type Log = Logger;

/** Where log lines go; `isTTY` tells a person's terminal from a file or a collector of logs. */
export interface LogOutput {
  isTTY?: boolean;
  write(text: string): unknown;
}

/**
 * JSON lines on standard error; secrets that slip into a logged object are struck out by name.
 * On a terminal each is one line for people instead, and `info` is left out: commands say themselves what goes on.
 */
export function createLog(level: string, output: LogOutput = process.stderr): Log {
  const forPeople = output.isTTY === true;
  return pino(
    {
      level: forPeople && level === "info" ? "warn" : level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: ["*.password", "*.token", "*.authorization", "*.cookie", "headers.authorization", "headers.cookie"],
        censor: "***",
      },
    },
    forPeople ? { write: (line: string) => output.write(toHumanLine(line)) } : jsonDestination(output),
  );
}

// A descriptor of its own writes at once: the last words before a crash are the ones that matter.
function jsonDestination(output: LogOutput) {
  return output === process.stderr
    ? pino.destination({ fd: 2, sync: true })
    : { write: (line: string) => output.write(line) };
}

interface Line {
  level: number;
  time: string;
  msg?: string;
  err?: { message?: string; code?: string; stack?: string };
}

/** `14:10:22 warning: The database is away. (host=a.example)`; the stack of an error follows only when the line is an error. */
function toHumanLine(json: string): string {
  const { level, time, msg, err, ...more } = JSON.parse(json) as Line;
  const facts = Object.entries(more).map(
    ([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  if (err !== undefined && level < errorLevel) facts.push(`because ${err.message ?? err.code ?? "of an error"}`);
  const tail = facts.length === 0 ? "" : ` (${facts.join(", ")})`;
  const stack = err?.stack !== undefined && level >= errorLevel ? `\n${err.stack}` : "";
  const clock = new Date(time).toLocaleTimeString("en-GB");
  return `${clock} ${pino.levels.labels[level] ?? level}: ${printable(`${msg ?? ""}${tail}`)}${printable(stack)}\n`;
}

const errorLevel = pino.levels.values.error ?? 50;
