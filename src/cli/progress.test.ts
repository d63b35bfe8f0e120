import { expect, it } from "vitest";
import { exampleCollection } from "../api/examples.ts";
import type { Collection, CollectionReport } from "../contracts/index.ts";
import { displayWidth } from "../lib/display-width.ts";
import { collectionLine } from "./collection-line.ts";
import { reportText } from "./collection-report.ts";
import { createProgress } from "./progress.ts";
import { durationText, TimeLeft } from "./time-left.ts";

const screen = (columns: number, env: Record<string, string> = {}, isTTY = true) => {
  const written: string[] = [];
  const stream = { isTTY, columns, write: (text: string) => written.push(text) };
  let at = 0;
  const progress = createProgress(stream, false, () => at, env);
  return { progress, written, wait: (ms: number) => (at += ms) };
};
const plain = (text = "") => text.replaceAll(/\r|\u001b\[[\d;]*[A-Za-z]/g, "");

it("draws a bar that fits, whatever the language and the width", () => {
  for (const columns of [200, 80, 61, 40, 25, 3]) {
    const { progress, written } = screen(columns);
    progress.show("나루터의 아침 안개를 건너는 배 · 글 412개 · 실패 3개 · 남은 시간은 아직 모릅니다", 0.5);
    expect(displayWidth(plain(written[0]))).toBeLessThan(Math.max(21, columns));
    expect(plain(written[0]).includes("████████░░░░░░░░  50% 나루터")).toBe(columns > 60);
  }
});

it("colours nothing under NO_COLOR, and redraws nothing on a dumb terminal", () => {
  const coloured = screen(100);
  coloured.progress.show("text", 0.5);
  expect(coloured.written[0]).toContain("\u001b[36m");
  const bare = screen(100, { NO_COLOR: "1" });
  bare.progress.show("text", 0.5);
  expect(bare.written[0]).not.toContain("\u001b[36m");
  for (const dumb of [screen(100, { TERM: "dumb" }), screen(100, {}, false)]) {
    for (let n = 0; n < 130; n += 1) {
      dumb.progress.show(`look ${n}`, 0.5);
      dumb.wait(1_000);
    }
    dumb.progress.say("a line");
    dumb.progress.end();
    expect(dumb.written).toEqual(["look 0\n", "look 60\n", "look 120\n", "a line\n"]);
  }
});

it("prints lines above the bar", () => {
  const { progress, written } = screen(100, { NO_COLOR: "1" });
  progress.show("text", null);
  progress.say("failure");
  progress.end();
  expect(written.join("")).toBe("\r\u001b[2Ktext\r\u001b[2Kfailure\n\r\u001b[2Ktext\n");
});

it("tells the time left only while it can be told", () => {
  const steady = new TimeLeft();
  expect(steady.look({ ended: 0, left: 100 }, 0)).toBeNull();
  expect(steady.look({ ended: 5, left: 95 }, 1_000)).toBeNull();
  expect(steady.look({ ended: 20, left: 80 }, 4_000)).toBe(16_000);
  const growing = new TimeLeft();
  growing.look({ ended: 0, left: 100 }, 0);
  expect(growing.look({ ended: 50, left: 200 }, 10_000)).toBeNull();
  const slowly = new TimeLeft();
  slowly.look({ ended: 0, left: 100 }, 0);
  expect(slowly.look({ ended: 50, left: 60 }, 10_000)).toBe(15_000);
  const stuck = new TimeLeft();
  stuck.look({ ended: 10, left: 100 }, 0);
  expect(stuck.look({ ended: 10, left: 100 }, 30_000)).toBeNull();
  expect(stuck.look({ ended: 110, left: 0 }, 31_000)).toBe(0);
  expect([800, 89_000, 125_000, 12_000_000].map(durationText)).toEqual(["1 s", "89 s", "2 min", "3 h 20 min"]);
});

const collection = (more: Partial<Collection["progress"]> = {}, source = "web"): Collection => ({
  ...exampleCollection,
  source,
  request: { ...exampleCollection.request, maxPages: 500 },
  progress: { ...exampleCollection.progress, ...more },
});

it("says in one line how a collection stands, and what it waits for", () => {
  const now = new Date(2026, 2, 1, 12, 0).getTime();
  expect(collectionLine(collection(), new TimeLeft(), now)).toEqual({
    text: "118 pages · 2 failed · 7 left out · 44 to go · 3.2/s · time left unknown",
    share: 129 / 173,
  });
  const asked = collection({ items: 1_204, done: 1, skipped: 0, failed: 0 }, "naver-blog");
  expect(collectionLine(asked, new TimeLeft(), now).text).toMatch(/^1 request · 1,204 items · 0 failed · 44 to go/);
  const until = (hour: number, day: number) => new Date(2026, 2, day, hour, 30).toISOString();
  const waits = (waitingUntil: string) => collectionLine(collection({ waitingUntil }), new TimeLeft(), now).text;
  expect(waits(until(14, 1))).toMatch(/^waits until 14:30 for a quota or another try · 118 pages/);
  expect(waits(until(0, 2))).toMatch(/^waits until 2026-03-02 00:30 /);
  expect(waits(until(9, 1))).toMatch(/^118 pages/);
  const reads = (read: boolean) =>
    collectionLine(collection({ waitingForReading: { documents: 10_000, read } }), new TimeLeft(), now).text;
  expect(reads(true)).toMatch(/^waits until more than 10,000 documents have been read · 118 pages/);
  expect(reads(false)).toMatch(/no worker is at work · 118 pages/);
});

it("reports what came, what did not, and how the hosts behaved", () => {
  const host = { pages: 110, requests: 128, answers: 126, failures: 2, bytes: 1, medianMs: 91, slowestMs: 1_840 };
  const report: CollectionReport = {
    id: 1,
    reasons: [{ reason: "not_found", count: 2, example: { url: "http://a.example/old", detail: "404" } }],
    hostCount: 14,
    hosts: [
      { ...host, host: "a.example" },
      { ...host, host: "가나다.example", requests: 7, medianMs: null, slowestMs: null },
    ],
    slowestHosts: [{ ...host, host: "slow.example", medianMs: 4_200 }],
    rows: { new: 100, changed: 2, known: 8, deleted: 0 },
    notes: [{ code: "truncated", message: "Only the first 1,000 of 3,201 results can be had." }],
    log: "logs/collections/1.jsonl",
  };
  const places = { data: "/data", out: { file: "out/a.csv", rows: 110 } };
  const text = reportText({ ...collection(), status: "done" }, report, places);
  expect(text).toContain("      2  not_found           http://a.example/old: 404");
  expect(text).toContain("Documents met: 100 new, 2 changed, 8 known, 0 deleted.");
  const rows = text.split("\n").filter((line) => /pages +requests|\.example {5}/.test(line));
  expect(rows).toHaveLength(3);
  expect(new Set(rows.map(displayWidth)).size).toBe(1);
  expect(text).toContain("14 hosts, the 2 with most requests.");
  expect(text).toContain("Slow: slow.example (4.2 s).");
  expect(text).toContain("Only the first 1,000 of 3,201 results can be had. [truncated]");
  expect(text).toMatch(/Output: out\/a\.csv \(110 rows\)\nLog: \/data\/logs\/collections\/1\.jsonl$/);
});
