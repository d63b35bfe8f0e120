import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "../../src/platform/db/database.ts";
import { type OwnServer, startOwnServer } from "../../test/database/own-server.ts";

/** Gives the work a folder of its own, and removes it. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "naru-faults-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Gives the work a PostgreSQL of its own, and ends it. */
export async function onOwnServer<T>(work: (server: OwnServer) => Promise<T>): Promise<T> {
  const server = await startOwnServer();
  try {
    return await work(server);
  } finally {
    await server.remove();
  }
}

let made = 0;

/** An empty database on the server. */
export async function freshDatabase({ url }: OwnServer): Promise<string> {
  made += 1;
  const admin = await openDatabase({ kind: "server", url });
  await admin.run(`create database faults_${made}`);
  await admin.close();
  const fresh = new URL(url);
  fresh.pathname = `/faults_${made}`;
  return fresh.href;
}
