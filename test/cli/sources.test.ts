import { join } from "node:path";
import { afterEach, beforeAll, expect, it } from "vitest";
import { naverPost, openNaver } from "../stand-ins/naver-search.ts";
import { freshData, freshFolder } from "./data-folder.ts";
import { naru, startServer } from "./naru.ts";

let data = "";
const closing: (() => Promise<void>)[] = [];
beforeAll(async () => {
  data = await freshData();
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function naver(count: number) {
  const standIn = await openNaver();
  closing.push(standIn.close);
  standIn.state.posts = Array.from({ length: count }, (_, index) => naverPost(index + 1));
  const env = {
    NARU_COLLECT_ENDPOINTS: `naver-blog.legacy=${standIn.origin}`,
    NAVER_CLIENT_ID: "legacy-id-for-tests",
    NAVER_CLIENT_SECRET: "legacy-secret-for-tests",
  };
  return { standIn, env };
}

it("tells what each source needs, and exits with 5 and the variable when its key is missing", async () => {
  const list = await naru(["sources", "--data", data]);
  expect(list).toMatchObject({ code: 0, err: "" });
  expect(list.out).toContain("needs NAVER_HUB_KEY_ID, NAVER_HUB_KEY: https://");
  const missing = await naru(["collect", "--source", "naver-blog", "--query", "스위스", "--data", data]);
  expect(missing).toMatchObject({ code: 5, out: "", err: expect.stringContaining("[credential_missing]") });
  expect(missing.err).toContain("NAVER_CLIENT_ID and NAVER_CLIENT_SECRET");
  expect(missing.err).toContain("apply at https://");
}, 30_000);

it("exits with 5 through a running server too, and says that the key is wanted there", async () => {
  const served = await freshData();
  const server = await startServer(["--no-demo", "--data", served]);
  const ask = ["collect", "--source", "naver-blog", "--query", "스위스", "--data", served];
  const missing = await naru(ask, { env: { NAVER_CLIENT_ID: "only-here", NAVER_CLIENT_SECRET: "only-here" } });
  expect(missing).toMatchObject({ code: 5, out: "", err: expect.stringContaining("[credential_missing]") });
  expect(missing.err).toContain(`It is the server at ${server.url} that needs it`);
  expect((await naru(["collect", "--source", "naver-blog", "--data", served])).code).toBe(2);
  await server.stop();
}, 60_000);

it("takes a space after a comma, and says what to type when the value is missing", async () => {
  const { standIn, env } = await naver(3);
  const ask = (...words: string[]) =>
    naru(["collect", "--source", "naver-blog", ...words, "--max-results", "2", "--data", data], { env });
  const spaced = await ask("--query", "스위스,", "독일");
  expect(spaced).toMatchObject({ code: 0, out: expect.stringContaining("2 items") });
  expect(standIn.log.map(({ url }) => url.searchParams.get("query"))).toEqual(["스위스", "독일"]);
  for (const words of [["--query"], ["--query", " "], []]) {
    const bare = await ask(...words);
    expect(bare).toMatchObject({ code: 2, out: "" });
    expect(bare.err).toContain("[query_missing]");
    expect(bare.err).toContain("Type: naru collect --source naver-blog --query 스위스,독일");
  }
}, 60_000);

it("keeps an operator's daily budget, and says until when the rest waits", async () => {
  const { standIn, env } = await naver(250);
  const own = await freshData();
  const set = await naru(["sources", "naver-blog", "--daily", "2", "--quiet", "none", "--data", own]);
  expect(set).toMatchObject({ code: 0, out: expect.stringContaining("at most 2 requests a day") });
  const csv = join(await freshFolder(), "out.csv");
  const run = await naru(["collect", "--source", "naver-blog", "--query", "스위스", "--out", csv, "--data", own], {
    env,
  });
  expect(run).toMatchObject({ code: 3, out: expect.stringContaining("waits until") });
  expect(standIn.log).toHaveLength(2);
  const more = await naru(["sources", "naver-blog", "--daily", "none", "--json", "--data", own]);
  expect(JSON.parse(more.out)).toMatchObject({
    id: "naver-blog",
    limits: { dailyRequests: null },
    lastResult: { status: "running" },
  });
}, 60_000);

it("says what is wrong with limits and options", async () => {
  for (const [words, code] of [
    [["sources", "naver-blog", "--quiet", "late"], "limits_wrong"],
    [["sources", "--daily", "5"], "limits_wrong"],
    [["sources", "naver"], "unknown_source"],
    [["collect", "--source", "naverblog", "--query", "a"], "unknown_source"],
    [["collect", "--source", "naver-blog", "--query", "a", "--set", "sorted=date"], "source_option_unknown"],
    [["collect", "--source", "naver-blog", "--query", "a", "--set", "sort=new"], "source_option_wrong"],
    [["collect", "--source", "naver-blog", "--query", "a", "--since", "gestern"], "time_unreadable"],
    [["collect"], "nothing_to_collect"],
  ] as const) {
    const { code: exit, err } = await naru([...words, "--data", data]);
    expect({ words, exit, err }).toMatchObject({ exit: 2, err: expect.stringContaining(`[${code}]`) });
  }
}, 90_000);
