import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { clearLeftovers, draftOf } from "./draft.ts";

it("clears what the dead left behind, and nothing of the living or of others", async () => {
  const folder = await mkdtemp(join(tmpdir(), "naru-draft-"));
  const file = join(folder, "표 (1).csv");
  const script = `import { draftOf } from ${JSON.stringify(new URL("./draft.ts", import.meta.url).href)};
    import { writeFileSync } from "node:fs";
    writeFileSync(draftOf(${JSON.stringify(file)}), "half"); process.stdout.write("written"); setInterval(() => {}, 1000);`;
  const start = async () => {
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    return child;
  };
  const [killed, living] = [await start(), await start()];
  const ended = once(killed, "exit");
  killed.kill("SIGKILL");
  await ended;
  const foreign = ["표 (1).csv.part", "표 (1).csv.0123abcd-1-1-1.part", "표 (2).csv.part"];
  for (const name of foreign) await writeFile(join(folder, name), "theirs");
  await writeFile(draftOf(file), "ours");
  expect(await readdir(folder)).toHaveLength(foreign.length + 3);
  await clearLeftovers(file);
  const left = await readdir(folder);
  expect(left).toHaveLength(foreign.length + 2);
  expect(left.filter((name) => name.includes(`-${killed.pid}-`))).toEqual([]);
  living.kill("SIGKILL");
  await rm(folder, { recursive: true, force: true });
});
