import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Timing } from "./measure.ts";
import { scaleTexts, spread } from "./texts.ts";

/** The same texts in DuckDB and in SQLite's FTS5; a peer that is not installed is named and left out. */
export async function measurePeers(documents: number, rounds: number): Promise<Map<string, Timing[]>> {
  const own = join(import.meta.dirname, "../.venv/bin/python3");
  const python = spawn(existsSync(own) ? own : "python3", [join(import.meta.dirname, "peers.py"), String(rounds)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  let output = "";
  python.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  const exited = once(python, "close");
  let n = 0;
  for await (const { title, text, day } of scaleTexts(documents)) {
    n++;
    const row = {
      id: n,
      text: `${title}\n${text}`,
      day,
      host: `h${spread(n, 11) % 400}.example`,
      mood: spread(n, 12) % 100,
    };
    if (!python.stdin.write(`${JSON.stringify(row)}\n`)) await once(python.stdin, "drain");
  }
  python.stdin.end();
  const [code] = await exited;
  if (code !== 0) {
    console.error(`The peers could not be measured: python3 bench/scale/peers.py ended with ${code}.`);
    return new Map();
  }
  return new Map(Object.entries(JSON.parse(output) as Record<string, Timing[]>));
}
