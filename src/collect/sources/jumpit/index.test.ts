import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { orderFor, readFrom, testNow } from "../../../../test/builders/source-reading.ts";
import { describePageSource } from "../../../../test/sources/page-source-contract.ts";
import { openSourceRun, type SourceRun } from "../../../../test/sources/run-source.ts";
import {
  flightPage,
  type JumpitStandIn,
  jumpitPosition,
  nextDataPage,
  openJumpit,
  positionsInSitemap,
  shownPage,
} from "../../../../test/stand-ins/jumpit.ts";
import { RefusedError } from "../../../platform/errors.ts";
import { refineDocuments } from "../../../refine/index.ts";
import { SchemaError } from "../../errors.ts";
import { jumpit } from "./index.ts";

const terms = { set: { terms: "read" } };

describePageSource({
  source: jumpit,
  open: openJumpit,
  homes: ({ origin }) => ({ site: origin }),
  order: () => terms,
  fill: ({ state }, count) => {
    state.positions = Array.from({ length: count }, (_, index) => jumpitPosition(index + 1));
  },
  pageSize: positionsInSitemap,
  change: ({ state }) => {
    state.broken = true;
  },
  korean: '"뷁" 소리가 나면 살핍니다',
  remove: ({ state }) => {
    const [first] = state.positions;
    if (first !== undefined) first.gone = true;
    return "told";
  },
});

const home = "https://jumpit.saramin.co.kr";
const position = jumpitPosition(1);
const address = `${home}/position/${position.id}`;

describe("terms", () => {
  it("are to be read by a person first", () => {
    expect(() => jumpit.begin(orderFor(jumpit), testNow)).toThrow(RefusedError);
    expect(() => jumpit.begin(orderFor(jumpit), testNow)).toThrow(/terms of use/);
    expect(jumpit.begin(orderFor(jumpit, terms), testNow)).toEqual([{ url: `${home}/sitemap.xml`, way: "page" }]);
    expect(jumpit.begin(orderFor(jumpit, { ...terms, urls: [address] }), testNow)).toEqual([
      { url: address, way: "page" },
    ]);
  });
});

describe("position pages", () => {
  it("give the same from the newer data, the older data and the visible parts", () => {
    const whole = readFrom(jumpit, address, flightPage(position))?.items[0];
    expect(whole?.fields).toEqual({
      site: "JPT",
      nativeId: String(position.id),
      companyName: "나루소프트",
      companyId: "SB77",
      location: "서울 마포구",
      requiredCareer: "경력 3~10년",
      careerMin: 3,
      careerMax: 10,
      education: "학력 무관",
      skills: ["Kotlin", "Kafka"],
      postedAt: "2026-11-10T00:00:00.000Z",
      closesAt: null,
      isOpen: true,
      category: ["서버/백엔드 개발자"],
    });
    expect(readFrom(jumpit, address, nextDataPage(position))?.items).toEqual([whole]);
    const shown = readFrom(jumpit, address, shownPage(position))?.items[0];
    const { companyId: _, postedAt: __, category: ___, ...seen } = whole?.fields ?? {};
    expect(shown?.fields).toEqual(seen);
    expect(shown).toMatchObject({
      title: whole?.title,
      text: whole?.text.replace(/^회사 소개\n.*\n|\n채용 절차\n.*$/g, ""),
    });
  });

  it("say when a position is closed", () => {
    const closed = { ...position, closedAt: "2026-11-19 23:59:59" };
    expect(readFrom(jumpit, address, flightPage(closed))?.items[0]?.fields).toMatchObject({
      closesAt: "2026-11-19T14:59:59.000Z",
      isOpen: false,
    });
  });

  it("are read by what they have for search engines", () => {
    const entry = {
      "@context": "https://schema.org",
      "@type": "JobPosting",
      title: "나루 개발자",
      description: "&lt;p&gt;배를 &amp;amp; 띄웁니다&lt;/p&gt;&lt;p&gt;둘째 줄&lt;/p&gt;",
      datePosted: "2026-11-01",
      validThrough: "2026-12-01",
      employmentType: ["FULL_TIME"],
      hiringOrganization: { "@type": "Organization", name: "나루소프트" },
      jobLocation: { address: { addressRegion: "서울", addressLocality: "마포구" } },
      baseSalary: { currency: "KRW", value: { minValue: 50_000_000, maxValue: 70_000_000, unitText: "YEAR" } },
      experienceRequirements: { monthsOfExperience: "36" },
      skills: "Kotlin, Kafka",
    };
    const script = `<script type="application/ld+json">${JSON.stringify([{ "@graph": [entry] }])}</script>`;
    const item = readFrom(jumpit, address, `<html><body>${script}</body></html>`)?.items[0];
    expect(item).toMatchObject({
      title: "나루 개발자",
      text: "배를 & 띄웁니다\n둘째 줄",
      fields: {
        companyName: "나루소프트",
        location: "서울 마포구",
        careerMin: 3,
        salary: "50,000,000–70,000,000 KRW YEAR",
        closesAt: "2026-12-01T14:59:59.000Z",
        skills: ["Kotlin", "Kafka"],
      },
    });
  });

  it("without data are left to a browser when they are shells, and fail when they are something else", () => {
    const shell = '<html><body><div id="root"></div><script src="/app.js"></script></body></html>';
    expect(readFrom(jumpit, address, shell)).toBeNull();
    const other = `<html><body><p>${"아주 다른 글이 길게 이어집니다. ".repeat(40)}</p></body></html>`;
    expect(() => readFrom(jumpit, address, other)).toThrow(SchemaError);
  });

  it("survive data that is cut, wrong or hostile", () => {
    const cut = flightPage(position).replaceAll(/"\]\)/g, "");
    expect(readFrom(jumpit, address, cut)).toBeNull();
    const many = "<script>self.__next_f.push([1,</script>".repeat(2_000);
    expect(readFrom(jumpit, address, `<html>${many}</html>`)).toBeNull();
    const slashes = `<script>self.__next_f.push([1,"${"\\".repeat(100_001)}"])</script>`;
    expect(readFrom(jumpit, address, slashes)).toBeNull();
    const deep = `<script id="__NEXT_DATA__">${'{"a":'.repeat(3_000)}1${"}".repeat(3_000)}</script>`;
    expect(readFrom(jumpit, address, deep)).toBeNull();
  });
});

describe("sitemaps", () => {
  const list = (...entries: string[]) => `<urlset>${entries.join("")}</urlset>`;
  const entry = (id: number, lastmod?: string, site = home) =>
    `<url><loc>${site}/position/${id}</loc>${lastmod === undefined ? "" : `<lastmod>${lastmod}</lastmod>`}</url>`;
  const read = (body: string, input = {}) =>
    readFrom(jumpit, `${home}/sitemap/sitemap_position_view_1.xml`, body, input);
  const paths = (body: string, input = {}) => read(body, input)?.next?.map(({ url }) => url.replace(home, ""));

  it("lead to what was changed since, newest first, as many as were asked for", () => {
    const body = list(entry(1, "2026-11-10"), entry(2, "2026-11-12T10:00:00+09:00"), entry(3), entry(4, "2026-11-11"));
    expect(paths(body)).toEqual(["/position/2", "/position/4", "/position/1", "/position/3"]);
    expect(paths(body, { since: "2026-11-11T12:00:00+09:00" })).toEqual(["/position/2", "/position/4", "/position/3"]);
    expect(read(body, { since: "2026-11-11" })?.notes).toMatchObject([{ code: "dates_unknown" }]);
    expect(paths(body, { maxResults: 1 })).toEqual(["/position/2"]);
  });

  it("lead nowhere else", () => {
    expect(paths(list(entry(1), entry(2, undefined, "https://elsewhere.test")))).toEqual(["/position/1"]);
    expect(() => read(list("<url><loc>https://elsewhere.test/position/1</loc></url>"))).toThrow(SchemaError);
    expect(() => read("<html>점검 중입니다</html>")).toThrow(SchemaError);
  });

  it("of positions are found in the index", () => {
    const index = (names: string[]) =>
      `<sitemapindex>${names.map((name) => `<sitemap><loc>${home}/sitemap/${name}.xml</loc></sitemap>`).join("")}</sitemapindex>`;
    const reading = readFrom(jumpit, `${home}/sitemap.xml`, index(["sitemap_main", "sitemap_position_view_1"]));
    expect(reading?.next).toEqual([{ url: `${home}/sitemap/sitemap_position_view_1.xml`, way: "page" }]);
    expect(() => readFrom(jumpit, `${home}/sitemap.xml`, index(["sitemap_main"]))).toThrow(SchemaError);
  });
});

describe("a collection", () => {
  let run: SourceRun;
  let site: JumpitStandIn;
  beforeAll(async () => {
    run = await openSourceRun("jumpit", {}, () => ({ site: site.origin }));
  });
  afterAll(() => run.close());
  beforeEach(async () => {
    site = await openJumpit();
  });
  afterEach(() => site.close());

  it("keeps out of what robots.txt forbids", async () => {
    site.state.positions = [jumpitPosition(1)];
    site.state.robots = "User-agent: *\nDisallow: /position/";
    const view = await run.collect({ ...terms, allowAddresses: [new URL(site.origin).host] });
    expect(view.progress.byReason).toEqual({ robots_denied: 1 });
    expect(site.log.some(({ url }) => url.pathname.startsWith("/position/"))).toBe(false);
  });

  it("masks the phone numbers and mail addresses of recruiters", async () => {
    const talkative = { ...jumpitPosition(2), responsibility: "문의: 010-1234-5678, recruit@naru.example" };
    site.state.positions = [talkative];
    await run.collect({ ...terms, allowAddresses: [new URL(site.origin).host] });
    const mine = () =>
      run.database.db
        .selectFrom("documents")
        .select(["id", "clean_text", "masked"])
        .where("source_id", "=", "jumpit")
        .where("url", "like", `${site.origin}%`)
        .execute();
    await refineDocuments(
      run.database.db,
      (await mine()).map(({ id }) => id),
    );
    const [document] = await mine();
    expect(document?.clean_text).toContain("문의");
    expect(document?.clean_text).not.toMatch(/1234|recruit@/);
    expect(document?.masked).toMatchObject({ phone: 1, email: 1 });
  });
});
