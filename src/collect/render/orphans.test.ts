import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { expect, it } from "vitest";

/** A process and all that it started, by `/proc`. */
function familyOf(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "latin1");
      const [state, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      if (state !== "Z") parents.set(Number(name), Number(parent));
    } catch {
      // It has ended meanwhile.
    }
  }
  const family = parents.has(pid) ? [pid] : [];
  for (const one of family) for (const [child, parent] of parents) if (parent === one) family.push(child);
  return family;
}

it("leaves no browser behind when naru is killed, with a page that hangs", async () => {
  const naru = spawn(process.execPath, ["test/children/render.ts"], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const [line] = await Promise.race([
      createInterface({ input: naru.stdout })
        [Symbol.asyncIterator]()
        .next()
        .then(({ value }) => [String(value)]),
      new Promise<[string]>((resolve) => naru.once("exit", () => resolve(["0"]))),
    ]);
    const browser = Number(line);
    expect(browser).toBeGreaterThan(1);
    const family = familyOf(browser);
    expect(family.length).toBeGreaterThan(2);
    naru.kill("SIGKILL");
    await expect.poll(() => family.flatMap(familyOf), { timeout: 10_000 }).toEqual([]);
  } finally {
    naru.kill("SIGKILL");
  }
}, 40_000);
