import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, it } from "vitest";
import { freshData } from "../cli/data-folder.ts";
import { errorOf, naru, startNaru, startServer } from "../cli/naru.ts";
import { openSite, page, type SmallSite } from "../sites/small-site.ts";
import { tally } from "./stored.ts";

const sites: SmallSite[] = [];
afterEach(async () => {
  for (const site of sites.splice(0)) await site.close();
});

/** A chain of pages, each answered after a moment. */
async function chain(length: number, delayMs: number): Promise<SmallSite> {
  const site = await openSite({
    "*": (request, response) => {
      const id = Number(/^\/p(\d+)$/.exec(request.url ?? "")?.[1] ?? Number.NaN);
      if (!(id < length)) {
        response.writeHead(404).end();
        return;
      }
      const html = page(id, id + 1 < length ? [`/p${id + 1}`] : []);
      setTimeout(() => response.writeHead(200, { "content-type": "text/html" }).end(html), delayMs);
    },
  });
  sites.push(site);
  return site;
}

const collect = (site: SmallSite, data: string) =>
  ["collect", site.url("/p0"), "--depth", "50", "--delay", "0", "--no-sitemaps", "--data", data] as const;
const read = async (url: string) => (await (await fetch(url)).json()) as Record<string, unknown>;

it("commands go through the server that holds the folder, and end as they would alone", async () => {
  const data = await freshData();
  const server = await startServer(["--no-demo", "--data", data]);
  const [site, closed] = [await chain(6, 5), await openSite({ "/robots.txt": "User-agent: *\nDisallow: /\n" })];
  sites.push(closed);
  const [whole, refused] = await Promise.all([
    naru([...collect(site, data), "--out", join(data, "out.json")]),
    naru(["collect", closed.url("/"), "--data", data]),
  ]);
  expect(whole).toMatchObject({ code: 0, out: expect.stringContaining("6 documents") });
  expect(JSON.parse(readFileSync(join(data, "out.json"), "utf8"))).toHaveLength(6);
  expect(refused).toMatchObject({ code: 4, out: expect.stringContaining("[robots_denied]") });
  const refined = await naru(["refine", "--json", "--data", data]);
  expect(JSON.parse(refined.out)).toMatchObject({ unchanged: 6, changed: 0, added: 0, failed: 0 });
  const wrong = await naru(["collect", site.url("/p0"), "--source", "nobody", "--json", "--data", data]);
  expect(wrong.code).toBe(2);
  expect(errorOf(wrong).code).toBe("unknown_source");
  // The folder has been the server's all along.
  expect(JSON.parse(readFileSync(join(data, "naru.lock"), "utf8"))).toMatchObject({ pid: server.pid, url: server.url });
  expect((await read(`${server.url}/api/v1/overview`)).documents).toBe(6);
  expect(await server.stop()).toMatchObject({ code: 0, signal: null });
  expect(server.err()).not.toMatch(/"level":[45]0/);
});

it("Ctrl-C at a command leaves the server collecting; stopping the server mid-way is quick, and it goes on after", async () => {
  const data = await freshData();
  const site = await chain(45, 60);
  const server = await startServer(["--no-demo", "--data", data]);
  const command = startNaru(collect(site, data));
  while (site.paths().length < 5) await sleep(10);
  command.kill("SIGINT");
  expect(await command.ended).toMatchObject({
    code: 3,
    err: expect.stringContaining("The server goes on collecting."),
  });
  const asked = site.paths().length;
  while (site.paths().length < asked + 5) await sleep(10);
  const follower = startNaru(collect(site, data));
  await follower.says(/Going on with collection 1/);
  const at = performance.now();
  expect(await server.stop()).toMatchObject({ code: 0, signal: null });
  expect(performance.now() - at).toBeLessThan(6_000);
  expect(existsSync(join(data, "naru.lock"))).toBe(false);
  expect(await follower.ended).toMatchObject({ code: 1, err: expect.stringContaining("[server_unreachable]") });
  expect(site.paths().length).toBeLessThan(45);

  const next = await startServer(["--no-demo", "--data", data]);
  expect(await naru(collect(site, data))).toMatchObject({
    code: 0,
    out: expect.stringContaining("Collection 1 is done"),
  });
  expect(tally(site.paths())).toEqual(Object.fromEntries(Array.from({ length: 45 }, (_, id) => [`/p${id}`, 1])));
  await next.stop();
});

it("lets one server at a folder, tells the second who that is, and takes over after kill -9", async () => {
  const data = await freshData();
  const first = await startServer(["--no-demo", "--data", data]);
  const second = await naru(["start", "--port", "0", "--data", data, "--json"]);
  expect(second.code).toBe(1);
  const { code, message, next } = errorOf(second);
  expect(code).toBe("data_folder_in_use");
  expect(message).toContain(`process id ${first.pid} at ${first.url}`);
  expect(next).toContain("DATABASE_URL");
  expect(await read(`${first.url}/health`)).toMatchObject({ status: "ok" });
  expect(await read(`${first.url}/api/v1/overview`)).toMatchObject({ documents: 0 });

  first.kill("SIGKILL");
  await first.ended;
  expect(existsSync(join(data, "naru.lock"))).toBe(true);
  const third = await startServer(["--no-demo", "--data", data]);
  expect(await read(`${third.url}/ready`)).toMatchObject({ ready: true });

  await third.stop();
});

it("says when the server that holds the folder does not answer as one", async () => {
  const data = await freshData();
  const server = await startServer(["--no-demo", "--data", data]);
  process.kill(server.pid, "SIGSTOP");
  const ask = startNaru(["sources", "--data", data]);
  await sleep(1_000);
  process.kill(server.pid, "SIGKILL");
  expect(await ask.ended).toMatchObject({ code: 1, err: expect.stringContaining("[server_unreachable]") });
});

it("says that the port is taken, and leaves nothing behind", async () => {
  const data = await freshData();
  const other = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => other.once("listening", resolve));
  const { port } = other.address() as { port: number };
  const ended = await naru(["start", "--port", String(port), "--data", data]);
  other.close();
  expect(ended).toMatchObject({
    code: 1,
    err: expect.stringMatching(/Port \d+ of 127\.0\.0\.1 is taken.*\[port_in_use\]\n.*--port 0/),
  });
  expect(ended.err).not.toMatch(/\n\s+at /);
  expect(existsSync(join(data, "naru.lock"))).toBe(false);
});
