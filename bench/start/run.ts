import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/**
 * How long a warm start takes until the page answers, and what naru holds when idle: the demo is collected once, then naru is
 * started again on the same folder, three times, and left alone until the analyser's thread has gone.
 */
const root = join(import.meta.dirname, "../..");
const folder = await mkdtemp(join(tmpdir(), "naru-bench-start-"));
const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const analyserIdleMs = 5_000;

try {
  const first = start();
  await answers();
  await demoDone();
  await stop(first);
  const times: number[] = [];
  for (let run = 0; run < 3; run += 1) {
    const began = performance.now();
    const naru = start();
    await answers();
    times.push((performance.now() - began) / 1000);
    if (run === 2) {
      await delay(analyserIdleMs + 15_000);
      console.log(`idle: ${await residentMb(naru)} MB resident`);
    }
    await stop(naru);
  }
  console.log(`warm start until the page answers: ${times.map((time) => time.toFixed(2)).join(", ")} s`);
  console.log(`load average ${loadavg()[0]?.toFixed(1)}`);
} finally {
  await rm(folder, { recursive: true, force: true });
}

function start(): ChildProcess {
  return spawn(process.execPath, [join(root, "bin/naru.js"), "start", "--port", String(port), "--data", folder], {
    stdio: "ignore",
    env: { ...process.env, NARU_UNDERSTAND_IDLE_MS: String(analyserIdleMs), NARU_LOG_LEVEL: "error" },
  });
}

async function stop(naru: ChildProcess): Promise<void> {
  const ended = once(naru, "exit");
  naru.kill("SIGTERM");
  await ended;
}

async function answers(): Promise<void> {
  for (;;) {
    const ready = await fetch(`${url}/`, { headers: { accept: "text/html" } }).catch(() => null);
    if (ready?.ok === true) return;
    await delay(20);
  }
}

async function demoDone(): Promise<void> {
  for (;;) {
    const overview = (await (await fetch(`${url}/api/v1/overview`)).json()) as {
      documents: number;
      runningCollections: number;
      waiting: { refine: number; understand: number };
    };
    const left = overview.runningCollections + overview.waiting.refine + overview.waiting.understand;
    if (overview.documents > 0 && left === 0) return;
    await delay(500);
  }
}

/** Linux only: elsewhere the figure is not to be had this way. */
async function residentMb({ pid }: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => {
        if (address !== null && typeof address === "object") resolve(address.port);
        else reject(new Error("no port"));
      });
    });
  });
}
