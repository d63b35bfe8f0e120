import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { afterAll } from "vitest";

const program = join(import.meta.dirname, "../../bin/naru.js");

export interface RunOptions {
  /** Beside PATH and HOME nothing of this process's own environment is passed on. */
  env?: Readonly<Record<string, string>>;
  cwd?: string;
  /** Given to standard input. */
  input?: string | Uint8Array;
}

/** A command line of the real program, ended. */
export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  out: string;
  err: string;
}

/** One that runs. */
export interface Running {
  pid: number;
  out: () => string;
  err: () => string;
  /** Waits until what was printed matches, on either stream. */
  says(pattern: RegExp, withinMs?: number): Promise<RegExpExecArray>;
  kill(signal: NodeJS.Signals): void;
  ended: Promise<Ended>;
}

const children = new Set<ChildProcess>();
afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await Promise.all([...children].map((child) => once(child, "close")));
});

/** Runs `naru …` to its end. */
export function naru(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return startNaru(args, options).ended;
}

/** Starts `naru …`; it is killed when the test file ends. */
export function startNaru(args: readonly string[], { env = {}, cwd, input }: RunOptions = {}): Running {
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(process.execPath, [program, ...args], {
    env: { PATH, HOME, ...env },
    ...(cwd === undefined ? {} : { cwd }),
    stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
  });
  children.add(child);
  let out = "";
  let err = "";
  let heard = () => {};
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    out += text;
    heard();
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    err += text;
    heard();
  });
  // A program that refuses its arguments does not read its input.
  child.stdin?.on("error", () => {});
  if (input !== undefined) child.stdin?.end(input);
  const ended = once(child, "close").then(([code, signal]): Ended => {
    children.delete(child);
    heard();
    return { code, signal, out, err };
  });
  let over = false;
  void ended.then(() => {
    over = true;
    heard();
  });
  return {
    pid: child.pid ?? 0,
    out: () => out,
    err: () => err,
    says: async (pattern, withinMs = 20_000) => {
      const until = Date.now() + withinMs;
      for (;;) {
        const found = pattern.exec(out) ?? pattern.exec(err);
        if (found !== null) return found;
        if (over || Date.now() > until)
          throw new Error(`naru ${args.join(" ")} never said ${pattern}:\n${out}\n${err}`);
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, 200);
          heard = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
    },
    kill: (signal) => void child.kill(signal),
    ended,
  };
}

export interface RunningServer extends Running {
  url: string;
  /** Sends SIGINT and waits for the end. */
  stop(): Promise<Ended>;
}

/** `naru start` on a free port, listening. */
export async function startServer(args: readonly string[], options: RunOptions = {}): Promise<RunningServer> {
  const running = startNaru(["start", "--port", "0", ...args], options);
  const [, url = ""] = await running.says(/ is at (http:\S+)/, 40_000);
  return {
    ...running,
    url,
    stop: () => {
      running.kill("SIGINT");
      return running.ended;
    },
  };
}

/** The error that `--json` prints on standard error. */
export function errorOf({ err }: Ended): { code: string; message: string; next: string | null; field: string | null } {
  const line = err.split("\n").find((one) => one.startsWith('{"error"'));
  if (line === undefined) throw new Error(`No error in JSON: ${err}`);
  return JSON.parse(line).error;
}
