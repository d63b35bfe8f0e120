import { spawn } from "node:child_process";
import { expect, it } from "vitest";
import { guardPipe } from "./guard-pipe.ts";

/** A process that writes to its fourth descriptor what it is told, as a browser does, and then waits. */
function writing(script: string) {
  const source = `const { writeSync } = require("node:fs"); ${script}; setInterval(() => {}, 1000);`;
  return spawn(process.execPath, ["-e", source], { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
}

it("ends a browser that sends one message beyond the limit, and takes any number within it", async () => {
  const told: string[] = [];
  const long = writing(`for (let n = 0; n < 40; n += 1) writeSync(4, "x".repeat(50_000))`);
  let received = 0;
  long.stdio[4]?.on("data", (chunk: Buffer) => {
    received += chunk.length;
  });
  guardPipe(long, 1_000_000, () => told.push("long"));
  const ended = await new Promise<string | null>((resolve) => long.on("exit", (_code, signal) => resolve(signal)));
  expect(ended).toBe("SIGKILL");
  expect(told).toEqual(["long"]);
  expect(received).toBeLessThan(1_200_000);

  const many = writing(`for (let n = 0; n < 40; n += 1) writeSync(4, "x".repeat(50_000) + "\\0"); process.exit(0)`);
  many.stdio[4]?.on("data", () => {});
  guardPipe(many, 200_000, () => told.push("many"));
  expect(await new Promise<number | null>((resolve) => many.on("exit", resolve))).toBe(0);
  expect(told).toEqual(["long"]);
});
