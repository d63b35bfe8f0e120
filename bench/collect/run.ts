import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

/** Crawls one local site of 12 KB Korean pages with naru and its peers, one after another, and prints one table. */
const { values } = parseArgs({
  options: { pages: { type: "string", default: "5000" }, only: { type: "string" }, target: { type: "string" } },
});
const pages = Number(values.pages);
const here = import.meta.dirname;

interface Result {
  crawler: string;
  pages: number;
  seconds: number;
  peakMb: number;
  documents?: number;
  memoryMb?: number[];
}

const server = spawn(process.execPath, [join(here, "site-server.ts"), String(pages)], {
  stdio: ["ignore", "pipe", "inherit"],
});
const port = await firstLine(server);
const start = `http://127.0.0.1:${port}/`;
console.log(
  `${pages} pages of about 12 KB on ${start}, politeness off, ${cpus().length} cores shared with the server.`,
);
const results: Result[] = [];
try {
  await measure("naru", process.execPath, [join(here, "crawl-naru.ts"), start, String(pages)]);
  if (!existsSync(join(here, "../node_modules/@crawlee/cheerio"))) {
    console.log("@crawlee/cheerio is left out: it is not installed (npm install --prefix bench).");
  } else {
    // Crawlee is the slower one by far: a tenth of a long run tells its speed as well.
    const share = String(Math.min(pages, 5_000));
    for (const queue of ["memory", "disk"]) {
      await measure("crawlee", process.execPath, [join(here, "crawl-crawlee.ts"), start, share, queue]);
    }
  }
  const scrapy = findScrapy();
  if (scrapy === null) {
    console.log(
      "Scrapy is left out: it is not installed (python3 -m venv bench/.venv && bench/.venv/bin/pip install scrapy).",
    );
  } else {
    const spider = join(here, "scrapy-spider.py");
    await measure("scrapy", scrapy, ["runspider", spider, "-a", `start=${start}`, "-a", `pages=${pages}`]);
  }
} finally {
  server.kill();
}
printTable();
const [naru] = results;
const target = Number(values.target ?? 0);
if (naru !== undefined && naru.pages / naru.seconds < target) {
  console.error(`naru made ${Math.round(naru.pages / naru.seconds)} pages/s, fewer than the ${target} asked for.`);
  process.exitCode = 1;
}

async function measure(name: string, command: string, args: string[]): Promise<void> {
  if (values.only !== undefined && values.only !== name) return;
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  await new Promise((resolve) => child.once("close", resolve));
  const line = output
    .split("\n")
    .reverse()
    .find((one) => one.startsWith("{"));
  if (line === undefined) console.log(`${name} gave no figures.`);
  else results.push(JSON.parse(line) as Result);
}

function printTable(): void {
  const base = results[0];
  if (base === undefined) return;
  const rows = results.map((one) => {
    const rate = one.pages / one.seconds;
    const ratio = base.pages / base.seconds / rate;
    return [
      one.crawler,
      String(one.pages),
      one.seconds.toFixed(1),
      rate.toFixed(0),
      `${one.peakMb}`,
      `${ratio.toFixed(1)} ×`,
    ];
  });
  const head = ["crawler", "pages", "s", "pages/s", "peak MB", "naru is"];
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of [head, ...rows]) {
    console.log(
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join("  "),
    );
  }
  console.log(
    "naru: frontier, archive, links and main text durable on disk. Others: links and text, nothing archived.",
  );
  if (base.memoryMb !== undefined) console.log(`naru's memory over the run, MB: ${base.memoryMb.join(" ")}`);
}

/** The bench's own Scrapy, or the one on the PATH; null when there is none. */
function findScrapy(): string | null {
  for (const program of [join(here, "../.venv/bin/scrapy"), "scrapy"]) {
    try {
      execFileSync(program, ["version"], { stdio: "ignore" });
      return program;
    } catch {
      // The next place.
    }
  }
  return null;
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.stdout?.once("data", (chunk: Buffer) => resolve(chunk.toString().trim()));
    child.once("exit", () => reject(new Error("The site did not start.")));
  });
}
