import { describe, expect, it } from "vitest";
import { ownWork } from "../../../test/builders/own-work.ts";
import { rulesFor } from "./match-robots.ts";
import { maxRobotsBytes, parseRobots } from "./parse-robots.ts";

const site = "https://example.com";

function check(text: string | Uint8Array, path: string, agent = "naru") {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  return rulesFor(parseRobots(bytes), agent).check(site + path);
}
const allowed = (text: string | Uint8Array, path: string, agent?: string) => check(text, path, agent).allowed;

describe("which group speaks to us (RFC 9309 §2.2.1)", () => {
  it("compares product tokens without regard to case", () => {
    expect(allowed("User-agent: NARU\nDisallow: /", "/a")).toBe(false);
    expect(allowed("USER-AGENT: naru\nDISALLOW: /", "/a")).toBe(false);
  });
  it("takes letters, _ and - as the token and ignores what follows", () => {
    expect(allowed("User-agent: naru/0.1 (+https://x)\nDisallow: /", "/a")).toBe(false);
  });
  it("does not take another agent's longer or shorter name for ours", () => {
    const text = "User-agent: naru-bot\nDisallow: /\nUser-agent: nar\nDisallow: /";
    expect(allowed(text, "/a")).toBe(true);
  });
  it("prefers a group that names us to the one for everybody", () => {
    const text = "User-agent: *\nDisallow: /\n\nUser-agent: naru\nDisallow: /private";
    expect(allowed(text, "/a")).toBe(true);
    expect(allowed(text, "/private/a")).toBe(false);
  });
  it("merges all groups that name us", () => {
    const text = "User-agent: naru\nDisallow: /a\n\nUser-agent: x\nDisallow: /c\n\nUser-agent: naru\nDisallow: /b";
    expect([allowed(text, "/a"), allowed(text, "/b"), allowed(text, "/c")]).toEqual([false, false, true]);
  });
  it("merges all groups for everybody when none names us", () => {
    const text = "User-agent: *\nDisallow: /a\n\nUser-agent: *\nDisallow: /b";
    expect([allowed(text, "/a"), allowed(text, "/b")]).toEqual([false, false]);
  });
  it("reads several agent lines as one group", () => {
    expect(allowed("User-agent: x\nUser-agent: naru\nUser-agent: y\nDisallow: /", "/a")).toBe(false);
  });
  it("ignores rules before the first agent line", () => {
    expect(allowed("Disallow: /\nUser-agent: naru\nAllow: /", "/a")).toBe(true);
  });
  it("allows everything when no group is for us", () => {
    expect(check("User-agent: x\nDisallow: /", "/a")).toMatchObject({ allowed: true, because: "no_match" });
  });
});

describe("which rule wins (§2.2.2)", () => {
  it("lets the longest match win whatever the order", () => {
    const text = "User-agent: *\nAllow: /example/page/\nDisallow: /example/page/disallowed.gif";
    expect(allowed(text, "/example/page/")).toBe(true);
    expect(allowed(text, "/example/page/disallowed.gif")).toBe(false);
  });
  it("allows on a tie", () => {
    expect(allowed("User-agent: *\nDisallow: /page\nAllow: /page", "/page")).toBe(true);
  });
  it("allows what no rule matches", () => {
    expect(allowed("User-agent: *\nDisallow: /a", "/b")).toBe(true);
  });
  it("takes an empty Disallow as no rule", () => {
    expect(allowed("User-agent: *\nDisallow:", "/a")).toBe(true);
  });
  it("always allows /robots.txt", () => {
    const verdict = check("User-agent: *\nDisallow: /", "/robots.txt");
    expect(verdict).toMatchObject({ allowed: true, because: "robots_txt_itself" });
  });
  it("compares paths with regard to case", () => {
    expect(allowed("User-agent: *\nDisallow: /Private", "/private")).toBe(true);
  });
  it("matches the query too", () => {
    expect(allowed("User-agent: *\nDisallow: /*?sort=", "/list?sort=new")).toBe(false);
  });
  it("says which line decided, and for whom", () => {
    expect(check("User-agent: *\nDisallow: /private # staff", "/private/x")).toEqual({
      allowed: false,
      rule: "Disallow: /private",
      agent: "*",
      because: "rule",
    });
  });
});

describe("special characters (§2.2.3)", () => {
  it("lets * stand for any characters", () => {
    const text = "User-agent: *\nDisallow: /a/*/z";
    expect([allowed(text, "/a/b/c/z"), allowed(text, "/a//z"), allowed(text, "/a/z")]).toEqual([false, false, true]);
  });
  it("lets a final $ mean the end of the path", () => {
    const text = "User-agent: *\nDisallow: /*.php$";
    expect([allowed(text, "/x.php"), allowed(text, "/x.php?a=1"), allowed(text, "/x.php5")]).toEqual([
      false,
      true,
      true,
    ]);
  });
  it("takes a $ elsewhere as itself", () => {
    expect(allowed("User-agent: *\nDisallow: /a$b", "/a$b")).toBe(false);
  });
  it("ends a line at #", () => {
    expect(allowed("User-agent: * # all\nDisallow: /a#b", "/a")).toBe(false);
  });
  it("matches an escaped asterisk only with itself", () => {
    const text = "User-agent: *\nDisallow: /a%2Ab";
    expect([allowed(text, "/axb"), allowed(text, "/a%2ab")]).toEqual([true, false]);
  });
});

describe("percent-encoding (§2.2.2)", () => {
  it("takes %7E and ~ for the same", () => {
    expect(allowed("User-agent: *\nDisallow: /%7Ejoe/", "/~joe/index.html")).toBe(false);
    expect(allowed("User-agent: *\nDisallow: /~joe/", "/%7ejoe/index.html")).toBe(false);
  });
  it("encodes non-ASCII before comparing", () => {
    expect(allowed("User-agent: *\nDisallow: /한글", "/%ED%95%9C%EA%B8%80/a")).toBe(false);
    expect(allowed("User-agent: *\nDisallow: /%ed%95%9c%ea%b8%80", "/한글")).toBe(false);
  });
  it("keeps %2F apart from /", () => {
    expect(allowed("User-agent: *\nDisallow: /a%2Fb", "/a/b")).toBe(true);
  });
});

describe("a query's reserved characters (§2.2.2, the second example)", () => {
  const agent = "User-agent: *\n";
  it.each([
    ["Disallow: /foo/bar?baz=https%3A%2F%2Ffoo.bar", "/foo/bar?baz=https://foo.bar"],
    ["Disallow: /foo/bar?baz=https://foo.bar", "/foo/bar?baz=https%3a%2f%2ffoo.bar"],
    ["Disallow: /*?url=http%3A", "/나루?url=http://foo.bar"],
    ["Disallow: /*/comments", "/go?to=/a/comments"],
    ["Disallow: /*%2Fcomments", "/go?to=%2Fcomments"],
  ])("%s is %s", (rule, path) => {
    expect(allowed(agent + rule, path)).toBe(false);
  });
  it("keeps separators and special characters apart", () => {
    expect(allowed(`${agent}Disallow: /a?b=1%26c`, "/a?b=1&c")).toBe(true);
    expect(allowed(`${agent}Disallow: /a?b=%2A$`, "/a?b=1")).toBe(true);
    expect(allowed(`${agent}Disallow: /a%2Fb?c`, "/a/b?c")).toBe(true);
  });
});

describe("the file itself (§2.2, §2.5)", () => {
  it("reads no half of a line where it is cut", () => {
    const head = "User-agent: *\nDisallow: /\n";
    const filler = `${"#".repeat(99)}\n`.repeat(20_000).slice(0, maxRobotsBytes - head.length - "Allow: /".length - 1);
    const text = `${head}${filler}\nAllow: /open/only/this\n`;
    expect(new TextDecoder().decode(new TextEncoder().encode(text).subarray(0, maxRobotsBytes))).toMatch(/Allow: \/$/);
    expect(allowed(text, "/private")).toBe(false);
  });
  it("does not let a Sitemap line end a group", () => {
    const text = "User-agent: naru\nSitemap: https://example.com/s.xml\nUser-agent: x\nDisallow: /";
    expect(allowed(text, "/a")).toBe(false);
    expect(parseRobots(new TextEncoder().encode(text)).sitemaps).toEqual(["https://example.com/s.xml"]);
  });
  it("reads at least 500 KiB", () => {
    const filler = "# filler line\n".repeat(40_000);
    expect(filler.length).toBeGreaterThan(500 * 1024);
    expect(filler.length).toBeLessThan(maxRobotsBytes);
    expect(allowed(`${filler}User-agent: *\nDisallow: /late`, "/late")).toBe(false);
  });
  it("drops a byte order mark", () => {
    expect(allowed("\ufeffUser-agent: *\nDisallow: /", "/a")).toBe(false);
  });
  it("survives bytes that are no UTF-8", () => {
    const bytes = Buffer.concat([Buffer.from([0xb0, 0xa1, 0xff, 0x0a]), Buffer.from("User-agent: *\nDisallow: /a")]);
    expect(allowed(bytes, "/a")).toBe(false);
  });
  it.each([
    ["CRLF", "\r\n"],
    ["CR", "\r"],
    ["LF", "\n"],
  ])("reads lines that end in %s", (_name, end) => {
    expect(allowed(["User-agent: *", "Disallow: /a"].join(end), "/a")).toBe(false);
  });
  it("reads crawl-delay of our group and no other", () => {
    const file = parseRobots(
      new TextEncoder().encode(
        "User-agent: x\nCrawl-delay: 9\nDisallow: /\n\nUser-agent: *\nCrawl-delay: 2.5\nDisallow: /b",
      ),
    );
    expect(rulesFor(file, "naru").crawlDelay).toBe(2.5);
  });
  it("allows everything for a page of HTML", () => {
    expect(allowed("<!doctype html><html><body>404: none</body></html>", "/a")).toBe(true);
  });
});

it("matches hostile patterns in linear time", () => {
  const text = `User-agent: *\n${`Disallow: /${"*a".repeat(900)}b\n`.repeat(20)}Disallow: /${"*".repeat(1900)}$`;
  const worked = ownWork();
  check(text, `/${"a".repeat(2000)}`);
  expect(worked()).toBeLessThan(200);
});
