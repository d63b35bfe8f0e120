import { expect, it } from "vitest";
import { naverNext } from "./naver-search.ts";

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
    const { next, notes } = naverNext(page, read, total, { maxResults });
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
