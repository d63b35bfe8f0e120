import { isIP } from "node:net";
import { allRoles, type RoleName } from "../platform/config/roles.ts";
import type { Settings } from "../platform/config/settings.ts";
import { InvalidInputError } from "../platform/errors.ts";

/**
 * Refuses roles and addresses that the settings do not allow, before anything is opened.
 * @throws InvalidInputError `roles_need_server`, `network_not_trusted`.
 */
export function checkRoles(settings: Settings, roles: readonly RoleName[]): void {
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
