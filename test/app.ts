import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { App } from "../src/app.ts";
import { loadSettings } from "../src/platform/config/load-settings.ts";
import { allRoles } from "../src/platform/config/roles.ts";
import { startServer } from "../src/roles/start-server.ts";

export interface TestApp {
  url: string;
  app: App;
  folder: string;
  close(): Promise<void>;
}

/** Starts the whole of naru as `npm start` does, on a free port and a folder of its own that `close` removes. */
export async function startTestApp(
  options: { demo: boolean; flags?: Record<string, unknown> } = { demo: false },
): Promise<TestApp> {
  const folder = await mkdtemp(join(tmpdir(), "naru-app-"));
  const settings = loadSettings({
    file: join(folder, "naru.yaml"),
    env: {},
    flags: { data: join(folder, "data"), "server.port": 0, "log.level": "error", ...options.flags },
  });
  const stop = new AbortController();
  const ready = Promise.withResolvers<{ url: string; app: App }>();
  const ended = startServer(settings, {
    roles: allRoles,
    demo: options.demo,
    signal: stop.signal,
    print: () => {},
    onReady: (url, app) => ready.resolve({ url, app }),
  });
  ended.catch(ready.reject);
  const { url, app } = await ready.promise;
  return {
    url,
    app,
    folder,
    close: async () => {
      stop.abort();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
