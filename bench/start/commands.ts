import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What the command line takes for small orders, without a server: processor time, time and memory at most, the median of five. */
const root = join(import.meta.dirname, "../..");
const telling =
  'data:text/javascript,process.on("exit",()=>process._rawDebug("usage "+JSON.stringify(process.resourceUsage())))';
const orders: Record<string, string[]> = {
  "--help": ["--help"],
  "collect --help": ["collect", "--help"],
  "a wrong option": ["import", "x.csv", "--bogus"],
  "predict, one text": ["predict", "정말 좋았어요"],
};

const folder = mkdtempSync(join(tmpdir(), "naru-bench-commands-"));
console.log("| Command | Processor | Time | Memory at most |\n| --- | --- | --- | --- |");
for (const [name, args] of Object.entries(orders)) {
  const runs = Array.from({ length: 5 }, () => run(args)).sort((a, b) => a.seconds - b.seconds);
  const { processor = 0, seconds = 0, megabytes = 0 } = runs[2] ?? {};
  console.log(`| \`${name}\` | ${processor.toFixed(2)} s | ${seconds.toFixed(2)} s | ${megabytes.toFixed(0)} MB |`);
}
rmSync(folder, { recursive: true, force: true });

function run(args: readonly string[]): { processor: number; seconds: number; megabytes: number } {
  const began = performance.now();
  const { stderr } = spawnSync(process.execPath, ["--import", telling, join(root, "bin/naru.js"), ...args], {
    cwd: folder,
    encoding: "utf8",
  });
  const seconds = (performance.now() - began) / 1000;
  const usage = JSON.parse(/^usage (.*)$/m.exec(stderr)?.[1] ?? "{}") as NodeJS.ResourceUsage;
  return { processor: (usage.userCPUTime + usage.systemCPUTime) / 1e6, seconds, megabytes: usage.maxRSS / 1024 };
}
