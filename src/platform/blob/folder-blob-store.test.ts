import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FolderBlobStore } from "./folder-blob-store.ts";

let folder: string;
let store: FolderBlobStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "naru-blob-"));
  store = new FolderBlobStore(join(folder, "blobs"));
});
afterEach(() => rm(folder, { recursive: true }));

describe("FolderBlobStore", () => {
  it("stores, replaces, cuts out, lists and deletes", async () => {
    await store.put("runs/a1/model.bin", Buffer.from("하나"));
    await store.put("runs/a1/model.bin", Buffer.from("0123456789"));
    await store.put("runs/a10/x", Buffer.from("x"));
    await store.put("top", Buffer.from(""));
    expect(Buffer.from(await store.get("runs/a1/model.bin")).toString()).toBe("0123456789");
    expect(Buffer.from(await store.getRange("runs/a1/model.bin", 2, 5)).toString()).toBe("234");
    expect(Buffer.from(await store.getRange("runs/a1/model.bin", 8, 50)).toString()).toBe("89");
    expect((await store.getRange("runs/a1/model.bin", 50, 60)).length).toBe(0);
    expect(await store.size("top")).toBe(0);
    expect(await store.size("none")).toBeNull();
    expect(await store.list("")).toEqual(["runs/a1/model.bin", "runs/a10/x", "top"]);
    expect(await store.list("runs/a1")).toEqual(["runs/a1/model.bin", "runs/a10/x"]);
    expect(await store.list("runs/a1/")).toEqual(["runs/a1/model.bin"]);
    expect(await store.list("nothing/")).toEqual([]);
    await store.delete("top");
    await store.delete("top");
    await expect(store.get("top")).rejects.toMatchObject({ code: "blob_not_found" });
    await expect(store.get("runs")).rejects.toMatchObject({ code: "blob_not_found" });
    expect(await readdir(join(folder, "blobs", ".part"))).toEqual([]);
  });

  it("never leaves its folder", async () => {
    await writeFile(join(folder, "secret"), "geheim");
    for (const key of [
      "../secret",
      "a/../../secret",
      "/etc/passwd",
      "a//b",
      "",
      ".part/x",
      "a\\..\\b",
      "a\0b",
      "가",
      "a/./b",
    ]) {
      await expect(store.get(key), key).rejects.toMatchObject({ code: "invalid_blob_key" });
      await expect(store.put(key, Buffer.from("x")), key).rejects.toMatchObject({ code: "invalid_blob_key" });
    }
    await expect(store.list("../")).rejects.toMatchObject({ code: "invalid_blob_key" });
  });

  it("says so when it cannot write", async () => {
    await writeFile(join(folder, "blobs"), "a file where the folder should be");
    await expect(store.put("a/b", Buffer.from("x"))).rejects.toMatchObject({ code: "blob_unwritable" });
  });
});
