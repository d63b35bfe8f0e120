/**
 * Aborts on the first Ctrl-C or SIGTERM, so that work in hand is finished and kept; the second ends the process at once.
 * Losing nothing at the second is the business of the commit lanes, which survive kill -9.
 */
export function stopSignal(message: string): { signal: AbortSignal; dispose(): void } {
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(130);
    console.error(message);
    controller.abort(new Error("stopped by a signal"));
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  return {
    signal: controller.signal,
    dispose: () => {
      process.off("SIGINT", onSignal);
      process.off("SIGTERM", onSignal);
    },
  };
}
