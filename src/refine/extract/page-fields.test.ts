import { describe, expect, it } from "vitest";
import { readPage } from "../read-page.ts";

const prose =
  "<p>물이 빠진 뒤에야 배가 떴다. 건너편에서는 사흘째 기다린 사람들이 손을 흔들었다.</p><p>사공은 말없이 노를 저었고, 강물은 아직 누런빛이었다.</p>";
const read = (body: string, { head = "", lang = "ko", url = "https://river.test/a" } = {}) =>
  readPage({
    url,
    contentType: "text/html; charset=utf-8",
    robotsTags: [],
    body: Buffer.from(`<html lang="${lang}"><head><title>큰물</title>${head}</head><body>${body}</body></html>`),
  }).document;
const dates = (body: string, options = {}) => {
  const found = read(body, options);
  return [found?.publishedAt?.toISOString() ?? null, found?.modifiedAt?.toISOString() ?? null];
};

describe("dates of publishing and of changes", () => {
  it.each([
    ["<div><span>입력 2023.03.15. 오후 3:12</span> <span>수정 2023.03.16. 오전 9:00</span></div>"],
    ["<p class='dates'>최종수정 2023-03-16 09:00 | 등록 2023-03-15 15:12</p>"],
    ["<div class='date'>2023.03.15 15:12 입력 · 2023.03.16 09:00 수정</div>"],
    [
      "<time class='entry-date published' datetime='2023-03-15T15:12:00+09:00'>x</time><time class='updated' datetime='2023-03-16T09:00:00+09:00'>y</time>",
    ],
    ["<p>등록 <time>2023-03-15 15:12</time> 수정 <time>2023-03-16 09:00</time></p>"],
    ["<ul><li><b>작성일</b> 2023.03.15 15:12</li><li><b>수정일</b> 2023.03.16 09:00</li></ul>"],
  ])("are told apart: %s", (line) => {
    expect(dates(`<article><h1>큰물</h1>${line}${prose}</article>`)).toEqual([
      "2023-03-15T06:12:00.000Z",
      "2023-03-16T00:00:00.000Z",
    ]);
  });

  it("do not stand for one another", () => {
    expect(
      dates(`<article><h1>큰물</h1><p class="date">최종수정 2023.03.16 09:00</p>${prose}</article>`)[0],
    ).toBeNull();
    const ld = '<script type="application/ld+json">{"@type":"Article","dateModified":"2023-03-16T00:00:00Z"}</script>';
    expect(dates(`<h1>큰물</h1>${prose}`, { head: ld })).toEqual([null, "2023-03-16T00:00:00.000Z"]);
  });

  it.each([
    '<section class="comments"><h2>댓글</h2><div class="comment"><b>참새</b> <time datetime="2023-09-30T10:05:00+09:00">어제</time><p>잘 읽었습니다.</p></div></section>',
    '<ul class="cmt_list"><li><span class="date">2023.09.30 10:05</span> 잘 읽었습니다.</li></ul>',
    '<div class="ugc-reader-comments"><div class="c1 comment"><time>2023-09-30</time>하나</div><div class="c1 comment"><time>2023-09-30</time>둘</div></div>',
    '<div class="related"><h3>관련 글</h3><p class="date">2023.09.30</p></div>',
    "<footer>강마을일보 등록일: 2003-09-30</footer>",
    '<div class="event">행사 마감일 2023-09-30</div>',
  ])("are not those of comments and other things: %s", (after) => {
    expect(dates(`<article><h1>큰물</h1>${prose}</article>${after}`)[0]).toBeNull();
    expect(
      dates(`<article><h1>큰물</h1><div class="byline">2023년 8월 27일 · 글 나루</div>${prose}</article>${after}`)[0],
    ).toBe("2023-08-26T15:00:00.000Z");
  });
});

describe("zones", () => {
  const line = (written: string) => `<article><h1>큰물</h1><p class="date">${written}</p>`;
  const english =
    "<p>The water fell on the third day, and the ferry went across again.</p><p>It was late in the year, and the people were glad of it.</p></article>";
  const german =
    "<p>Das Wasser fiel am dritten Tag, und die Fähre fuhr wieder. Es war spät im Jahr, und die Leute waren froh darüber.</p></article>";
  it.each([
    ["Fri Mar 15 2024 14:30:00 GMT+0900 (한국 표준시)", prose, "ko", "https://river.test/", "2024-03-15T05:30:00.000Z"],
    [
      "Fri Mar 15 2024 14:30:00 GMT-0400 (Eastern Daylight Time)",
      prose,
      "ko",
      "https://river.test/",
      "2024-03-15T18:30:00.000Z",
    ],
    ["Fri Mar 15 14:30:00 KST 2024", english, "en", "https://river.test/", "2024-03-15T05:30:00.000Z"],
    ["2024-03-15 14:30", prose, "en", "https://river.test/", "2024-03-15T05:30:00.000Z"],
    ["2024-03-15 14:30", english, "en", "https://river.test/", "2024-03-15T00:00:00.000Z"],
    ["March 15, 2024 at 2:30 pm", english, "en", "https://river.test/", "2024-03-15T00:00:00.000Z"],
    ["March 15, 2024 2:30 pm EDT", english, "en", "https://river.test/", "2024-03-15T18:30:00.000Z"],
    ["2024-03-15 14:30", english, "en", "https://river.co.kr/", "2024-03-15T05:30:00.000Z"],
    ["2024-03-15 14:30", english, "en", "https://river.co.uk/", "2024-03-15T14:30:00.000Z"],
    ["2024-07-15 14:30", english, "en", "https://river.co.uk/", "2024-07-15T13:30:00.000Z"],
    ["15.03.2024 14:30", german, "de", "https://river.test/", "2024-03-15T13:30:00.000Z"],
    ["3/15/2024", english, "en-US", "https://river.test/", "2024-03-15T00:00:00.000Z"],
    ["24-03-15 14:30", prose, "ko", "https://river.test/", "2024-03-15T05:30:00.000Z"],
    ["24-03-15 14:30", english, "en", "https://river.test/", null],
  ])("%s (%#)", (written, text, lang, url, expected) => {
    expect(dates(line(written) + text, { lang, url })[0]).toBe(expected);
  });
});

describe("fields beside their names", () => {
  it.each([
    '<section id="bo_v_info"><h2>정보</h2>작성자 <strong><span>먼산</span></strong> 작성일 <strong>24-03-15 14:30</strong> 조회 <strong>77회</strong></section>',
    "<table><tr><th>글쓴이</th><td>먼산</td><th>등록일</th><td>2024/03/15 14:30</td><th>조회수</th><td>77</td></tr></table>",
    "<dl><dt>작성자</dt><dd><img alt=''> 먼산</dd><dt>등록일시</dt><dd>2024년 03월 15일 오후 02시 30분</dd></dl>",
    "<p>작성자 : 먼산 | 작성일 : 24.03.15 14:30 | 조회 : 77</p>",
    "<ul><li><em>이름</em><span>먼산</span></li><li><em>작성일자</em><span>2024-03-15 14:30:00</span></li></ul>",
    "<div class='info'><div><div>글쓴이</div><div>먼산</div></div><div><div>날짜</div><div>2024.03.15 14:30</div></div></div>",
    "<table><tr><td><b>이름</b>&nbsp;:</td><td>먼산</td></tr><tr><td><b>날짜</b>:</td><td>2024-03-15 (금) 14:30</td></tr></table>",
  ])("%s", (head) => {
    const found = read(`<div><h1>큰물</h1>${head}<div class="con">${prose}</div></div>`);
    expect([found?.author, found?.publishedAt?.toISOString()]).toEqual(["먼산", "2024-03-15T05:30:00.000Z"]);
  });

  it("are not taken from the head of a list", () => {
    const rows = [3, 2, 1].map(
      (n) => `<tr><td>${n}</td><td><a href="/v/${n}">글 ${n}</a></td><td>물새</td><td>03-1${n}</td></tr>`,
    );
    const list = `<table><tr><th>번호</th><th>제목</th><th>날짜</th><th>글쓴이</th></tr>${rows.join("")}</table>`;
    expect(read(`<h1>큰물</h1>${prose}${list}`)).toMatchObject({ author: null, publishedAt: null });
  });
});
