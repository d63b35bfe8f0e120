import { describe, expect, it } from "vitest";
import { readPage } from "../read-page.ts";
import { listWeakness } from "./link-list.ts";

const read = (html: string, url = "https://site.test/page") =>
  readPage({ url, contentType: "text/html; charset=utf-8", robotsTags: [], body: Buffer.from(html) }).document;
const footer =
  '<footer><p>솔숲상점 · 연습용 가게라 물건을 보내지 않습니다. · <a href="/notice">알림</a> · <a href="https://other.test/">이웃 가게</a></p></footer>';
const shop = (main: string) =>
  `<!doctype html><html lang="ko"><head><title>고르기</title></head><body><div class="topbar">내일 도착 · 무료 배송</div><header><a href="/">솔숲상점</a><nav><a href="/c/a">주방</a><a href="/c/b">먹을거리</a></nav></header>${main}${footer}</body></html>`;
const jobs = (content: string, title = "채용 달력") =>
  `<html lang="ko"><head><title>${title}</title></head><body><div id="header"><b><a href="/">솔숲일터</a></b> 함께 일할 사람을 찾는 곳입니다.<ul><li><a href="/list">공고</a></li></ul></div><div id="content">${content}</div><div id="footer">솔숲일터 · 신고 번호 없음 · 연습용 사이트 · <a href="/help">도움말</a></div></body></html>`;

describe("header, footer and navigation of a short page", () => {
  it.each([
    [shop("<main><h1>장바구니</h1><p>아직 담은 물건이 없습니다.</p></main>"), "아직 담은 물건이 없습니다."],
    [jobs("<h1>관리자</h1><p>손님은 들어올 수 없습니다.</p>", "관리자"), "손님은 들어올 수 없습니다."],
    [
      '<title>협찬</title><header class="site">솔숲일기는 걷고 먹고 쉬는 이야기를 적습니다. 매주 월요일 새 글을 올립니다.</header><div id="wrap"><main><p>협찬은 받지 않아요.</p></main><aside><h5>이 블로그는</h5><p>동네를 걷고 쓰는 블로그입니다. 광고 없이 제 돈으로 다녀온 곳만 적습니다.</p></aside></div>',
      "협찬은 받지 않아요.",
    ],
    [
      '<title>쪽지</title><div role="banner">모두의 쪽지함에 오신 것을 환영합니다. 서로 존중해 주세요.</div><div class="note"><p>우산을 놓고 가셨어요.</p></div><div role="contentinfo">쪽지함은 매일 밤 비웁니다. 지난 쪽지는 돌려 드리지 않습니다.</div>',
      "우산을 놓고 가셨어요.",
    ],
  ])("stays out of the text (%#)", (html, text) => {
    expect(read(html)).toMatchObject({ text, weakness: null });
  });

  it("is no text even where there is no other", () => {
    for (const html of [shop("<main></main>"), shop(""), jobs(""), `<title>빈 쪽</title>${footer}`])
      expect(read(html)).toMatchObject({ text: "", weakness: "No main text was found on the page." });
  });

  it("does not swallow a page whose header was never closed", () => {
    const html =
      '<title>글</title><div id="header"><b>솔숲</b><article><p>나루에 배가 닿았고 사람들이 내렸다.</p><p>저녁에는 비가 내렸다.</p></article>';
    expect(read(html)?.text).toBe("나루에 배가 닿았고 사람들이 내렸다.\n저녁에는 비가 내렸다.");
  });

  it("leaves a header that belongs to the text", () => {
    const html =
      "<title>글</title><main><article><header><p>강이 얼면 나루는 문을 닫고, 사공은 산으로 들어가 나무를 했다. 그 겨울의 이야기를 세 사람에게 들었고 여기에 그대로 옮겨 적는다. 이름은 모두 바꾸었다.</p></header><p>첫 사람은 여든 살의 사공이었다.</p></article></main>";
    expect(read(html)?.text).toContain("그 겨울의 이야기를");
  });
});

const times = (count: number, piece: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => piece(i)).join("");

describe("a list of links to other pages", () => {
  it.each<[string, string]>([
    [
      "filters",
      shop(
        `<main><h1>고르기</h1><p>맞는 물건이 없습니다.</p><p>${times(7, (i) => `<a href="/f?x=${i}">색 ${i}</a> `)}</p></main>`,
      ),
    ],
    [
      "cards",
      shop(
        `<h1>먹을거리</h1><div class="grid">${times(5, (i) => `<div class="card"><a href="/p/${i}"><b>햇감자 ${i}호</b></a><p>${i}9,000원</p><p class="stars">★★★★☆ (${i})</p></div>`)}</div>`,
      ),
    ],
    [
      "calendar",
      jobs(
        '<h1>2031년 8월</h1><p><a href="?m=7">이전 달</a> <a href="?m=9">다음 달</a> <a href="?m=20">다음 해</a></p><p>이 달에는 닫는 공고가 없습니다.</p>',
      ),
    ],
    [
      "rows",
      jobs(
        `<h1>공고</h1><table><tr><th>공고</th><th>회사</th><th>마감</th></tr>${times(8, (i) => `<tr><td><a href="/j/${i}">배 목수 ${i}</a></td><td><a href="/c/${i}">솔숲조선</a></td><td>강릉</td><td>2031. 8. ${i}.</td></tr>`)}</table>`,
      ),
    ],
    [
      "teasers",
      `<title>일기</title><main>${times(6, (i) => `<section class="teaser"><h2><a href="/d/${i}">${i}일째 걷기</a></h2><p class="meta">2031. 8. ${i} · 바다</p><p>오늘은 모래언덕을 넘어 등대까지 걸었다. 바람이 세서 모자를 …</p></section>`)}</main>`,
    ],
    [
      "board",
      `<title>게시판</title><table>${times(9, (i) => `<tr><td><a href="/t/${i}">이사 떡을 돌려도 되나요 ${i}</a> [${i}]</td><td>새내기</td><td>2031-08-0${i}</td><td>12${i}</td></tr>`)}</table>`,
    ],
  ])("is told: %s", (_, html) => {
    const document = read(html);
    expect(document?.weakness).toBe(listWeakness);
    expect(document?.text).not.toBe("");
    expect(document?.text).not.toMatch(/연습용/);
  });

  const sentence = "배를 대기 전에 밧줄을 두 번 감고 물때를 확인한다.";
  it.each<[string, string]>([
    [
      "an article with related links",
      `<title>글</title><main><article><p>${sentence}</p><p>${sentence}</p></article><ul>${times(10, (i) => `<li><a href="/r/${i}">다른 이야기 ${i}</a></li>`)}</ul></main>`,
    ],
    [
      "a manual's chapter with its contents",
      `<title>장</title><div class="chapter"><h1>밧줄</h1><ul>${times(9, (i) => `<li><a href="ch${i}.html#s">${i}. 매듭</a></li>`)}</ul><h2>시작</h2><p>${sentence}</p><p>${sentence} <a href="a.html">물때</a>와 <a href="b.html">달력</a>도 본다.</p></div>`,
    ],
    [
      "a thread with short replies",
      `<title>물때</title><div class="thread">${times(5, (i) => `<div class="post"><b><a href="/u/${i}">바다${i}</a></b><p>저도 ${i}번 그랬어요. 고맙습니다.</p></div>`)}</div>`,
    ],
    [
      "a reference with linked names",
      `<title>함수</title><main><p>문자열을 다루는 함수는 아래와 같다.</p><dl>${times(6, (i) => `<dt><a href="f${i}.html">cut${i}()</a></dt><dd>문자열을 ${i}번째 자리에서 자른 새 값을 돌려준다.</dd>`)}</dl></main>`,
    ],
    [
      "sections whose headings link to themselves",
      `<title>안내</title><main>${times(5, (i) => `<h2><a href="#s${i}">${i}단계</a></h2><p>${i}번째로 ${sentence}</p>`)}</main>`,
    ],
    [
      "a help page with links in its sentences",
      `<title>도움</title><main><p>글이 안 보이면 <a href="/a">옛 집</a>이나 <a href="/b">통계</a>를 보세요. 바뀐 주소는 <a href="/c">여기</a>에, 나머지는 <a href="/d">저기</a>에 적어 두었습니다.</p></main>`,
    ],
  ])("is not %s", (_, html) => {
    expect(read(html)?.weakness).toBeNull();
  });
});

describe("a dialog that asks for consent", () => {
  const words =
    "<p>저희와 동반사 180곳은 이 기기에 쿠키를 두고 읽습니다. 맞춤 광고를 보이고, 몇 번 보았는지 세고, 더 나은 판을 만들기 위해서입니다.</p><p>동의는 언제든 거둘 수 있고, 거두어도 이미 쓴 것에는 미치지 않습니다. 자세한 것은 처리 방침에 있습니다.</p>";
  const text = "<p>첫 배는 여섯 시에 뜬다. 안개가 걷히기를 기다리는 사람이 셋 있었다.</p><p>둘째 배는 오지 않았다.</p>";

  it("is no text, though it is longer than the text", () => {
    for (const dialog of [
      `<div role="dialog">${words}<button>동의</button></div>`,
      `<section id="onetrust-banner-sdk">${words}<a href="#">모두 허용</a></section>`,
      `<div class="gdpr-consent__modal">${words}<form><input type="submit" value="확인"></form></div>`,
    ])
      for (const tag of ["aside", "div"])
        expect(read(`<title>첫 배</title>${dialog}<${tag} class="column">${text}</${tag}>`)?.text).toBe(
          "첫 배는 여섯 시에 뜬다. 안개가 걷히기를 기다리는 사람이 셋 있었다.\n둘째 배는 오지 않았다.",
        );
  });

  it("is told from a text about cookies, and from a page that has nothing else", () => {
    const article = `<h1>쿠키</h1><div class="cookie-article">${words}</div><p>끝.</p>`;
    expect(read(`<title>쿠키</title>${article}`)?.text).toContain("동반사 180곳");
    expect(read(`<title>동의</title><div role="dialog">${words}<button>동의</button></div>`)?.text).toContain("동반사");
  });
});
