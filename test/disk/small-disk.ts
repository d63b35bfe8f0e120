import { execFileSync } from "node:child_process";
import { mkdtempSync, rmdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface SmallDisk {
  folder: string;
  freeBytes(): number;
  /** Fills it until only so many bytes are free. */
  leave(bytes: number): void;
  /** Takes out what `leave` put there. */
  clear(): void;
  remove(): void;
}

/** A disk in memory, to be filled. Mounting is for root. @throws Error that says so. */
export function mountSmallDisk(megabytes: number): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), "naru-small-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", folder], { stdio: "pipe" });
  } catch (cause) {
    rmdirSync(folder);
    throw new Error("A small disk could not be mounted: this needs root and the right to mount (CAP_SYS_ADMIN).", {
      cause,
    });
  }
  const filler = join(folder, "filler.bin");
  const freeBytes = () => {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  };
  const piece = Buffer.alloc(2 ** 20);
  return {
    folder,
    freeBytes,
    leave: (bytes) => {
      while (freeBytes() > bytes + piece.length) writeFileSync(filler, piece, { flag: "a" });
    },
    clear: () => rmSync(filler, { force: true }),
    remove: () => {
      execFileSync("umount", [folder], { stdio: "pipe" });
      rmdirSync(folder);
    },
  };
}
