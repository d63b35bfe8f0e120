import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type CollectorTuning, listCollectors } from "../../src/collect/index.ts";
import type { Db } from "../../src/platform/db/database.ts";

export interface CollectorsAt {
  db: Db;
  url: string;
  archive: string;
  /** Hosts that each visits at a time. */
  concurrency: number;
  tuning?: Partial<CollectorTuning>;
}

/** Collector processes of one test, ended with it. */
export class Collectors {
  readonly #children: ChildProcess[] = [];

  /** Starts as many as are missing and waits until all have their places. */
  async growTo(count: number, { db, url, archive, concurrency, tuning = {} }: CollectorsAt): Promise<void> {
    const program = join(import.meta.dirname, "collector-process.ts");
    while (this.#children.length < count) {
      this.#children.push(
        spawn(process.execPath, [program, url, archive, String(concurrency), JSON.stringify(tuning)], {
          stdio: ["ignore", "ignore", "inherit"],
        }),
      );
    }
    for (const until = Date.now() + 40_000; ; await sleep(50)) {
      const running = (await listCollectors(db)).filter(({ state }) => state === "running");
      if (running.length === count) return;
      if (Date.now() > until) throw new Error(`Only ${running.length} of ${count} collectors came up.`);
    }
  }

  /** Drains them all and gives their exit codes. */
  async drain(): Promise<(number | null)[]> {
    return Promise.all(
      this.#children.splice(0).map(async (child) => {
        if (child.exitCode !== null) return child.exitCode;
        child.kill("SIGTERM");
        const [code] = await once(child, "exit");
        return code as number | null;
      }),
    );
  }

  /** Their processes, in the order in which they were started. */
  get pids(): number[] {
    return this.#children.flatMap(({ pid }) => pid ?? []);
  }

  kill(): void {
    for (const child of this.#children.splice(0)) child.kill("SIGKILL");
  }
}
