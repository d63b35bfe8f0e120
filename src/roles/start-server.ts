import type { App } from "../app.ts";
import { naruVersion } from "../lib/version.ts";
import type { RoleName } from "../platform/config/roles.ts";
import type { Settings } from "../platform/config/settings.ts";
import { checkRoles } from "./check-roles.ts";

export interface StartOptions {
  roles: readonly RoleName[];
  /** Whether the first start of an empty installation collects the sample sites. */
  demo: boolean;
  /** Aborted to stop. */
  signal: AbortSignal;
  print: (line: string) => void;
  /** Told the address once the server listens. */
  onReady?: (url: string, app: App) => void;
}

/** Runs roles in this process until the signal aborts. @throws NaruError when they cannot be started, or when one dies. */
export async function startServer(settings: Settings, options: StartOptions): Promise<void> {
  const { roles, signal, print } = options;
  checkRoles(settings, roles);
  const [{ createLog }, { openStorage }] = await Promise.all([
    import("../platform/log.ts"),
    import("../app/storage.ts"),
  ]);
  const log = createLog(settings.log.level);
  // Opens in a thread of its own (or on a server) while this one loads the modules.
  const storage = openStorage(settings, log, roles);
  storage.catch(() => {});
  const [{ openApp }, { listen }, { startDemo }] = await Promise.all([
    import("../app.ts"),
    import("./listen.ts"),
    import("./demo.ts"),
  ]);
  const app = await openApp(settings, log, storage);
  const closers: (() => Promise<unknown>)[] = [];
  try {
    if (signal.aborted) return;
    if (roles.includes("api")) {
      const { url, close } = await listen(app, settings);
      closers.push(close);
      print(`naru ${naruVersion} is at ${url}`);
      options.onReady?.(url, app);
    }
    await app.startRoles(roles);
    if (roles.includes("api") && options.demo) {
      const sites = await startDemo(app, new Date());
      if (sites !== null) {
        closers.push(() => sites.close());
        const origins = Object.entries(sites.origins).map(([name, origin]) => `${name} ${origin}`);
        print(`Sample sites: ${origins.join(" · ")}`);
      }
    }
    print("Ctrl-C stops it.");
    // A process that only collects has nothing left to do once its collector was drained; others go on without it.
    const drained = roles.every((role) => role === "collector") ? [app.drained] : [];
    await Promise.race([stopped(signal), ...drained, app.failed.then((error) => Promise.reject(error))]);
  } finally {
    // One that fails must not keep the others open, the folder's lock least of all.
    await Promise.allSettled(closers.reverse().map((close) => close()));
    await app.stop();
  }
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
