import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { isIP } from "node:net";
import { fileURLToPath } from "node:url";
import { createApi, localHosts } from "../api/index.ts";
import { type App, openApp } from "../app.ts";
import { naruVersion } from "../lib/version.ts";
import { allRoles, type RoleName, type Settings } from "../platform/config/settings.ts";
import { InvalidInputError, NaruError } from "../platform/errors.ts";
import { createLog } from "../platform/log.ts";
import { startDemo } from "./demo.ts";

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
  refuseWhatCannotBe(settings, roles);
  const app = await openApp(settings, { log: createLog(settings.log.level) });
  const closers: (() => Promise<unknown>)[] = [];
  try {
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
        print(
          `Sample sites: ${Object.entries(sites.origins)
            .map(([name, origin]) => `${name} ${origin}`)
            .join(" · ")}`,
        );
      }
    }
    print("Ctrl-C stops it.");
    await Promise.race([stopped(signal), app.failed.then((error) => Promise.reject(error))]);
  } finally {
    for (const close of closers.reverse()) await close();
    await app.stop();
  }
}

async function listen(app: App, settings: Settings): Promise<{ url: string; close: () => Promise<unknown> }> {
  const { host, port, allowHosts } = settings.server;
  const operatorToken = randomBytes(32).toString("base64url");
  const web = fileURLToPath(new URL("../../web/dist", import.meta.url));
  // Behind a proxy that is trusted to let the right people in, any name may be theirs unless the names are listed.
  const names = settings.server.trustNetwork && allowHosts.length === 0 ? ["*"] : [...localHosts, host, ...allowHosts];
  const api = createApi({
    services: app.services,
    operations: app.operations,
    log: app.log,
    version: naruVersion,
    webFolder: existsSync(web) ? web : null,
    allowedHosts: names,
    operatorToken,
  });
  let url: string;
  try {
    url = await api.listen({ host, port });
  } catch (cause) {
    await api.close();
    if ((cause as NodeJS.ErrnoException).code !== "EADDRINUSE") throw cause;
    throw new NaruError("port_in_use", `Port ${port} of ${host} is taken by another program.`, {
      cause,
      next: "Choose another with --port, or --port 0 for any free one.",
    });
  }
  app.lock?.announce(url, operatorToken);
  return { url, close: () => api.close() };
}

function refuseWhatCannotBe(settings: Settings, roles: readonly RoleName[]): void {
  if (settings.database.url === null && allRoles.some((role) => !roles.includes(role))) {
    throw new InvalidInputError(
      "roles_need_server",
      "Separate roles need a database that several processes can open; the embedded one serves one process.",
      {
        field: "roles",
        next: "Set DATABASE_URL to a PostgreSQL server, or run all roles in one process.",
      },
    );
  }
  const { host, trustNetwork } = settings.server;
  const loopback = host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
  if (!loopback && !trustNetwork) {
    throw new InvalidInputError(
      "network_not_trusted",
      `There are no accounts yet: everybody who can reach ${host} could use naru.`,
      {
        field: "server.host",
        next: "Listen on 127.0.0.1, or put a proxy with a login before it and set server.trustNetwork (NARU_SERVER_TRUST_NETWORK=true).",
      },
    );
  }
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
