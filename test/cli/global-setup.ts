import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Names the place for the data folder that tests of the whole program copy; the first that needs it fills it. */
export default async function nameTemplate(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "naru-template-"));
  process.env.TEST_TEMPLATE_FOLDER = folder;
  return () => rm(folder, { recursive: true, force: true });
}
