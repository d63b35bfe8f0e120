import { describe, expect, it } from "vitest";
import { noDirectives, robotsDirectives } from "./robots-directives.ts";

const headers = (...lines: string[]) => robotsDirectives(lines, []);
const meta = (content: string, name = "robots") => robotsDirectives([], [{ name, content }]);

describe("robotsDirectives", () => {
  it("reads header lines without an agent", () => {
    expect(headers("noindex, nofollow")).toEqual({ ...noDirectives, noindex: true, nofollow: true });
    expect(headers("NOARCHIVE", "noai")).toEqual({ ...noDirectives, noarchive: true, noai: true });
    expect(headers("none")).toEqual({ ...noDirectives, noindex: true, nofollow: true });
    expect(headers("all, index, follow")).toEqual(noDirectives);
  });

  it("obeys lines for naru and ignores lines for others", () => {
    expect(headers("naru: noindex")).toEqual({ ...noDirectives, noindex: true });
    expect(headers("Naru: nofollow, noai")).toEqual({ ...noDirectives, nofollow: true, noai: true });
    expect(headers("googlebot: noindex, nofollow")).toEqual(noDirectives);
    expect(headers("googlebot: noindex, naru: nofollow")).toEqual({ ...noDirectives, nofollow: true });
    expect(headers("otherbot: none", "noarchive")).toEqual({ ...noDirectives, noarchive: true });
  });

  it("does not take a directive with a value for an agent", () => {
    expect(headers("max-snippet: 20, noindex")).toEqual({ ...noDirectives, noindex: true });
    expect(headers("unavailable_after: 25 Jun 2030 15:00:00 PST, nofollow")).toEqual({
      ...noDirectives,
      nofollow: true,
    });
  });

  it("merges meta elements for all robots and for naru", () => {
    expect(meta("noindex,follow")).toEqual({ ...noDirectives, noindex: true });
    expect(meta("noai noimageai")).toEqual({ ...noDirectives, noai: true });
    expect(meta("nofollow", "naru")).toEqual({ ...noDirectives, nofollow: true });
    expect(meta("noindex", "googlebot")).toEqual(noDirectives);
  });
});
