import { exitCodes, NaruError } from "../platform/errors.ts";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** npm and naru's own launcher pass on a Ctrl-C that the terminal has sent to everybody already: one wish, two signals. */
const echoMs = 1_000;
const parentPollMs = 500;

/**
 * Aborts on the first Ctrl-C, SIGTERM or closing of the terminal, so that work in hand is finished and kept; a second one, a
 * second or more later, ends the process at once. Losing nothing then is the business of the commit lanes, which survive kill -9.
 */
export function stopSignal(message: string): { signal: AbortSignal; dispose(): void } {
  const controller = new AbortController();
  let firstAt = 0;
  const onSignal = () => {
    if (controller.signal.aborted) {
      if (performance.now() - firstAt >= echoMs) process.exit(130);
      return;
    }
    firstAt = performance.now();
    console.error(message);
    controller.abort(
      new NaruError("stopped", "Stopped before it was done.", {
        exit: exitCodes.partly,
        next: "What was finished is kept; run the same command again.",
      }),
    );
  };
  for (const signal of signals) process.on(signal, onSignal);
  const parent = watchNpm(onSignal);
  return {
    signal: controller.signal,
    dispose: () => {
      clearInterval(parent);
      for (const signal of signals) process.off(signal, onSignal);
    },
  };
}

/** npm runs its scripts in a shell, which dies of a signal to npm without passing it on. So the shell's end counts as one. */
function watchNpm(onGone: () => void): NodeJS.Timeout | undefined {
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  const { ppid } = process;
  const timer = setInterval(() => {
    if (process.ppid === ppid) return;
    clearInterval(timer);
    onGone();
  }, parentPollMs);
  return timer.unref();
}
