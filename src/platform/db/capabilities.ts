/** What a database can do that callers may depend on. The one place where the two differ. */
export interface DatabaseCapabilities {
  /** Several processes may open it at once, so roles can be separated. */
  manyProcesses: boolean;
  /** A commit survives a power cut, not only the death of the process. */
  survivesPowerCut: boolean;
  /** Takes dead rows out by itself. */
  autovacuum: boolean;
  /** Connections that can work at the same time. */
  connections: number;
  /** How pg-boss should speak to it. */
  queueBackend: "pglite" | "postgres";
}

export const capabilities = {
  embedded: {
    manyProcesses: false,
    survivesPowerCut: false,
    autovacuum: false,
    connections: 1,
    queueBackend: "pglite",
  },
  server: { manyProcesses: true, survivesPowerCut: true, autovacuum: true, connections: 10, queueBackend: "postgres" },
} as const satisfies Record<string, DatabaseCapabilities>;

export type DatabaseKind = keyof typeof capabilities;
