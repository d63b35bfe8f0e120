import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, expect, it } from "vitest";
import { freshData, freshFolder } from "../cli/data-folder.ts";
import { openSite, page } from "../sites/small-site.ts";
import { naverPost, openNaver } from "../stand-ins/naver-search.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** Runs an example as a person does, in a folder of its own. */
async function run(example: string, folder: string, env: Record<string, string>, ...args: string[]) {
  const program = join(import.meta.dirname, "../../examples", example);
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(process.execPath, [program, ...args], { cwd: folder, env: { PATH, HOME, ...env } });
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { code, out, err };
}

it("naver-blog.ts: gives the items, writes them while it runs, and finds them known the second time", async () => {
  const naver = await openNaver();
  closing.push(naver.close);
  naver.state.posts = Array.from({ length: 9 }, (_, index) => naverPost(index + 1));
  const folder = await freshFolder();
  const env = {
    NARU_DATA: await freshData(),
    NARU_COLLECT_ENDPOINTS: `naver-blog.hub=${naver.origin}`,
    NAVER_HUB_KEY_ID: "hub-id-for-tests",
    NAVER_HUB_KEY: "hub-key-for-tests",
  };
  const first = await run("naver-blog.ts", folder, env);
  expect(first).toMatchObject({ code: 0, out: expect.stringContaining("스위스 여행 1일째 & 산장 · 나루지기 1") });
  // Both queries bring the same four posts of the stand-in.
  expect(first.out).toContain("4 items, 4 of them new");
  expect(naver.log.map(({ url }) => [url.searchParams.get("query"), url.searchParams.get("display")])).toEqual([
    ["스위스", "4"],
    ["독일", "4"],
  ]);
  const csv = await readFile(join(folder, "output/naver_blog.csv"), "utf8");
  expect(csv.startsWith("\uFEFF")).toBe(true);
  expect(csv.match(/스위스 산장에서/g)?.length).toBeGreaterThanOrEqual(4);
  const second = await run("naver-blog.ts", folder, env);
  expect(second).toMatchObject({ code: 0, out: expect.stringContaining("4 items, 0 of them new") });
}, 60_000);

it("naver-blog.ts: says which key is missing", async () => {
  const { code, err } = await run("naver-blog.ts", await freshFolder(), { NARU_DATA: await freshData() });
  expect(code).toBe(1);
  expect(err).toContain("credential_missing");
  expect(err).toContain("NAVER_HUB_KEY_ID");
}, 30_000);

it("crawl-a-site.ts: reads a site", async () => {
  const site = await openSite({ "/": page("나루", ["/one"]), "/one": page("하나") });
  closing.push(site.close);
  const { code, out } = await run("crawl-a-site.ts", await freshFolder(), {}, site.url("/"), await freshData());
  expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining("마을 이야기 하나") });
}, 30_000);
