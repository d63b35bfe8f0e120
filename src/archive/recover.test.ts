import { execFile, spawn } from "node:child_process";
import { appendFile, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { buildExchange } from "../../test/builders/exchange.ts";
import { listUnknownFiles, recoverTail } from "./recover.ts";
import { type WarcExtent, WarcLane } from "./warc-lane.ts";
import { readWarcFile } from "./warc-reader.ts";

const child = join(import.meta.dirname, "../../test/children/write-warc.ts");

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "naru-recover-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function countResponses(path: string): Promise<number> {
  let count = 0;
  for await (const { record } of readWarcFile(path)) if (record.type === "response") count += 1;
  return count;
}

describe("recoverTail", () => {
  it("leaves exactly the acknowledged records after a writer was killed", async () => {
    const writer = spawn(process.execPath, [child, folder], { stdio: ["ignore", "pipe", "inherit"] });
    const acknowledged: WarcExtent[] = [];
    for await (const line of createInterface({ input: writer.stdout })) {
      if (acknowledged.length < 30) acknowledged.push(JSON.parse(line) as WarcExtent);
      // The writer goes on while the signal is under way, so that something lies behind the last batch we took note of.
      if (acknowledged.length === 30) writer.kill("SIGKILL");
    }
    const last = acknowledged.at(-1) ?? { file: "", length: 0 };
    const path = join(folder, last.file);
    // Half a record more, as a kill in the middle of a write leaves it.
    await appendFile(path, (await readFile(path)).subarray(0, 100));
    expect(await recoverTail(path, last.length)).toBeGreaterThanOrEqual(100);
    expect((await stat(path)).size).toBe(last.length);
    expect(await countResponses(path)).toBe(150);
    expect(await recoverTail(path, last.length)).toBe(0);
  });

  it("says when committed bytes are gone", async () => {
    const path = join(folder, "x.warc.gz");
    await writeFile(path, "abc");
    await expect(recoverTail(path, 10)).rejects.toMatchObject({ code: "warc_file_short" });
    await expect(recoverTail(join(folder, "none"), 10)).rejects.toMatchObject({ code: "warc_file_missing" });
  });

  it("lists files of ours that no row knows", async () => {
    const lane = new WarcLane({ folder, writerId: "a-1", now: Date.now, info: {} });
    const { extents } = await lane.write([buildExchange()]);
    await lane.close();
    await writeFile(join(folder, "other.warc.gz"), "");
    const [{ file, length }] = extents as [WarcExtent];
    expect(await listUnknownFiles(folder, new Set())).toEqual([{ file, bytes: length }]);
    expect(await listUnknownFiles(folder, new Set([file]))).toEqual([]);
  });
});

describe("a full disk", () => {
  it("fails the batch with a code and leaves the file as it was", async () => {
    // A limit on the file size stands for the disk: the same short write, then the same kind of error.
    const { stdout } = await promisify(execFile)("bash", [
      "-c",
      'ulimit -f 40; exec "$0" "$@"',
      process.execPath,
      child,
      folder,
    ]);
    const lines = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { code?: string; length?: number; extents?: WarcExtent[] });
    const failure = lines.pop();
    expect(failure?.code).toBe("disk_full");
    expect(lines.length).toBeGreaterThan(2);
    const kept = failure?.extents?.[0];
    expect(kept?.length).toBe(lines.at(-1)?.length);
    const path = join(folder, kept?.file ?? "");
    expect((await stat(path)).size).toBe(kept?.length);
    expect(await countResponses(path)).toBe(lines.length * 5);
  });

  it("goes on once there is room again", async () => {
    const lane = new WarcLane({ folder: join(folder, "later"), writerId: "t", now: Date.now, info: {} });
    await expect(lane.write([buildExchange()])).rejects.toMatchObject({ code: "archive_unwritable" });
    await mkdir(join(folder, "later"));
    const { extents } = await lane.write([buildExchange()]);
    expect(await countResponses(join(folder, "later", extents[0]?.file ?? ""))).toBe(1);
    await lane.close();
  });
});
