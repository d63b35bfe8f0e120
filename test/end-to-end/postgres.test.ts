import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { freshFolder } from "../cli/data-folder.ts";
import { errorOf, naru, type RunningServer, startServer } from "../cli/naru.ts";
import { type OwnServer, startOwnServer } from "../database/own-server.ts";
import { openSite, page } from "../sites/small-site.ts";
import { tally } from "./stored.ts";

const dead = "postgresql://naru:geheim@127.0.0.1:1/naru";

it("says plainly that the database does not answer", async () => {
  const data = join(await freshFolder(), "data");
  const env = { DATABASE_URL: dead };
  const [start, collect, models] = await Promise.all([
    naru(["start", "--port", "0", "--data", data], { env }),
    naru(["collect", "http://127.0.0.1:1/", "--data", `${data}2`], { env }),
    naru(["models", "--data", data, "--json"], { env }),
  ]);
  for (const { code, out, err } of [start, collect, models]) {
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).not.toMatch(/\n\s+at |geheim/);
  }
  expect(start.err).toContain("[database_unreachable]\nCheck that the server runs");
  expect(errorOf(models).code).toBe("database_unreachable");
});

describe("on a PostgreSQL server", () => {
  let postgres: OwnServer;
  let server: RunningServer;
  let env: Record<string, string>;
  let data = "";
  beforeAll(async () => {
    postgres = await startOwnServer();
    data = join(await freshFolder(), "data");
    env = { DATABASE_URL: postgres.url };
    server = await startServer(["--data", data], { env });
  });
  afterAll(() => postgres.remove());

  const ask = async (path: string) => {
    const response = await fetch(server.url + path);
    return {
      status: response.status,
      body: (await response.json()) as Record<string, never>,
      headers: response.headers,
    };
  };

  it("collects and understands the demo as it does on the embedded database", async () => {
    for (let tries = 0; ; tries += 1) {
      const { body } = await ask("/api/v1/overview");
      const { documents, runningCollections, waiting } = body as unknown as Overview;
      if (documents > 100 && runningCollections === 0 && waiting.refine + waiting.understand === 0) break;
      if (tries > 320) throw new Error(`The demo did not come: ${JSON.stringify(body)}`);
      await sleep(250);
    }
    const { body } = await ask("/api/v1/documents?limit=1&sentiment=positive");
    expect(body).toMatchObject({ items: [expect.objectContaining({ grade: 5, language: "ko" })] });
  }, 90_000);

  it("lets many processes share the folder, collectors among them, and commands find the first", async () => {
    const second = await startServer(["--data", data], { env });
    const places = async () =>
      ((await ask("/api/v1/collectors")).body.items as unknown as { name: string; state: string }[]).map(
        ({ name, state }) => `${/-\d+$/.exec(name)?.[0]} ${state}`,
      );
    await vi.waitFor(async () => expect(await places()).toEqual(["-1 running", "-2 running"]), { timeout: 10_000 });
    expect(await second.stop()).toMatchObject({ code: 0 });
    const reader = await startServer(["--roles", "api", "--data", data], { env });
    expect(((await (await fetch(`${reader.url}/api/v1/overview`)).json()) as Overview).documents).toBeGreaterThan(100);
    expect(await reader.stop()).toMatchObject({ code: 0 });
    const through = await naru(["sources", "--data", data, "--json"], { env });
    expect(JSON.parse(through.out)).toContainEqual(expect.objectContaining({ id: "web", collections: 4 }));
  });

  it("answers 503 while the database is away, then goes on, and so does the collection in hand", async () => {
    const pages = 50;
    const length = 60;
    const site = await openSite({
      "*": (request, response) => {
        const id = Number(/^\/p(\d+)$/.exec(request.url ?? "")?.[1] ?? Number.NaN);
        if (!(id < length)) response.writeHead(404).end();
        else
          setTimeout(
            () =>
              response
                .writeHead(200, { "content-type": "text/html" })
                .end(page(id, id + 1 < length ? [`/p${id + 1}`] : [])),
            50,
          );
      },
    });
    const collecting = naru(
      [
        "collect",
        site.url("/p0"),
        "--depth",
        "50",
        "--max-pages",
        String(pages),
        "--delay",
        "0",
        "--no-sitemaps",
        "--data",
        data,
      ],
      { env },
    );
    while (site.paths().length < 8) await sleep(10);
    await postgres.stop();
    const away = await ask("/api/v1/overview");
    expect(away).toMatchObject({ status: 503, body: { code: "database_unreachable", title: "Service Unavailable" } });
    expect(away.headers.get("retry-after")).toBe("5");
    expect(await ask("/ready")).toMatchObject({ status: 503, body: { ready: false } });
    expect(await ask("/health")).toMatchObject({ status: 200 });
    await sleep(2_000);
    const whileAway = site.paths().length;
    expect(whileAway).toBeLessThan(pages);
    await postgres.start();
    for (let tries = 0; (await ask("/api/v1/overview")).status !== 200; tries += 1) {
      expect(tries).toBeLessThan(50);
      await sleep(200);
    }
    const ended = await collecting;
    await site.close();
    expect(ended).toMatchObject({ code: 0, out: expect.stringContaining("Collection 5 is done") });
    expect(tally(site.paths())).toEqual(Object.fromEntries(Array.from({ length: pages }, (_, id) => [`/p${id}`, 1])));
    const { body } = await ask("/api/v1/documents?collection=5&limit=100");
    expect(body.items).toHaveLength(pages);
    expect(server.err()).not.toContain("internal_error");
  });

  it("stops at Ctrl-C also while the database is away", async () => {
    await postgres.stop();
    const at = performance.now();
    expect(await server.stop()).toMatchObject({ signal: null });
    expect(performance.now() - at).toBeLessThan(15_000);
    await postgres.start();
  });
});

interface Overview {
  documents: number;
  runningCollections: number;
  waiting: { refine: number; understand: number };
}
