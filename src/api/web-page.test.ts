import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runApi } from "../../test/builders/running-api.ts";
import { type Database, openDatabase } from "../platform/db/database.ts";

describe("the page", () => {
  let database: Database;
  beforeAll(async () => {
    database = await openDatabase({ kind: "embedded", folder: "memory://" });
  });
  afterAll(() => database.close());

  it("serves the page and its own addresses, and nothing outside the folder", async () => {
    const folder = await mkdtemp(join(tmpdir(), "naru-page-"));
    await mkdir(join(folder, "dist", "assets"), { recursive: true });
    await writeFile(join(folder, "secret.txt"), "secret");
    await writeFile(join(folder, "dist", "index.html"), "<!doctype html><title>나루</title>");
    await writeFile(join(folder, "dist", "assets", "app-1a2b.js"), "export {};");
    const page = await runApi(database.db, { webFolder: join(folder, "dist") });
    try {
      for (const path of ["/", "/documents?q=%EB%82%98", "/collect/7"]) {
        const response = await page.get(path, { accept: "text/html,*/*" });
        expect([response.status, await response.text()]).toEqual([200, "<!doctype html><title>나루</title>"]);
        expect(response.headers.get("content-security-policy")).toContain("frame-src 'self'");
        expect(response.headers.get("cache-control")).toBe("no-cache");
      }
      const asset = await page.get("/assets/app-1a2b.js");
      expect(asset.headers.get("cache-control")).toContain("immutable");
      expect((await page.get("/assets/gone.js", { accept: "text/html" })).status).toBe(404);
      expect((await page.get("/collect/7")).status).toBe(404);
      expect((await page.get("/api/v1/none", { accept: "text/html" })).status).toBe(404);
      for (const path of ["/..%2fsecret.txt", "/%2e%2e/secret.txt", "/assets/..%2f..%2fsecret.txt"]) {
        expect(await (await page.get(path)).text()).not.toBe("secret");
      }
    } finally {
      await page.close();
      await rm(folder, { recursive: true });
    }
  });

  it("says what to do when the page was not built", async () => {
    const api = await runApi(database.db);
    const response = await api.get("/", { accept: "text/html" });
    expect(response.status).toBe(503);
    expect(await response.text()).toContain("npm run build:web");
    await api.close();
  });
});
