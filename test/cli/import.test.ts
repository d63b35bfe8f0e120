import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, it, vi } from "vitest";
import type { ImportReport } from "../../src/contracts/index.ts";
import { freshData, freshFolder } from "./data-folder.ts";
import { naru, startNaru, startServer } from "./naru.ts";

// Each starts the whole program a few times, and reads texts in between.
vi.setConfig({ testTimeout: 120_000 });

let folder = "";
beforeAll(async () => {
  folder = await freshFolder();
  await mkdir(join(folder, "자료"));
  await writeFile(
    join(folder, "자료", "리뷰.csv"),
    "\ufeff제목,리뷰\n나루 찻집,정말 따뜻하고 맛있었어요. 또 갈게요.\n강변 식당,너무 짜고 불친절했다. 실망이다.\n",
  );
  await writeFile(join(folder, "자료", "그림.png"), Buffer.from("89504e470d0a1a0a00", "hex"));
});

it("imports into a folder that nobody serves, understands what it brought, and changes nothing the second time", async () => {
  const data = await freshData();
  const first = await naru(["import", "자료", "--data", data], { cwd: folder });
  expect(first).toMatchObject({ code: 0 });
  expect(first.out).toMatch(
    /^Collection 1 imported 2 files in [\d.]+ s: 2 rows, 1 record archived, 2 new or changed documents\.\n1 left out on purpose:\n\s+1 {2}unsupported_type\n$/,
  );
  const again = await naru(["import", "자료", "--data", data, "--json"], { cwd: folder });
  expect(JSON.parse(again.out) as ImportReport).toMatchObject({
    archived: 0,
    known: 1,
    documents: 0,
    failed: 0,
    finished: true,
  });
  const refined = await naru(["refine", "--source", "files", "--data", data, "--json"]);
  expect(JSON.parse(refined.out)).toMatchObject({ captures: 1, changed: 0, added: 0, failed: 0 });
});

it("goes through the server that holds the folder, whose collector leaves the import alone", async () => {
  const data = await freshData();
  const server = await startServer(["--data", data, "--no-demo"]);
  const imported = await naru(["import", "자료", "--data", data, "--json"], { cwd: folder });
  expect(imported).toMatchObject({ code: 0 });
  const { items } = (await (await fetch(`${server.url}/api/v1/collections`)).json()) as { items: unknown[] };
  expect(items).toMatchObject([
    {
      source: "files",
      status: "done",
      request: { urls: [`file:///${encodeURIComponent("자료")}`] },
      progress: { documents: 2, failed: 0 },
    },
  ]);
  const found = (await (await fetch(`${server.url}/api/v1/documents?q=${encodeURIComponent("찻집")}`)).json()) as {
    items: { title: string }[];
  };
  expect(found.items).toMatchObject([{ title: "나루 찻집" }]);
  const foreign = await fetch(`${server.url}/api/v1/operations/import`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ paths: ["/etc/passwd"] }),
  });
  expect(foreign.status).toBe(403);
  await server.stop();
});

it("ends with 3 when something failed, and with 2 and a sentence when it cannot begin", async () => {
  const data = await freshData();
  await writeFile(join(folder, "줄.jsonl"), '{"text":"멀쩡한 글입니다"}\n{"text":부서진 글}\n');
  const partly = await naru(["import", "줄.jsonl", "--data", data], { cwd: folder });
  expect(partly.code).toBe(3);
  expect(partly.out).toContain("줄.jsonl#line=2: line 2: It is not JSON");
  const missing = await naru(["import", "없음.csv", "--data", data], { cwd: folder });
  expect(missing).toMatchObject({ code: 2, err: expect.stringContaining("There is no file or folder") });
  const wrong = await naru(["import", "줄.jsonl", "--set", "텍스트=text", "--data", data], { cwd: folder });
  expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining("[source_option_unknown]") });
});

it("loses and doubles nothing when it is killed half-way", async () => {
  const data = await freshData();
  const rows = Array.from({ length: 5_000 }, (_, n) => `${n + 1},강가의 이야기 ${n + 1}번째`);
  await writeFile(join(folder, "큰.csv"), `id,본문\n${rows.join("\n")}\n`);
  const killed = startNaru(["import", "큰.csv", "--data", data], { cwd: folder });
  await killed.says(/rows/);
  killed.kill("SIGKILL");
  await killed.ended;
  const rest = await naru(["import", "큰.csv", "--data", data, "--json"], {
    cwd: folder,
    env: { NARU_LOG_LEVEL: "error" },
  });
  const report = JSON.parse(rest.out) as ImportReport;
  expect(report.known).toBeGreaterThan(0);
  expect(report.known + report.archived).toBe(10);
  expect(report.rows).toBe(report.archived * 500);
  expect(report.documents).toBe(report.rows);
}, 180_000);
