import { expect, it } from "vitest";
import { cleanAuthor } from "./author.ts";

const sites = ["강마을일보", "River Courier"];

it.each([
  ["김나루 기자", "김나루"],
  ["김나루 기자 naru@river.test 2024.03.15 14:30", "김나루"],
  ["[강마을일보 김나루 기자]", "김나루"],
  ["(워싱턴=강마을일보) 이여울 특파원", "이여울"],
  ["김나루·이여울 기자", "이여울"],
  ["김나루 기자, 이여울 선임기자", "김나루, 이여울"],
  ["이여울 워싱턴 특파원", "이여울"],
  ["이감자 2010년 7월 10일", "이감자"],
  ["글쓴이 : 먼산", "먼산"],
  ["먼산 | 2026-08-29 16:10 | 조회 1331", "먼산"],
  ["By Ada Orme, Staff Writer", "Ada Orme, Staff Writer"],
  ["Written by Ada Orme March 5, 2024", "Ada Orme"],
  ["작성자 물새 24-03-15 14:30", "물새"],
  ["J. R. R. 한", "J. R. R. 한"],
])("%s is written by %s", (written, name) => {
  expect(cleanAuthor(written, sites)).toBe(name);
});

it.each([
  "강마을일보",
  "River Courier",
  "https://www.facebook.com/river",
  "//river.test/a",
  "www.river.test",
  "river.test/authors/1",
  "2024-03-15",
  "12345",
  "2024년 3월 15일 입력",
  "desk@river.test",
  "온라인 기자",
  "강은 오늘도 흐릅니다. 그래서 좋아요.",
  "",
])("%s is nobody", (written) => {
  expect(cleanAuthor(written, sites)).toBeNull();
});
