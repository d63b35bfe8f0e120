import { type Answer, openSite, type SmallSite } from "./small-site.ts";

const json =
  (value: unknown): Answer =>
  (_request, response) => {
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
  };

const typed =
  (type: string, body: string): Answer =>
  (_request, response) => {
    response.writeHead(200, { "content-type": type }).end(body);
  };

/** Own Korean sentences, told apart by a number. */
export function story(number: number): string {
  return `${number}번째 이야기: 강 건너 마을에서 온 ${number}명의 손님이 나루터에 내려 장터로 가는 길을 물었고, 사공은 노를 거두며 천천히 길을 일러 주었다.`;
}

/** A page that is empty until its script has run. */
function shell(script: string, body = '<div id="app"></div>'): string {
  return `<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>나루</title></head><body>${body}<noscript>이 페이지를 보려면 자바스크립트를 활성화해 주세요.</noscript><script>${script}</script></body></html>`;
}

const show = (from: string, to: string) =>
  `const box = document.getElementById("app"); for (let n = ${from}; n <= ${to}; n += 1) { const p = document.createElement("p"); p.textContent = story(n); box.append(p); }`;
const tell = `const story = (n) => n + "번째 이야기: 강 건너 마을에서 온 " + n + "명의 손님이 나루터에 내려 장터로 가는 길을 물었고, 사공은 노를 거두며 천천히 길을 일러 주었다.";`;

const pixel = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

/** Pages that need a browser, each in its own way. `more` adds pages or puts others in their place. */
export function openScriptSite(more: Parameters<typeof openSite>[0] = {}, hostname?: string): Promise<SmallSite> {
  return openSite(
    {
      "/": shell(
        `${tell} fetch("/data/stories.json").then((answer) => answer.json()).then(({ last }) => { document.title = "나루 이야기"; ${show("1", "last")} const link = document.createElement("a"); link.href = "/next"; link.textContent = "다음 이야기"; box.append(link); });`,
        '<div id="app"></div><img src="/picture.png"><link rel="stylesheet" href="/style.css"><script src="/library.js"></script>',
      ),
      "/next": shell(`${tell} ${show("21", "28")}`, '<div id="app"></div><script src="/library.js"></script>'),
      "/data/stories.json": json({ last: 8 }),
      "/style.css": typed("text/css", "p { color: #222 }"),
      "/library.js": typed("text/javascript", "window.library = true;"),
      "/picture.png": (_request, response) => response.writeHead(200, { "content-type": "image/png" }).end(pixel),
      "/scroll": shell(
        `${tell} let shown = 0, asking = false;
         const more = () => { if (asking || shown >= 30) return; asking = true; fetch("/data/page.json?after=" + shown).then((a) => a.json()).then(() => { ${show("shown + 1", "shown + 10")} shown += 10; asking = false; }); };
         more(); addEventListener("scroll", () => { if (scrollY + innerHeight > document.body.scrollHeight - 50) more(); });`,
        '<style>p { height: 200px }</style><div id="app"></div>',
      ),
      "/data/page.json": json({}),
      "/more": shell(
        `${tell} let shown = 0; const more = () => { ${show("shown + 1", "shown + 5")} shown += 5; if (shown >= 15) document.getElementById("more").remove(); }; more(); document.getElementById("more").onclick = more;`,
        '<div id="app"></div><a href="/elsewhere">더 보기</a><button id="more">이야기 더보기 ▼</button>',
      ),
      "/late": shell(`${tell} setTimeout(() => { ${show("1", "6")} box.lastChild.className = "ready"; }, 1500);`),
      "/framed": `<!doctype html><meta charset="utf-8"><title>틀</title><iframe id="content" src="/inner"></iframe><script></script>`,
      "/inner": `<!doctype html><meta charset="utf-8"><body><p>${story(51)}</p><p>${story(52)}</p><p>${story(53)}</p></body>`,
      "/hang": shell("for (;;) {}"),
      "/hog": shell("const all = []; for (;;) all.push(new Uint8Array(2e7).fill(1));"),
      "/leave": shell('location.href = "/next";'),
      ...more,
    },
    hostname,
  );
}
