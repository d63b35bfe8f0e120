import { createHash } from "node:crypto";
import { readdir, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";
import { isAlive, ownProcess } from "../../platform/living-process.ts";

let drafts = 0;

/** A name beside a file for what is to become it. It tells whose draft it is: this machine's, of this very process. */
export function draftOf(file: string): string {
  const { pid, started } = ownProcess();
  drafts += 1;
  return `${file}.${machineTag()}-${pid}-${started ?? "x"}-${drafts}.part`;
}

/** Removes drafts of this file that processes of this machine left behind when they died. Those of the living, and of other machines, stay. */
export async function clearLeftovers(file: string): Promise<void> {
  const folder = dirname(file);
  const begin = `${basename(file)}.${machineTag()}-`;
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.startsWith(begin)) continue;
    const [, pid, started] = /^(\d{1,10})-(\d{1,20}|x)-\d{1,10}\.part$/.exec(name.slice(begin.length)) ?? [];
    if (pid === undefined || started === undefined) continue;
    if (!isAlive({ pid: Number(pid), started: started === "x" ? null : started })) {
      await rm(join(folder, name), { force: true });
    }
  }
}

function machineTag(): string {
  return createHash("sha256").update(hostname()).digest("hex").slice(0, 8);
}
