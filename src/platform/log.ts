import { type Logger, pino } from "pino";

export type Log = Logger;

/** JSON lines on standard error; secrets that slip into a logged object are struck out by name. */
export function createLog(level: string): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: ["*.password", "*.token", "*.authorization", "*.cookie", "headers.authorization", "headers.cookie"],
        censor: "***",
      },
    },
    pino.destination({ fd: 2, sync: true }),
  );
}
