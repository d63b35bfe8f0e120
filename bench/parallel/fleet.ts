import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type CollectionInput, createCollection, listCollectors, loadCollection } from "../../src/collect/index.ts";
import type { Db } from "../../src/platform/db/database.ts";

export interface FleetResult {
  pages: number;
  /** From the start of the collections to the end of the last. */
  seconds: number;
  /** Of all collectors together; the database's own is not in it. */
  cpuSeconds: number;
  peakMb: number;
  collections: number[];
  /** Pages of each process. */
  shares: number[];
}

/** Crawls with so many collector processes, from their being ready to the end of every collection. */
export async function crawlWith(
  db: Db,
  at: { url: string; archive: string; processes: number; concurrency: number },
  requests: readonly CollectionInput[],
): Promise<FleetResult> {
  const program = join(import.meta.dirname, "collector-process.ts");
  const children = Array.from({ length: at.processes }, () =>
    spawn(process.execPath, [program, at.url, at.archive, String(at.concurrency)], {
      stdio: ["ignore", "pipe", "inherit"],
    }),
  );
  const ends = children.map(endOf);
  try {
    const running = async () => (await listCollectors(db)).filter(({ state }) => state === "running").length;
    while ((await running()) < at.processes) await sleep(50);
    const began = performance.now();
    const collections = [];
    for (const request of requests) collections.push(await createCollection(db, request));
    let pages = 0;
    for (const id of collections) {
      for (;;) {
        const { status, progress } = await loadCollection(db, id);
        if (status !== "running") {
          pages += progress.pages;
          break;
        }
        await sleep(100);
      }
    }
    const seconds = (performance.now() - began) / 1000;
    for (const child of children) child.kill("SIGTERM");
    const figures = await Promise.all(ends);
    const shares = (await listCollectors(db)).map((one) => one.pages);
    return {
      pages,
      seconds,
      cpuSeconds: figures.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
      peakMb: Math.max(...figures.map(({ peakMb }) => peakMb)),
      collections,
      shares,
    };
  } finally {
    for (const child of children) child.kill("SIGKILL");
  }
}

async function endOf(child: ReturnType<typeof spawn>): Promise<{ cpuSeconds: number; peakMb: number }> {
  let output = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  await once(child, "close");
  const line = output.split("\n").find((one) => one.startsWith("{"));
  if (line === undefined) throw new Error("A collector ended without a word.");
  return JSON.parse(line) as { cpuSeconds: number; peakMb: number };
}
