import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openSite, page, type SmallSite } from "../../../../test/sites/small-site.ts";
import { openSourceRun, type SourceRun } from "../../../../test/sources/run-source.ts";
import {
  openGoogle,
  openKakao,
  openNaverWeb,
  openSearxng,
  type SearchStandIn,
} from "../../../../test/stand-ins/web-search.ts";
import { answerOf } from "../answer.ts";
import { brave } from "./providers/brave.ts";
import { google } from "./providers/google.ts";
import { kakao as kakaoProvider } from "./providers/kakao.ts";

const env = {
  NAVER_CLIENT_ID: "legacy-id-for-tests",
  NAVER_CLIENT_SECRET: "legacy-secret-for-tests",
  KAKAO_REST_API_KEY: "kakao-key-for-tests",
  GOOGLE_SEARCH_KEY: "google-key-for-tests",
  GOOGLE_SEARCH_CX: "engine:for-tests",
};

describe("web search", () => {
  let run: SourceRun;
  let engine: SearchStandIn | null = null;
  const sites: SmallSite[] = [];
  const homes: Record<string, string> = {};
  beforeAll(async () => {
    run = await openSourceRun("web-search", env, () => homes);
  });
  afterEach(async () => {
    await engine?.close();
    for (const site of sites.splice(0)) await site.close();
    for (const name of Object.keys(homes)) delete homes[name];
    await run.database.db.deleteFrom("documents").execute();
  });
  afterAll(() => run.close());

  async function village(pages: Parameters<typeof openSite>[0]): Promise<SmallSite> {
    const site = await openSite(pages);
    sites.push(site);
    return site;
  }
  async function kakao(found: number[], site: SmallSite): Promise<SearchStandIn> {
    engine = await openKakao();
    Object.assign(engine.state, { found, site: site.url("") });
    homes.kakao = engine.origin;
    return engine;
  }

  it("makes each page behind a result a seed: robots.txt is obeyed, links are followed as deep as asked", async () => {
    const site = await village({
      "/robots.txt": "User-agent: *\nDisallow: /boats/2",
      "/boats/1": page("하나", ["/deep"]),
      "/boats/2": page("둘"),
      "/deep": page("깊은 곳", ["/deeper"]),
      "/deeper": page("더 깊은 곳"),
    });
    await kakao([1, 2], site);
    const order = {
      query: ["나룻배"],
      set: { provider: "kakao" },
      allowAddresses: [site.host],
      depth: 1,
      sitemaps: false,
    };
    const view = await run.collect(order);
    expect(view.progress).toMatchObject({ failed: 0, byReason: { robots_denied: 1 } });
    expect(site.paths().toSorted()).toEqual(["/boats/1", "/deep"]);
    const documents = await run.documents();
    expect(documents.map(({ url, kind }) => [new URL(url).pathname, kind]).toSorted()).toEqual([
      ["/boats/1", "page"],
      ["/boats/2", "result"],
      ["/deep", "page"],
    ]);
    expect(documents.find(({ kind }) => kind === "result")?.fields).toMatchObject({ query: "나룻배", rank: 2 });
    // The page stays when the result comes again, and nothing is new.
    const again = await run.collect(order);
    expect(again.progress.documents).toBe(0);
    expect(await run.documents()).toHaveLength(3);
  });

  it("takes results only when asked, as many of each query, and says what it cannot tell", async () => {
    const site = await village({});
    const { log } = await kakao(
      Array.from({ length: 70 }, (_, index) => index + 1),
      site,
    );
    const view = await run.collect({
      query: ["나룻배, 뱃사공"],
      maxResults: 60,
      set: { provider: "kakao", pages: "no", section: "blog" },
    });
    expect((await run.items(view.id)).length).toBe(60);
    expect(site.log).toEqual([]);
    expect(log.map(({ url }) => `${url.pathname} ${url.search}`).toSorted()).toEqual([
      "/v2/search/blog ?page=1&query=%EB%82%98%EB%A3%BB%EB%B0%B0&size=50",
      "/v2/search/blog ?page=1&query=%EB%B1%83%EC%82%AC%EA%B3%B5&size=50",
      "/v2/search/blog ?page=2&query=%EB%82%98%EB%A3%BB%EB%B0%B0&size=50",
      "/v2/search/blog ?page=2&query=%EB%B1%83%EC%82%AC%EA%B3%B5&size=50",
    ]);
    await engine?.close();
    engine = await openNaverWeb();
    engine.state.found = [1];
    homes.legacy = engine.origin;
    const naver = await run.collect({
      query: ["나룻배"],
      since: "2026-11-01T00:00:00Z",
      set: { pages: "no" },
      maxResults: 1,
    });
    expect(naver.notes).toMatchObject([{ code: "dates_unknown" }]);
  });

  it("tells how much of a query could be had", async () => {
    engine = await openGoogle();
    engine.state.found = Array.from({ length: 130 }, (_, index) => index + 1);
    homes.google = engine.origin;
    const view = await run.collect({ query: ["나룻배"], set: { provider: "google", pages: "no" } });
    expect((await run.items(view.id)).length).toBe(100);
    expect(view.notes).toMatchObject([
      { code: "truncated", message: expect.stringContaining("130 results, of which") },
    ]);
  });

  it("explains what Google refuses to new projects", async () => {
    engine = await openGoogle();
    homes.google = engine.origin;
    const message = "This project does not have the access to Custom Search JSON API.";
    engine.failNext({ status: 403, body: { error: { code: 403, status: "PERMISSION_DENIED", message } } });
    const view = await run.collect({ query: ["나룻배"], set: { provider: "google" } });
    expect(view).toMatchObject({ status: "failed", errorCode: "permission_denied" });
    expect(view.errorMessage).toContain("no new project");
  });

  it("asks for the address of a SearXNG, and says why one gives no JSON", async () => {
    const order = { query: ["나룻배"], set: { provider: "searxng" } };
    await expect(run.collect(order)).rejects.toMatchObject({
      code: "endpoint_missing",
      exit: 5,
      next: expect.stringContaining("web-search.searxng="),
    });
    engine = await openSearxng();
    homes.searxng = engine.origin;
    engine.failNext({ status: 403, body: "Forbidden" });
    expect((await run.collect(order)).errorMessage).toContain("search.formats");
  });

  it("wants the keys of the provider that was chosen", async () => {
    const chosen = run.collect({ query: ["나룻배"], set: { provider: "brave" } });
    await expect(chosen).rejects.toMatchObject({
      code: "credential_missing",
      next: expect.stringContaining("BRAVE_SEARCH_KEY"),
    });
  });

  it("tells Brave's wrong keys from spent quotas", () => {
    const judge = (status: number, code: string) =>
      brave.judge?.(
        answerOf({
          url: "https://api.search.brave.com/res/v1/web/search",
          status,
          headers: {},
          body: Buffer.from(JSON.stringify({ error: { code, detail: "" } })),
        }),
      )?.reason;
    expect(judge(422, "SUBSCRIPTION_TOKEN_INVALID")).toBe("auth_expired");
    expect(judge(429, "QUOTA_LIMITED")).toBe("quota_exhausted");
    expect(judge(429, "RATE_LIMITED")).toBeUndefined();
  });

  it("takes as many as wanted of the time that is wanted, with the rank that each has among all", async () => {
    const site = await village({});
    const { log } = await kakao(
      Array.from({ length: 120 }, (_, index) => index + 1),
      site,
    );
    // Every twentieth is of the 20th.
    const view = await run.collect({
      query: ["나룻배"],
      maxResults: 3,
      since: "2026-11-19T15:00:00Z",
      set: { provider: "kakao", pages: "no" },
    });
    expect((await run.items(view.id)).map(({ url }) => new URL(url).pathname)).toEqual([
      "/boats/19",
      "/boats/39",
      "/boats/59",
    ]);
    expect((await run.documents()).map(({ fields }) => (fields as { rank: number }).rank)).toEqual([19, 39, 59]);
    expect(log).toHaveLength(2);
  });

  it("says which engines behind a SearXNG did not answer", async () => {
    engine = await openSearxng();
    homes.searxng = engine.origin;
    engine.failNext({
      body: { results: [], unresponsive_engines: [["google", "Suspended: CAPTCHA"], ["duckduckgo"]] },
    });
    const view = await run.collect({ query: ["나룻배"], set: { provider: "searxng", pages: "no" } });
    expect(view.notes).toMatchObject([
      { code: "nothing_found", message: expect.stringContaining("google (Suspended: CAPTCHA), duckduckgo") },
    ]);
  });

  it("tells what was asked too fast from what is spent for the day", () => {
    const answer = (status: number, body: unknown) =>
      answerOf({ url: "https://api.test/", status, headers: {}, body: Buffer.from(JSON.stringify(body)) });
    const googles = (per: string) => {
      const message = `Quota exceeded for quota metric 'Queries' and limit 'Queries per ${per}' of service 'customsearch.googleapis.com'`;
      const error = { code: 429, status: "RESOURCE_EXHAUSTED", message, errors: [{ reason: "rateLimitExceeded" }] };
      return google.judge?.(answer(429, { error }))?.reason;
    };
    expect([googles("minute per user"), googles("day")]).toEqual(["rate_limited", "quota_exhausted"]);
    const spent = { code: -10, msg: "API limit has been exceeded." };
    expect(kakaoProvider.judge?.(answer(400, spent))).toMatchObject({ reason: "quota_exhausted", bucket: "kakao" });
  });
});
