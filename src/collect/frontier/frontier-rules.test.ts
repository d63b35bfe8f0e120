import { describe, expect, it } from "vitest";
import { parseRetryAfter, retryWaitMs } from "./retry.ts";
import { SeenUrls } from "./seen-urls.ts";
import { TrapWatch } from "./traps.ts";

const now = () => Date.parse("2026-11-20T00:00:00Z");

describe("traps", () => {
  const judgeAll = (urls: string[], limits = {}) => {
    const watch = new TrapWatch(now, limits);
    return urls.map((url) => watch.judge(1, url));
  };
  it("names a path that repeats itself", () => {
    expect(judgeAll(["http://a.com/x/y/x/y/x/y/x/y"])[0]).toContain("repeats");
    expect(judgeAll(["http://a.com/2024/blog/2024/post"])[0]).toBeNull();
  });
  it("names a path of too many parts", () => {
    expect(judgeAll([`http://a.com/${Array.from({ length: 30 }, (_, i) => `p${i}`).join("/")}`])[0]).toContain(
      "30 parts",
    );
  });
  it("names query permutations, by parameters and by number", () => {
    const sets = Array.from({ length: 80 }, (_, i) => `http://a.com/shop?f${i}=1`);
    expect(judgeAll(sets).filter((one) => one !== null)).toHaveLength(56);
    const values = Array.from({ length: 30 }, (_, i) => `http://a.com/list?page=${i}`);
    expect(judgeAll(values, { queriesPerPath: 10 }).filter((one) => one !== null)).toHaveLength(20);
    expect(judgeAll(values).every((one) => one === null)).toBe(true);
  });
  it("names a calendar that never ends, and no numbered articles", () => {
    const months = Array.from(
      { length: 40 },
      (_, i) => `http://a.com/calendar/${2029 + Math.floor(i / 12)}/${(i % 12) + 1}`,
    );
    expect(judgeAll(months).at(-1)).toContain("calendar");
    const articles = Array.from({ length: 5_000 }, (_, i) => `http://a.com/article/${2000 + i}`);
    expect(judgeAll(articles).every((one) => one === null)).toBe(true);
    expect(judgeAll(["http://a.com/view?id=291212"])[0]).toBeNull();
  });
});

describe("seen addresses", () => {
  it("passes an address once, and again when a shorter way is found", () => {
    const seen = new SeenUrls(100);
    expect([seen.isNews(1, "a", 3), seen.isNews(1, "a", 3), seen.isNews(1, "a", 2), seen.isNews(2, "a", 3)]).toEqual([
      true,
      false,
      true,
      true,
    ]);
  });
  it("forgets the oldest and stays within its limit", () => {
    const seen = new SeenUrls(10);
    for (let i = 0; i < 100; i += 1) seen.isNews(1, `u${i}`, 0);
    expect(seen.isNews(1, "u0", 0)).toBe(true);
    expect(seen.isNews(1, "u99", 0)).toBe(false);
  });
});

describe("retries", () => {
  it("doubles the wait and adds chance", () => {
    expect(retryWaitMs("timeout", 1, 0, null)).toBe(2_000);
    expect(retryWaitMs("timeout", 3, 0, null)).toBe(8_000);
    expect(retryWaitMs("timeout", 1, 1, null)).toBe(3_000);
  });
  it("waits as long as the server asks", () => {
    expect(retryWaitMs("rate_limited", 1, 0, 120_000)).toBe(120_000);
  });
  it("reads Retry-After as seconds and as a date", () => {
    expect(parseRetryAfter("7", now())).toBe(7_000);
    expect(parseRetryAfter("Fri, 20 Nov 2026 00:00:30 GMT", now())).toBe(30_000);
    expect(parseRetryAfter("soon", now())).toBeNull();
    expect(parseRetryAfter(null, now())).toBeNull();
  });
});
