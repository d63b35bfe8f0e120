import { Parser } from "htmlparser2";
import { describe, expect, it } from "vitest";
import { ownWork } from "../../test/builders/own-work.ts";
import { renderReplay } from "./replay.ts";

const page = { url: "http://evil.example.com/dir/page.html", capturedAt: new Date(0), mime: "text/html" };
const png = { mime: "image/png", body: Buffer.from([0x89, 0x50, 0x4e, 0x47]) };

function replay(text: string, findImage?: (url: string) => typeof png | null): string {
  return renderReplay(page, { text, body: Buffer.from(text), ...(findImage === undefined ? {} : { findImage }) }).html;
}

/** What a parser finds in the result: every element, and every attribute that could act or load. */
function inspect(html: string): { elements: Set<string>; risky: string[] } {
  const elements = new Set<string>();
  const risky: string[] = [];
  const parser = new Parser({
    onopentag(name, attributes) {
      elements.add(name);
      for (const [key, value] of Object.entries(attributes)) {
        if (key === "src" && value.startsWith("data:image/") && !value.startsWith("data:image/svg")) continue;
        if (/^on|^(?:href|src|srcset|srcdoc|action|formaction|background|poster|data|ping|xlink:href)$/.test(key))
          risky.push(`${name} ${key}`);
        if (key === "style" && /url\(|expression\(/i.test(value)) risky.push(`${name} style`);
      }
    },
  });
  parser.end(html);
  return { elements, risky };
}

const hostile = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "<svg><script>alert(1)</script></svg>",
  "<svg/onload=alert(1)>",
  "<svg><style><img src=x onerror=alert(1)></style></svg>",
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
  "<noscript><noscript><img src=x onerror=alert(1)></noscript></noscript>",
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<a href="javascript:alert(1)">a</a><a href=" java\nscript:alert(1)">b</a><a href=\'data:text/html,<script>1</script>\'>c</a>',
  "<a href='http://x.example/' ping='http://x.example/p' target=_top>d</a>",
  "<meta http-equiv=refresh content='0;url=http://x.example/'>",
  '<meta http-equiv=Content-Security-Policy content="default-src *">',
  "<base href='http://x.example/'><link rel=preconnect href='//x.example'><link rel=stylesheet href=//x.example/a.css>",
  "<form action='http://x.example/'><input name=a autofocus onfocus=alert(1)><button formaction=javascript:alert(1)>go</button></form>",
  "<object data='x.swf'></object><embed src=x><applet code=x></applet><video src=x poster=y><source src=z></video>",
  '<div style="background:url(http://x.example/a.png)">x</div>',
  '<div style="background:\\75 rl(http://x.example/a.png);behavior:url(x)">x</div>',
  "<div style='width:expression(alert(1))'>x</div>",
  "<style>@import 'http://x.example/a.css'; @im\\70ort url(x); a{background:u\\rl(http://x.example)}</style>",
  "<style></style><img src=x onerror=alert(1)>",
  "<style>a{content:'</style><script>alert(1)</script>'}</style>",
  "<title></title><script>alert(1)</script></title>",
  "<title><img src=x onerror=alert(1)></title>",
  "<textarea></textarea><script>alert(1)</script>",
  "<xmp><script>alert(1)</script></xmp><plaintext><script>alert(1)</script>",
  "<!--><script>alert(1)</script>--><![CDATA[<script>alert(1)</script>]]><?php <script>?>",
  "<template><script>alert(1)</script></template><select><style></select><script>alert(1)</script>",
  "<table background=http://x.example/a.png><td background=x>cell</table>",
  "<img src='data:image/svg+xml;base64,PHN2Zy8+'><img srcset='http://x.example/a 2x' alt='그림'>",
  '<a title=\'"><script>alert(1)</script>\'>x</a><div class="`onmouseover=alert(1)`">y</div>',
  "<scr\0ipt>alert(1)</scr\0ipt><x onclick=alert(1)>z</x>",
  "<body onload=alert(1)><frameset><frame src=x></frameset>",
  '<div id="a" onclick="alert(1)" ONMOUSEOVER=alert(2) style="color:red">w</div',
];

describe("renderReplay", () => {
  it("leaves nothing that runs, loads, sends or leads away", () => {
    for (const markup of [...hostile, hostile.join("")]) {
      const html = replay(`<html><body><p>가</p>${markup}`);
      const { elements, risky } = inspect(html.replace(/<head>.*?<\/head>/s, ""));
      expect(risky, markup).toEqual([]);
      const bad = [
        "script",
        "svg",
        "math",
        "iframe",
        "form",
        "input",
        "meta",
        "base",
        "link",
        "object",
        "embed",
        "noscript",
        "template",
        "x",
      ];
      expect(
        bad.filter((name) => elements.has(name)),
        markup,
      ).toEqual([]);
      expect(html, markup).not.toMatch(/@import|url\s*\(/i);
    }
  });

  it("keeps what there is to read", () => {
    const html =
      replay(`<!doctype html><html><head><title>강릉 <b>여행</b></title><style>p{color:red}</style></head><body>
      <h1>첫째 날</h1><p class="lead" style="color:blue">바다 &amp; <a href="../next?a=1">다음 글</a></p>
      <form><button>댓글</button></form><noscript><img src="a.png" alt="등대"></noscript>
      <table><tr><td colspan="2">표</td></tr></table></body></html>`);
    expect(html).toContain("<title>강릉 &lt;b&gt;여행&lt;/b&gt;</title>");
    expect(html).toContain("<style>p{color:red}</style>");
    expect(html).toContain(
      '<p class="lead" style="color:blue">바다 &amp; <a data-archived-href="http://evil.example.com/next?a=1">다음 글</a></p>',
    );
    expect(html).toContain("댓글");
    expect(html).toContain("[등대]");
    expect(html).toContain('<td colspan="2">표</td>');
  });

  it("shows captured images as data only", () => {
    const asked: string[] = [];
    const html = replay(
      '<img src="/a.png" width="10" alt="하나"><img data-src="b.png" src="data:," alt="둘"><img src="javascript:1" alt="셋">',
      (url) => {
        asked.push(url);
        return png;
      },
    );
    expect(asked).toEqual(["http://evil.example.com/a.png", "http://evil.example.com/dir/b.png"]);
    expect(html).toContain('<img width="10" alt="하나" src="data:image/png;base64,iVBORw==">');
    expect(html).toContain("[셋]");
    expect(replay('<img src="/a.png" alt="하나">', () => ({ ...png, mime: "image/svg+xml" }))).toContain("[하나]");
  });

  it("shows images, text and unknown bytes for what they are", () => {
    const image = renderReplay({ ...page, mime: "image/png" }, { text: null, body: png.body });
    expect(image.html).toContain('src="data:image/png;base64,iVBORw=="');
    const svg = renderReplay(
      { ...page, mime: "image/svg+xml" },
      { text: "<svg onload=alert(1)>", body: Buffer.from("") },
    );
    expect(svg.html).toContain("<pre>&lt;svg onload=alert(1)&gt;</pre>");
    const bytes = renderReplay({ ...page, mime: 'a"><b' }, { text: null, body: Buffer.alloc(1234) });
    expect(bytes.html).toContain("<code>a&quot;&gt;&lt;b</code> · 1,234 bytes");
  });

  it("sends a policy that forbids scripts and the network", () => {
    const { headers } = renderReplay(page, { text: "", body: Buffer.alloc(0) });
    expect(headers["content-security-policy"]).toMatch(
      /^default-src 'none'; style-src 'unsafe-inline'; img-src data:.*; sandbox$/,
    );
    expect(headers["x-content-type-options"]).toBe("nosniff");
  });

  it("gives up on endless depth and length in good time", () => {
    const worked = ownWork();
    expect(replay("<div>".repeat(500_000))).toContain("…");
    expect(replay("<div ".repeat(300_000)).length).toBeLessThan(10_000_000);
    expect(replay(`<style>${"/* ".repeat(200_000)}</style>`)).toContain("<style>");
    expect(replay(`<p style="${"u\\".repeat(300_000)}">`)).toContain("<p");
    expect(replay("가\ud800나\0다")).toContain("가\ufffd나다");
    expect(worked()).toBeLessThan(8_000);
  });
});
