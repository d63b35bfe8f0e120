import { expect, it } from "vitest";
import { readPage } from "../read-page.ts";

const lines = [
  "물이 빠진 뒤에야 배가 떴다. 건너편에서는 사흘째 기다린 사람들이 손을 흔들었다.",
  "사공은 말없이 노를 저었고, 강물은 아직 누런빛이었다. 장터는 이틀 뒤에 다시 열린다.",
];
const html = lines.map((line) => `<p>${line}</p>`).join("");
const read = (head: string, body = '<div id="__next"></div>') =>
  readPage({
    url: "https://river.test/a",
    contentType: "text/html; charset=utf-8",
    robotsTags: [],
    body: Buffer.from(
      `<html lang="ko"><head><title>큰물</title>${head}</head><body>${body}<noscript>자바스크립트를 켜 주세요.</noscript><script src="/a.js"></script></body></html>`,
    ),
  });
const json = (value: unknown, id = "__NEXT_DATA__") =>
  `<script id="${id}" type="application/json">${JSON.stringify(value).replaceAll("<", "\\u003c")}</script>`;
const attribute = (text: string) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
const pushed = (stream: string) =>
  `<script>self.__next_f.push(${JSON.stringify([1, stream]).replaceAll("<", "\\u003c")})</script>`;

it.each<[string, string]>([
  [
    "JSON-LD",
    `<script type="application/ld+json">${JSON.stringify({ "@type": "NewsArticle", headline: "큰물", articleBody: lines.join("\n") })}</script>`,
  ],
  [
    "__NEXT_DATA__",
    json({
      props: {
        pageProps: { post: { id: 7, title: "큰물", content: html, excerpt: lines[0] }, menu: [{ title: "홈" }] },
      },
    }),
  ],
  ["streamed data", pushed(`1:"$Sreact.fragment"\n2:{"article":{"title":"큰물","body":${JSON.stringify(html)}}}\n`)],
  ["a streamed text", pushed("1:I[22,[]]\n") + pushed(`5:T1f4,${html}`) + pushed('\n6:["$","div",null,{}]\n')],
])("reads the text of an empty page from %s", (_, head) => {
  const reading = read(head);
  expect(reading.wall).toBeNull();
  expect(reading.document).toMatchObject({ title: "큰물", text: lines.join("\n"), weakness: null });
});

it("reads a topic that a forum preloads, all its messages", () => {
  const topic = {
    title: "큰물",
    post_stream: {
      posts: [
        { username: "먼산", cooked: `<p>${lines[0]}</p>` },
        { username: "물새", cooked: `<p>${lines[1]}</p>` },
      ],
    },
  };
  const data = attribute(JSON.stringify({ site: JSON.stringify({ name: "강" }), topic_7: JSON.stringify(topic) }));
  const reading = read(
    "",
    `<discourse-assets-json><div class="hidden" id="data-preloaded" data-preloaded="${data}"></div></discourse-assets-json>`,
  );
  expect(reading.document?.text).toBe(lines.join("\n"));
});

it("leaves data alone where the markup has the text, and lists of teasers always", () => {
  const other = json({
    props: { banner: { content: `<p>${"광고를 보시면 배를 한 번 더 탑니다. 오늘만 그렇습니다. ".repeat(5)}</p>` } },
  });
  expect(read(other, `<article><h1>큰물</h1>${html}</article>`).document?.text).toBe(lines.join("\n"));
  const teasers = json({
    items: [1, 2, 3, 4].map((n) => ({ title: `글 ${n}`, content: `${n}번 글입니다. ${lines[0]}` })),
  });
  expect(read(teasers).wall).toBe("needs_render");
});

it("takes no program for a text, and bears data of any shape", () => {
  for (const value of [
    null,
    1,
    "x",
    [[[]]],
    { body: 5 },
    { body: "function(){ return 1; } ".repeat(30) },
    { text: "{a:1}. {b:2}. ".repeat(40) },
  ])
    expect(read(json(value)).wall).toBe("needs_render");
  let deep: unknown = lines.join(" ");
  for (let i = 0; i < 500; i++) deep = { body: deep };
  expect(read(json(deep)).wall).toBe("needs_render");
  expect(read(`<script type="application/json">${"[".repeat(10_000)}</script>`).wall).toBe("needs_render");
});

it("comes to an end on hostile data", () => {
  for (const stream of ["\n1:x".repeat(300_000), "1:[".repeat(300_000), "a:T5,".repeat(200_000), "<p>".repeat(200_000)])
    expect(read(pushed(stream)).wall).toBe("needs_render");
  const long = read(json({ body: "<p>가. ".repeat(100_000), content: "나. ".repeat(200_000) }));
  expect(long.kind).toBe("html");
});
