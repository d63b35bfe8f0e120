import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { findHolder, lockFolder } from "./folder-lock.ts";

const fresh = () => mkdtempSync(join(tmpdir(), "naru-lock-"));

async function holdInChild(folder: string) {
  const code = `import { lockFolder } from ${JSON.stringify(new URL("./folder-lock.ts", import.meta.url).href)};
    lockFolder(${JSON.stringify(folder)}).announce("http://127.0.0.1:1", "t"); console.log("held"); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", code], { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  return child;
}

it("lets one process in and tells the second who holds the folder and where", async () => {
  const folder = fresh();
  const child = await holdInChild(folder);
  try {
    expect(() => lockFolder(folder)).toThrow(
      expect.objectContaining({ code: "data_folder_in_use", message: expect.stringContaining(String(child.pid)) }),
    );
    expect(findHolder(folder)).toMatchObject({ pid: child.pid, url: "http://127.0.0.1:1", token: "t" });
  } finally {
    child.kill("SIGKILL");
    await once(child, "exit");
  }
});

it("takes over after kill -9", async () => {
  const folder = fresh();
  const child = await holdInChild(folder);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(findHolder(folder)).toBeUndefined();
  const lock = lockFolder(folder);
  expect(findHolder(folder)?.pid).toBe(process.pid);
  lock.release();
  expect(existsSync(join(folder, "naru.lock"))).toBe(false);
});

it("does not take a reused process id for the holder", () => {
  const folder = fresh();
  writeFileSync(join(folder, "naru.lock"), JSON.stringify({ pid: process.pid, started: "1", url: null, token: null }));
  expect(findHolder(folder)).toBeUndefined();
  lockFolder(folder).release();
});

it("takes over a lock file that is broken", () => {
  const folder = fresh();
  writeFileSync(join(folder, "naru.lock"), "{half");
  lockFolder(folder).release();
});
