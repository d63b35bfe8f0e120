#!/usr/bin/env node
// Plain JavaScript for any Node from 20 on: naru itself runs TypeScript on the Node 24 that npm installed beside it.
import { spawn } from "node:child_process";
import module from "node:module";
import { fileURLToPath } from "node:url";

const main = new URL("../src/main.ts", import.meta.url);

if (Number(process.versions.node.split(".")[0]) >= 24) {
  module.enableCompileCache();
  await import(main.href);
} else {
  const entry = fileURLToPath(import.meta.url);
  const node = fileURLToPath(
    new URL(process.platform === "win32" ? "bin/node.exe" : "bin/node", import.meta.resolve("node/package.json")),
  );
  const child = spawn(node, [entry, ...process.argv.slice(2)], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => {
    console.error(
      `naru could not start the Node 24 that comes with it (${error.message}). Run "npm ci" in the folder of naru.`,
    );
    process.exitCode = 5;
  });
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? (signal === "SIGINT" ? 130 : 1);
  });
}
