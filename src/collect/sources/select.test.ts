import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import { ownWork } from "../../../test/builders/own-work.ts";
import { decodeText } from "./decode-text.ts";
import { attributeOf, parseMarkup, rawTextOf, selectAll, selectFirst, textAt, textOf } from "./select.ts";

const page = `<html><head><title>나루 채용</title></head><body><ul class="jobs">
  <li data-id="1"><a href="/1">백엔드 &amp; 데이터</a><td>서울</td><td>정규직</td></li>
  <li data-id="2"><a href="/2">프론트엔드</a><p>첫 줄<br>둘째   줄</p><script>광고()</script></li></ul></body></html>`;

describe("select", () => {
  it("finds elements, attributes and texts with the lines a person sees", () => {
    const document = parseMarkup(page);
    const jobs = selectAll("ul.jobs > li[data-id]", document);
    expect(jobs.map((job) => attributeOf(selectFirst("a", job), "href"))).toEqual(["/1", "/2"]);
    expect(jobs.map(textOf)).toEqual(["백엔드 & 데이터 서울 정규직", "프론트엔드\n첫 줄\n둘째 줄"]);
    expect(textAt("p", document)).toBe("첫 줄 둘째 줄");
    expect(textAt("h1", document)).toBeNull();
  });

  it("takes signs without width for nothing, and not for a blank", () => {
    expect(textOf(parseMarkup("<p>나\u200b루&shy;터 \u200b 앞</p><p>\u200b</p>"))).toBe("나루터 앞");
  });

  it("gives a script's content undecoded", () => {
    const document = parseMarkup('<script type="application/ld+json">{"a":"<b>가&amp;</b>"}</script>');
    expect(document.children).toHaveLength(1);
    const script = selectFirst("script", document);
    expect(script === null ? null : rawTextOf(script)).toBe('{"a":"<b>가&amp;</b>"}');
  });

  it("keeps to a depth, and the tree behind the deep part stands where it stood", () => {
    const deep = `${"<div>".repeat(4_000)}속${"</div>".repeat(4_000)}<p id="after">뒤</p>`;
    const document = parseMarkup(`<main>${deep}</main>`);
    expect(selectAll("main > p#after", document)).toHaveLength(1);
    expect(textOf(document)).toBe("속\n뒤");
    expect(selectAll("div div", document).length).toBeLessThan(250);
  });

  it("answers in good time on a hostile page", () => {
    const worked = ownWork();
    const document = parseMarkup("<div><p>".repeat(300_000));
    selectAll("div div div span", document);
    textOf(document);
    expect(worked()).toBeLessThan(4_000);
  });

  it("keeps to a number of children, so that selectors of siblings answer in good time", () => {
    const document = parseMarkup(`<ul>${"<li>물</li>".repeat(50_000)}</ul><p>뒤</p>`);
    const worked = ownWork();
    expect(selectAll("li:nth-child(3)", document)).toHaveLength(1);
    expect(selectAll("b ~ li", document)).toHaveLength(0);
    expect(worked()).toBeLessThan(3_000);
    expect(textOf(document).split("\n").at(-1)).toBe("뒤");
    expect(selectAll("url", parseMarkup(`<urlset>${"<url/>".repeat(50_000)}</urlset>`, { xml: true }))).toHaveLength(
      50_000,
    );
  });

  it("gives up a page that is built against selectors, and only that one", () => {
    const flat = parseMarkup(`<body>${"<p>가</p>".repeat(5_000)}</body>`);
    const deep = parseMarkup(`<body>${"<div>".repeat(190)}${"<p>가</p>".repeat(5_000)}`);
    const worked = ownWork();
    expect(selectAll("h2 ~ p", flat)).toEqual([]);
    expect(() => selectAll("h2 ~ p ~ p", flat)).toThrow("takes too long");
    expect(() => selectFirst("p", flat)).toThrow("takes too long");
    expect(() => selectAll("h2 * * * p", deep)).toThrow("takes too long");
    expect(worked()).toBeLessThan(6_000);
    expect(selectAll("p ~ p", parseMarkup("<p>가</p><p>나</p>"))).toHaveLength(1);
  });

  it("reads XML, CDATA and all", () => {
    const document = parseMarkup("<urlset><URL><loc><![CDATA[https://a.test/?b=1&c=2]]></loc></URL></urlset>", {
      xml: true,
    });
    expect(textAt("url > loc", document)).toBe("https://a.test/?b=1&c=2");
  });
});

describe("decodeText", () => {
  const text = "<p>뷁한 똠방각하를 찾는 펲시 회사</p>";

  it("reads CP949 by header, by declaration and by guess", () => {
    expect(decodeText(iconv.encode(text, "cp949"), "text/html; charset=EUC-KR")).toBe(text);
    const declared = `<meta charset="euc-kr">${text}`;
    expect(decodeText(iconv.encode(declared, "cp949"), "text/html")).toBe(declared);
    expect(decodeText(iconv.encode(text, "cp949"), undefined)).toBe(text);
  });

  it("reads UTF-8 whatever a wrong header says, and drops byte order marks", () => {
    expect(decodeText(Buffer.from(text), "text/html; charset=euc-kr")).toBe(text);
    expect(decodeText(Buffer.from(`\uFEFF${text}`), undefined)).toBe(text);
    expect(decodeText(Buffer.from(`\uFEFF${text}`, "utf16le"), undefined)).toBe(text);
  });

  it("takes JSON for UTF-8", () => {
    expect(decodeText(Buffer.from([0x22, 0xb0, 0xa1, 0x22]), "application/json")).toBe('"\uFFFD\uFFFD"');
  });
});
