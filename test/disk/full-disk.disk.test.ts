import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { startTestApp, type TestApp } from "../app.ts";
import { openSite, page } from "../sites/small-site.ts";
import { mountSmallDisk } from "./small-disk.ts";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const pages = 400;
const patience = { timeout: 60_000, interval: 200 };

it("waits while the disk is full, stays up, gives the reserve back, starts again, and goes on to the end", async () => {
  const disk = mountSmallDisk(400);
  cleanups.push(disk.remove);
  const site = await openSite({
    "*": (request, response) => {
      const id = Number(/^\/p(\d+)$/.exec(request.url ?? "")?.[1] ?? Number.NaN);
      if (!(id < pages)) return void response.writeHead(404).end();
      const links = [id * 2 + 1, id * 2 + 2].filter((one) => one < pages);
      const body = page(
        id,
        links.map((one) => `/p${one}`),
      );
      setTimeout(() => response.writeHead(200, { "content-type": "text/html" }).end(body), 20);
    },
  });
  cleanups.push(site.close);
  const data = join(disk.folder, "data");
  const reserve = join(data, "reserve.bin");
  const flags = { data, "disk.keepFreeMb": 100, "collect.delayMs": 0, "collect.allowAddresses": site.host };
  const start = async () => {
    const app = await startTestApp({ demo: false, flags });
    let closed: Promise<void> | null = null;
    const close = () => (closed ??= app.close());
    cleanups.push(close);
    return { ...app, close };
  };
  const ask = async (app: TestApp, path: string, body?: unknown) => {
    const init =
      body === undefined
        ? {}
        : { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } };
    return fetch(`${app.url}${path}`, init);
  };
  const collection = async (app: TestApp, id: number) =>
    (await (await ask(app, `/api/v1/collections/${id}`)).json()) as { status: string; progress: { pages: number } };

  const first = await start();
  expect(existsSync(reserve)).toBe(true);
  const created = await ask(first, "/api/v1/collections", { urls: [site.url("/p0")], depth: 50, sitemaps: false });
  const { id } = (await created.json()) as { id: number };
  await vi.waitFor(async () => expect((await collection(first, id)).progress.pages).toBeGreaterThan(20), patience);
  disk.leave(12e6);
  await vi.waitFor(
    async () => expect(await (await ask(first, "/metrics")).text()).toContain("naru_disk_full 1"),
    patience,
  );
  await vi.waitFor(() => expect(existsSync(reserve)).toBe(false), patience);
  // The reserve is taken as well: now nothing can be written at all.
  disk.leave(12e6);
  const refused = await ask(first, "/api/v1/collections", { urls: [site.url("/p0")] });
  expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([503, "disk_full"]);
  const before = await collection(first, id);
  expect(before.status).toBe("running");
  expect(before.progress.pages).toBeLessThan(pages);
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  expect((await collection(first, id)).progress.pages).toBe(before.progress.pages);

  disk.clear();
  await vi.waitFor(async () => expect((await collection(first, id)).status).toBe("done"), patience);
  expect((await collection(first, id)).progress.pages).toBe(pages);
  await vi.waitFor(() => expect(existsSync(reserve)).toBe(true), patience);

  // With 12 MB and a reserve it starts, and says what it needs.
  await first.close();
  disk.leave(12e6);
  const second = await start();
  expect(existsSync(reserve)).toBe(false);
  expect(second.app.services).toBeDefined();
  expect(await (await ask(second, "/metrics")).text()).toContain("naru_disk_full 1");
  await vi.waitFor(async () => {
    const { items } = (await (await ask(second, "/api/v1/alerts")).json()) as {
      items: { kind: string; message: string }[];
    };
    expect(items.find(({ kind }) => kind === "disk_full")?.message).toMatch(/MB free .+ MB are needed/);
  }, patience);
}, 180_000);
