import { expect, it } from "vitest";
import { answerOf } from "./answer.ts";
import { judgeNaver, naverNext } from "./naver-search.ts";

/** Walks a search to its end as the crawl would. */
function walk(total: number, maxResults: number | null) {
  let url: string | null =
    `https://openapi.naver.com/v1/search/blog.json?display=${Math.min(100, maxResults ?? 100)}&query=%EB%82%98%EB%A3%A8&start=1`;
  const asked: string[] = [];
  const seen = new Set<number>();
  for (;;) {
    if (url === null) throw new Error("There is no page.");
    const page: URL = new URL(url);
    const start = Number(page.searchParams.get("start"));
    const display = Number(page.searchParams.get("display"));
    asked.push(`${start}+${display}`);
    const read = Math.max(0, Math.min(display, total - start + 1));
    for (let rank = start; rank < start + read; rank += 1) seen.add(rank);
    const { next, notes } = naverNext(page, { read, taken: read, total }, { maxResults, since: null, until: null });
    if (next === null) return { asked, seen: seen.size, notes: notes.map(({ code }) => code) };
    url = next;
  }
}

it("goes as far as Naver reaches, and says so when there is more", () => {
  const all = walk(5_000, null);
  expect(all).toMatchObject({ seen: 1_099, notes: ["truncated"] });
  expect(all.asked.slice(-2)).toEqual(["901+100", "1000+100"]);
});

it("takes exactly what is wanted or there", () => {
  expect(walk(5_000, 4)).toEqual({ asked: ["1+4"], seen: 4, notes: [] });
  expect(walk(5_000, 250)).toEqual({ asked: ["1+100", "101+100", "201+50"], seen: 250, notes: [] });
  expect(walk(1_000, null)).toMatchObject({ seen: 1_000, notes: [] });
  expect(walk(5_000, 1_050)).toMatchObject({ seen: 1_050, notes: [] });
  expect(walk(200, null)).toEqual({ asked: ["1+100", "101+100"], seen: 200, notes: [] });
  expect(walk(0, null)).toEqual({ asked: ["1+100"], seen: 0, notes: [] });
});

it("tells a day's calls that are spent from calls that came too fast, and a wrong key from one without the right", () => {
  const judge = (status: number, body: unknown) =>
    judgeNaver(
      answerOf({
        url: "https://openapi.naver.com/v1/search/blog.json",
        status,
        headers: { "content-type": "application/json" },
        body: Buffer.from(JSON.stringify(body)),
      }),
    )?.reason;
  const legacy = (errorCode: string, errorMessage: string) => ({ errorCode, errorMessage });
  const hub = (errorCode: string, message: string) => ({ error: { errorCode, message, details: "" } });
  expect(judge(429, legacy("012", "Rate limit exceeded. (속도 제한을 초과했습니다.)"))).toBe("rate_limited");
  expect(judge(429, legacy("010", "Query limit exceeded (쿼리 한도를 초과했습니다.)"))).toBe("quota_exhausted");
  expect(judge(429, hub("400", "Quota Exceeded"))).toBe("quota_exhausted");
  expect(judge(429, hub("410", "Throttle Limited"))).toBe("rate_limited");
  expect(judge(429, hub("420", "Rate Limited"))).toBe("rate_limited");
  expect(judge(401, legacy("024", "Not Exist Client ID : Authentication failed."))).toBe("auth_expired");
  expect(judge(401, hub("200", "Authentication Failed"))).toBe("auth_expired");
  expect(judge(401, hub("210", "Permission Denied"))).toBe("permission_denied");
  expect(judge(403, legacy("024", "Scope Status Invalid"))).toBe("permission_denied");
});

it("counts what was asked for, not what fell out for its time", () => {
  const first = new URL("https://openapi.naver.com/v1/search/blog.json?display=100&query=a&start=1");
  const wish = { maxResults: 30, since: new Date("2026-11-19T15:00:00Z"), until: null };
  const { next } = naverNext(first, { read: 100, taken: 20, total: 5_000 }, wish);
  const second = new URL(next ?? "");
  expect(Object.fromEntries(second.searchParams)).toMatchObject({ start: "101", display: "100", "naru.took": "20" });
  expect(naverNext(second, { read: 100, taken: 10, total: 5_000 }, wish).next).toBeNull();
});

it("says so when Naver stops giving before it is at its reach", () => {
  const page = new URL("https://openapi.naver.com/v1/search/blog.json?display=100&query=a&start=301");
  const wish = { maxResults: null, since: null, until: null };
  expect(naverNext(page, { read: 0, taken: 0, total: 5_000 }, wish).notes.map(({ code }) => code)).toEqual([
    "truncated",
  ]);
});
