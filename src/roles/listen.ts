import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createApi, localHosts } from "../api/index.ts";
import type { App } from "../app.ts";
import { naruVersion } from "../lib/version.ts";
import type { Settings } from "../platform/config/settings.ts";
import { NaruError } from "../platform/errors.ts";

/**
 * Serves the API and the page, and tells the commands of this machine where.
 * @throws NaruError `port_in_use`, `address_unusable`.
 */
export async function listen(app: App, settings: Settings): Promise<{ url: string; close: () => Promise<unknown> }> {
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
    throw listenError(cause, host, port);
  }
  app.lock?.announce(url, operatorToken);
  return { url, close: () => api.close() };
}

function listenError(cause: unknown, host: string, port: number): unknown {
  const { code } = cause as NodeJS.ErrnoException;
  if (code === "EADDRINUSE") {
    return new NaruError("port_in_use", `Port ${port} of ${host} is taken by another program.`, {
      cause,
      next: "Choose another with --port, or --port 0 for any free one.",
    });
  }
  if (code === "EACCES" || code === "EADDRNOTAVAIL" || code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return new NaruError(
      "address_unusable",
      `naru cannot listen at ${host}, port ${port}: ${(cause as Error).message}.`,
      {
        cause,
        field: "server.host",
        next:
          code === "EACCES"
            ? "Ports below 1024 need special rights; choose another with --port."
            : "Choose an address of this machine with --host, such as 127.0.0.1.",
      },
    );
  }
  return cause;
}
