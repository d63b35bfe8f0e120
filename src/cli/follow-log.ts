import type { LogLine } from "../contracts/index.ts";
import { type Clock, systemClock } from "../lib/clock.ts";
import { printable } from "../lib/printable.ts";
import type { CommandServices } from "./backend.ts";

const stepMs = 1_000;
const pageLines = 200;

/**
 * Prints the lines of a collection's log that come from now on. What it gives prints the last ones and ends.
 * @param say prints a line.
 */
export function followLog(
  collections: CommandServices["collections"],
  id: number,
  say: (line: string) => void,
  clock: Clock = systemClock,
): () => Promise<void> {
  const leaving = new AbortController();
  const since = new Date(clock.now()).toISOString();
  let cursor: string | undefined;
  const pull = async () => {
    for (let more = true; more; ) {
      const page = await collections.listLog(id, { limit: pageLines, ...(cursor === undefined ? {} : { cursor }) });
      for (const line of page.items) if (line.at >= since) say(printable(logLineText(line)));
      cursor = page.nextCursor;
      more = page.more;
    }
  };
  const work = (async () => {
    while (!leaving.signal.aborted) {
      // A log that cannot be read now is read later; it is no reason to stop.
      await pull().catch(() => {});
      await clock.sleep(stepMs, leaving.signal).catch(() => {});
    }
  })();
  return async () => {
    leaving.abort();
    await work;
    // The collector writes its last lines a moment after the collection has ended.
    await clock.sleep(300);
    await pull().catch(() => {});
  };
}

/** `14:10:22 failure not_found http://a.example/old 404 Not Found` */
export function logLineText({ at, event, collector: _, ...facts }: LogLine): string {
  const time = new Date(at).toLocaleTimeString("en-GB");
  const { reason, url, detail, ...more } = facts;
  const rest = Object.entries(more)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`);
  return [time, event, ...[reason, url, detail].filter((one) => typeof one === "string"), ...rest].join(" ");
}
