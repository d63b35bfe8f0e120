import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { listCollectors } from "../../src/collect/index.ts";
import type { Db } from "../../src/platform/db/database.ts";

const firstPages = 100;
const workMs = 15_000;

/** Lets a collector go on with the frontier: time from the start of its process to its first 100 pages, and its memory after a while of work. */
export async function measureCollector(
  db: Db,
  url: string,
  hosts: number,
): Promise<{ resumeMs: number; peakMb: number; pages: number }> {
  const folder = mkdtempSync(join(tmpdir(), "naru-bench-frontier-"));
  const began = performance.now();
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, "collector-process.ts"), url, join(folder, "archive"), String(hosts)],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  const ended = once(child, "close");
  const pages = async () => {
    const running = (await listCollectors(db)).find(({ state, pid }) => state === "running" && pid === child.pid);
    return running?.pages ?? 0;
  };
  while ((await pages()) < firstPages) await sleep(20);
  const resumeMs = performance.now() - began;
  await sleep(workMs);
  const all = await pages();
  child.kill("SIGTERM");
  await ended;
  rmSync(folder, { recursive: true, force: true });
  return { resumeMs, peakMb: Number(output.trim()), pages: all };
}
