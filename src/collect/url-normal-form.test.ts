import { describe, expect, it } from "vitest";
import { ownWork } from "../../test/builders/own-work.ts";
import { scopeOf, siteOf } from "./scope.ts";
import { normalizeUrl } from "./url-normal-form.ts";

describe("normal form", () => {
  it.each([
    ["lower-cases scheme and host", "HTTP://Example.COM/Path", "http://example.com/Path"],
    ["writes IDN as punycode", "http://한글.한국/길", "http://xn--bj0bj06e.xn--3e0b707e/%EA%B8%B8"],
    ["drops the default port", "https://example.com:443/a", "https://example.com/a"],
    ["keeps another port", "https://example.com:8443/a", "https://example.com:8443/a"],
    ["folds dot segments", "http://example.com/a/./b/../c", "http://example.com/a/c"],
    ["upper-cases escapes", "http://example.com/%ea%b0%80", "http://example.com/%EA%B0%80"],
    ["decodes escaped unreserved characters", "http://example.com/%7Ejoe/%41", "http://example.com/~joe/A"],
    ["leaves other escapes alone", "http://example.com/a%2Fb", "http://example.com/a%2Fb"],
    [
      "sorts the query by name and keeps the order within one",
      "http://example.com/?b=2&a=2&a=1",
      "http://example.com/?a=2&a=1&b=2",
    ],
    ["drops the fragment", "http://example.com/a#b", "http://example.com/a"],
    ["drops tracking parameters", "http://example.com/?utm_source=x&id=1&fbclid=y&gclid=z", "http://example.com/?id=1"],
    ["drops an emptied query", "http://example.com/a?utm_source=x", "http://example.com/a"],
    ["keeps a trailing slash", "http://example.com/a/", "http://example.com/a/"],
    ["keeps www", "http://www.example.com/", "http://www.example.com/"],
    ["keeps http apart from https", "http://example.com/", "http://example.com/"],
    ["drops credentials", "http://me:secret@example.com/", "http://example.com/"],
    ["gives an empty path a slash", "http://example.com", "http://example.com/"],
    ["reads octal addresses for what they are", "http://0177.1/", "http://127.0.0.1/"],
    ["leaves a plain address as it is", "http://127.0.0.1:8080/page/1.html", "http://127.0.0.1:8080/page/1.html"],
    ["drops a dot after the host", "http://example.com./a", "http://example.com/a"],
  ])("%s", (_name, given, wanted) => {
    expect(normalizeUrl(given)?.url).toBe(wanted);
  });

  it("is the same when it is applied twice", () => {
    for (const url of ["http://a.com/%7e?b&a=%7E&&c=", "http://a.com/a//b/%2e%2E/c", "https://한글.com/?q=한글"]) {
      const once = normalizeUrl(url)?.url ?? "";
      expect(normalizeUrl(once)?.url).toBe(once);
    }
  });

  it.each([
    "ftp://example.com/",
    "javascript:alert(1)",
    "mailto:a@b",
    "/relative",
    "",
    "http://",
    `http://a.com/${"x".repeat(2050)}`,
  ])("refuses %.40s", (text) => {
    expect(normalizeUrl(text)).toBeNull();
  });

  it("is not slowed down by hostile addresses", () => {
    const worked = ownWork();
    normalizeUrl(`http://a.com/${"a".repeat(1900)}!`);
    normalizeUrl(`http://a.com/${"a.".repeat(900)}\\`);
    expect(worked()).toBeLessThan(50);
  });
});

describe("scope", () => {
  it("host: the same host and port, over either scheme", () => {
    const scope = scopeOf("host", ["https://www.example.com/a"]);
    expect(scope.has("http://www.example.com/b")).toBe(true);
    expect(scope.has("https://blog.example.com/")).toBe(false);
    expect(scope.has("https://www.example.com:8443/")).toBe(false);
  });
  it("path: below the folder of the first page", () => {
    const scope = scopeOf("path", ["https://example.com/docs/index.html"]);
    expect(scope.has("https://example.com/docs/a/b")).toBe(true);
    expect(scope.has("https://example.com/docsx")).toBe(false);
    expect(scope.has("https://example.com.evil.com/docs/")).toBe(false);
  });
  it("domain: the registrable domain, where a platform's people are sites of their own", () => {
    const scope = scopeOf("domain", ["https://www.example.co.kr/"]);
    expect(scope.has("https://news.example.co.kr/")).toBe(true);
    expect(scope.has("https://other.co.kr/")).toBe(false);
    expect(siteOf("https://me.github.io/")).toBe("me.github.io");
  });
});
