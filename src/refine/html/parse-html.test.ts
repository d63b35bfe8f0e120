import { describe, expect, it } from "vitest";
import { parseHtml } from "./parse-html.ts";
import { textOf } from "./text-of.ts";
import type { HtmlElement } from "./tree.ts";

/** The tree as indented-less markup, text in quotes: enough to see where things ended up. */
function shape(element: HtmlElement): string {
  return element.children
    .map((child) => (typeof child === "string" ? child.trim() : `${child.tag}(${shape(child)})`))
    .filter((part) => part !== "")
    .join(" ");
}

describe("parseHtml", () => {
  it("closes what authors leave open", () => {
    expect(shape(parseHtml("<p>a<p>b<div>c</div>").root)).toBe("p(a) p(b) div(c)");
    expect(shape(parseHtml("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>").root)).toBe("ul(li(a) li(b ul(li(c))) li(d))");
    expect(shape(parseHtml("<dl><dt>a<dd>b<dt>c<dd>d</dl>").root)).toBe("dl(dt(a) dd(b) dt(c) dd(d))");
    expect(shape(parseHtml("<table><tr><td>a<td>b<tr><td>c</table>d").root)).toBe("table(tr(td(a) td(b)) tr(td(c))) d");
    expect(shape(parseHtml("<a href=1>one <a href=2>two</a> three").root)).toBe("a(one) a(two) three");
    expect(shape(parseHtml("<head><title>t</title><p>x").root)).toBe("head(title(t)) p(x)");
  });

  it("ignores end tags that would tear a layout apart", () => {
    expect(shape(parseHtml("<div><table><tr><td>a</div>b</td></tr></table>c</div>d").root)).toBe(
      "div(table(tr(td(ab))) c) d",
    );
    expect(shape(parseHtml("<body><p>a</body></html><p>b").root)).toBe("body(p(a) p(b))");
    expect(shape(parseHtml("<html><body>a<html><body>b").root)).toBe("html(body(ab))");
  });

  it("keeps scripts and styles out of the tree and JSON-LD apart", () => {
    const tree = parseHtml(
      '<script>if (a<b) "</p>"</script><style>p{}</style><script type="application/ld+json">{"a":1}</script><p>x',
    );
    expect(shape(tree.root)).toBe("script() style() script() p(x)");
    expect(tree.jsonLd).toEqual(['{"a":1}']);
    expect(tree.scripts).toBe(2);
  });

  it("decodes entities in text and attributes, and nothing twice", () => {
    const tree = parseHtml('<a href="?a=1&amp;b=2" title="x">&lt;b&gt; &amp;amp; &#54620;&#x41;&nbsp;</a>');
    expect(tree.anchors[0]?.attrs.href).toBe("?a=1&b=2");
    expect(textOf(tree.root)).toBe("<b> &amp; 한A");
    expect(textOf(parseHtml("<h1>나&#8203;루&shy;터\u00a0\ufeff 앞</h1>").root)).toBe("나루터 앞");
  });

  it("keeps only attributes that are needed", () => {
    const [link] = parseHtml('<a href=x onclick="evil()" __proto__=y constructor=z HREF=second>t</a>').anchors;
    expect(Object.keys(link?.attrs ?? {})).toEqual(["href"]);
    expect(link?.attrs.href).toBe("x");
  });

  it.each([
    ["100,000 open divs", "<div>".repeat(100_000)],
    ["open tables", "<table><tr><td>".repeat(30_000)],
    ["open lists", "<ul><li>".repeat(40_000)],
    ["open inline elements", "<b><i>".repeat(50_000)],
    ["end tags alone", "</div>".repeat(100_000)],
    ["end tags that match nothing below deep elements", "<div>".repeat(5_000) + "</section>".repeat(50_000)],
    ["less-than signs", "<".repeat(500_000)],
    ["open comments", "<!--".repeat(100_000)],
    ["entities", "&amp;".repeat(100_000)],
    ["one attribute of 1 MB", `<a href="${"x".repeat(1_000_000)}`],
    ["100,000 attributes", `<div ${"class=a ".repeat(100_000)}>`],
  ])("takes linear time on %s", (_, html) => {
    const start = performance.now();
    const tree = parseHtml(`<p>처음${html}<p>끝`);
    expect(performance.now() - start).toBeLessThan(2_000);
    expect(tree.root.children.length).toBeGreaterThan(0);
  });
});
