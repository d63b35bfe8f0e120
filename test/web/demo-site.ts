import { setTimeout as sleep } from "node:timers/promises";
import { buildWebIfNeeded } from "../../tools/build-web.ts";
import { startTestApp, type TestApp } from "../app.ts";

interface Counts {
  documents: number;
  runningCollections: number;
  waiting: { refine: number; understand: number };
}

/** The whole of naru with its built page and the demo collected to the end. */
export async function startDemoSite(flags: Record<string, unknown> = {}): Promise<TestApp> {
  buildWebIfNeeded();
  const app = await startTestApp({ demo: true, flags });
  const until = Date.now() + 90_000;
  for (;;) {
    const counts = (await (await fetch(`${app.url}/api/v1/overview`)).json()) as Counts;
    const waiting = counts.waiting.refine + counts.waiting.understand;
    if (counts.documents > 100 && counts.runningCollections === 0 && waiting === 0) return app;
    if (Date.now() > until) {
      await app.close();
      throw new Error(`The demo was not collected within 90 s: ${JSON.stringify(counts)}`);
    }
    await sleep(250);
  }
}
