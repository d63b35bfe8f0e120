import { expect, it } from "vitest";
import { answerOf } from "../answer.ts";
import { chunkType, formatPages, formatRows } from "./chunk.ts";
import { rolesOf } from "./column-roles.ts";
import { files } from "./index.ts";

const now = new Date("2026-03-02T00:00:00Z");
const order = {
  urls: [],
  query: [],
  maxResults: null,
  since: null,
  until: null,
  set: {},
  homes: {},
  recipe: null,
  credentials: null,
};
const read = (body: Uint8Array, type = chunkType) =>
  files.read?.(answerOf({ url: "file:///f/a.csv?rows=1-9", status: 200, headers: { "content-type": type }, body }), {
    order,
    hashAuthor: (id) => id,
    now,
    bodies: false,
  });

it("makes items of rows: what a column is by its role, the rest as fields", () => {
  const roles = { text: "본문", title: "제목", date: "작성일", author: "작성자", url: "링크" };
  const body = formatRows("file:///f/a.csv", roles, [
    {
      row: 1,
      url: "https://example.com/1",
      values: {
        본문: " 첫 줄  \r\n둘째 줄 ",
        제목: "한  제목",
        작성일: "어제쯤",
        작성자: "물결",
        링크: "https://example.com/1",
        평점: "4.5",
        전화: "010",
        빈칸: null,
      },
    },
    { row: 2, url: "file:///f/a.csv#row=2", values: { 본문: "", 제목: "", 평점: "1" } },
    {
      row: 3,
      url: "file:///f/a.csv#row=3",
      values: { 본문: "", 제목: "제목뿐", 작성일: "2026. 3. 1. 오후 2:20", 링크: "/안쪽" },
    },
  ]);
  const reading = read(body);
  expect(reading).toMatchObject({ unreadable: 1 });
  expect(reading?.items).toEqual([
    expect.objectContaining({
      url: "https://example.com/1",
      kind: "row",
      title: "한 제목",
      text: "첫 줄\n둘째 줄",
      author: "물결",
      publishedAt: null,
      parentUrl: "file:///f/a.csv",
      fields: { row: 1, 작성일: "어제쯤", 평점: 4.5, 전화: "010" },
    }),
    expect.objectContaining({
      title: "제목뿐",
      text: "제목뿐",
      publishedAt: new Date("2026-03-01T05:20:00Z"),
      fields: { row: 3, 링크: "/안쪽" },
    }),
  ]);
});

it("makes one item of a PDF, and leaves pages to the general reader", () => {
  const body = formatPages({ file: "file:///f/a.pdf", title: "안내", author: null, pages: 2, silent: 0 }, [
    { page: 1, text: "첫 쪽" },
    { page: 2, text: "둘째 쪽" },
  ]);
  expect(read(body)?.items).toMatchObject([
    { url: "file:///f/a.pdf", kind: "page", title: "안내", text: "첫 쪽\n둘째 쪽", fields: { pages: 2 } },
  ]);
  expect(read(Buffer.from("<p>글"), "text/html")).toBeNull();
  expect(() => read(Buffer.from('{"text":"남의 줄"}\n'))).toThrow("no chunk that naru made");
  expect(() => read(Buffer.from('{"naru":"rows","file":1}\n'))).toThrow("no chunk that naru made");
});

it("knows columns by their usual names, and 주소 only where addresses stand", () => {
  const roles = (columns: string[], sample: Record<string, string>[] = []) => rolesOf(columns, {}, sample);
  expect(roles(["번호", "글 제목", "리뷰_내용", "작성일시", "닉네임", "원문 링크"])).toEqual({
    title: "글 제목",
    text: "리뷰_내용",
    date: "작성일시",
    author: "닉네임",
    url: "원문 링크",
  });
  expect(roles(["id", "document", "label"])).toEqual({ text: "document" });
  expect(roles(["data.title", "data.selftext", "data.created_at"])).toEqual({
    title: "data.title",
    text: "data.selftext",
    date: "data.created_at",
  });
  expect(roles(["주소", "후기"], [{ 주소: "서울시 나루구 강변로 1", 후기: "좋다" }])).toEqual({ text: "후기" });
  expect(roles(["주소", "후기"], [{ 주소: "https://example.com/", 후기: "좋다" }])).toEqual({
    text: "후기",
    url: "주소",
  });
  expect(roles(["q1", "q2"], [{ q1: "예", q2: "강가에 앉아 물을 보고 있으면 마음이 놓인다" }])).toEqual({ text: "q2" });
});
