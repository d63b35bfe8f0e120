import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll } from "vitest";
import { naru } from "./naru.ts";

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

/** A folder of the test's own, removed when its file ends. */
export async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "naru-e2e-"));
  folders.push(folder);
  return folder;
}

/** A data folder as a first start leaves it: made once by the real program, then copied, which saves seconds each time. */
export async function freshData(): Promise<string> {
  const data = join(await freshFolder(), "data");
  await cp(await template(), data, { recursive: true });
  return data;
}

/** Of this test run; the global set-up names the place and removes it in the end. */
async function template(): Promise<string> {
  const place = process.env.TEST_TEMPLATE_FOLDER;
  if (place === undefined) throw new Error("test/cli/global-setup.ts did not run.");
  const done = join(place, "data");
  if (existsSync(done)) return done;
  const draft = join(place, "draft");
  const mine = await mkdir(draft).then(
    () => true,
    () => false,
  );
  if (mine) {
    const { code, err } = await naru(["models", "--data", join(draft, "data")]);
    if (code !== 0) throw new Error(`The first start failed: ${err}`);
    await rename(join(draft, "data"), done);
  }
  // Another worker makes it.
  for (let tries = 0; !existsSync(done); tries += 1) {
    if (tries > 600) throw new Error("The data folder to copy never came to be.");
    await sleep(100);
  }
  return done;
}
