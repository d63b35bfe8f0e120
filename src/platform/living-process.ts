import { readFileSync, readlinkSync } from "node:fs";

/** A process, told from a later one that got the same number. */
export interface ProcessMark {
  pid: number;
  /** Start in clock ticks since boot; null where the system does not say. */
  started: string | null;
}

export function ownProcess(): ProcessMark {
  return { pid: process.pid, started: startOf(process.pid) };
}

/** Whether this process still lives, on this very machine. */
export function isAlive({ pid, started }: ProcessMark): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  const now = startOf(pid);
  return started === null || now === null || now === started;
}

/**
 * Names the place in which process numbers mean something: this boot of the kernel, and the namespace of the container. Null where
 * the system does not say; nothing can then be told about a number.
 */
export function ownMachine(): string | null {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return `${boot} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return null;
  }
}

/** Field 22 of /proc/PID/stat; the command name before it may hold spaces and parentheses. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}
