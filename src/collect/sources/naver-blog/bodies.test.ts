import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openSite, type SmallSite } from "../../../../test/sites/small-site.ts";
import { openSourceRun, type SourceRun } from "../../../../test/sources/run-source.ts";
import {
  editorOldPage,
  editorOnePage,
  editorTwoPage,
  mobilePage,
  shellPage,
} from "../../../../test/stand-ins/naver-posts.ts";
import { type NaverStandIn, naverPost, openNaver } from "../../../../test/stand-ins/naver-search.ts";
import { refineAgain } from "../../../refine/index.ts";
import { createItemReader, saveLimits } from "../../index.ts";
import { answerOf } from "../answer.ts";
import type { Order } from "../source.ts";
import { naverBlog } from "./index.ts";
import { findPost, postUrl } from "./post-address.ts";

describe("addresses of posts", () => {
  it.each([
    "https://blog.naver.com/river-1/223000",
    "http://blog.naver.com/river-1/223000/",
    "https://m.blog.naver.com/river-1/223000?referrerCode=1",
    "https://blog.naver.com/PostView.naver?blogId=river-1&logNo=223000&redirect=Dlog",
    "https://blog.naver.com/PostView.nhn?logNo=223000&blogId=river-1",
    "https://m.blog.naver.com/PostView.naver?blogId=river-1&logNo=223000",
    "https://blog.naver.com/river-1?Redirect=Log&logNo=223000",
    "http://river-1.blog.me/223000",
  ])("%s is one post", (address) => {
    const post = findPost(new URL(address));
    expect(post === null ? null : postUrl(post)).toBe("https://blog.naver.com/river-1/223000");
  });

  it.each([
    "https://blog.naver.com/river-1",
    "https://blog.naver.com/PostList.naver?blogId=river-1",
    "https://cafe.naver.com/river-1/223000",
    "https://blog.naver.com/river-1/223000/more",
    "https://evil.test/?https://blog.naver.com/river-1/223000",
  ])("%s is none", (address) => {
    expect(findPost(new URL(address))).toBeNull();
  });
});

const order: Order = {
  urls: [],
  query: ["스위스"],
  maxResults: null,
  since: null,
  until: null,
  set: { bodies: "yes" },
  homes: { posts: "https://blog.naver.com" },
  credentials: "hub",
};

it("asks for the bodies of posts alone, also beside a link that is none", () => {
  const { origin } = new URL("https://naverapihub.apigw.ntruss.com");
  const post = { title: "강", link: "http://blog.naver.com/river1?Redirect=Log&logNo=1", postdate: "20261118" };
  const items = [post, { ...post, link: "//" }, { ...post, link: "https://river.tistory.com/1" }];
  const answer = answerOf({
    url: `${origin}/search/v1/blog?query=%EA%B0%95&start=1`,
    status: 200,
    headers: { "content-type": "application/json" },
    body: Buffer.from(JSON.stringify({ total: 3, items })),
  });
  const now = new Date("2026-11-20T00:00:00Z");
  const homes = { ...order.homes, hub: origin };
  const reading = naverBlog.read?.(answer, { order: { ...order, homes }, hashAuthor: (id) => id, now, bodies: true });
  expect(reading?.next).toEqual([{ url: "https://blog.naver.com/PostView.naver?blogId=river1&logNo=1", way: "page" }]);
});

describe("post bodies", () => {
  let run: SourceRun;
  let engine: NaverStandIn;
  let blog: SmallSite;
  let pages: Parameters<typeof openSite>[0];
  beforeAll(async () => {
    const env = { NAVER_HUB_KEY_ID: "hub-id-for-tests", NAVER_HUB_KEY: "hub-key-for-tests" };
    run = await openSourceRun("naver-blog", env, () => ({ hub: engine.origin, posts: blog.url("") }));
  });
  beforeEach(async () => {
    engine = await openNaver();
    pages = {};
    blog = await openSite(pages);
    await saveLimits(run.database.db, "naver-blog", { bodies: true });
  });
  afterEach(async () => {
    await engine.close();
    await blog.close();
    for (const table of ["collection_items", "alerts", "documents"] as const)
      await run.database.db.deleteFrom(table).execute();
  });
  afterAll(() => run.close());

  const bodyPath = (id: number) => `/PostView.naver?blogId=river${id % 7}&logNo=${1000 + id}`;
  const collect = (bodies = "yes") => run.collect({ query: ["스위스"], set: { bodies }, allowAddresses: [blog.host] });
  const find = (ids: number[]) => {
    engine.state.posts = ids.map(naverPost);
  };

  it("are read in every editor, in the place of the summary", async () => {
    find([1, 2, 3, 4]);
    Object.assign(pages, {
      [bodyPath(1)]: editorOnePage("하나"),
      [bodyPath(2)]: editorTwoPage("둘"),
      [bodyPath(3)]: editorOldPage("셋"),
      [bodyPath(4)]: mobilePage("넷"),
    });
    const view = await collect();
    expect(view.progress).toMatchObject({ failed: 0, skipped: 0 });
    const documents = await run.database.db
      .selectFrom("documents")
      .selectAll()
      .where("current", "=", true)
      .orderBy("url")
      .execute();
    expect(documents.map(({ url, title, kind, no_ai }) => [url, title, kind, no_ai])).toEqual([
      ["https://blog.naver.com/river1/1001", "하나", "post", true],
      ["https://blog.naver.com/river2/1002", "둘", "post", true],
      ["https://blog.naver.com/river3/1003", "셋", "post", true],
      ["https://blog.naver.com/river4/1004", "넷", "post", true],
    ]);
    for (const { text, fields, author } of documents) {
      expect(text).toContain("8일째에는 강을 따라 걷다가");
      expect(text).not.toMatch(/스티커 글|남의 글 제목/);
      expect(text.split("\n")).toHaveLength(8);
      expect(fields).toMatchObject({ isSummary: false });
      expect(author).toBe("나루지기");
    }
    expect(documents.map(({ published_at }) => published_at?.toISOString())).toEqual([
      "2026-11-18T05:05:00.000Z",
      "2019-03-05T00:30:00.000Z",
      "2011-07-09T13:10:00.000Z",
      "2014-02-02T23:15:00.000Z",
    ]);
    expect(documents[0]?.images).toEqual([{ url: "https://img.test/river.jpg?type=w966", alt: "강" }]);
    expect(documents.slice(0, 2).map(({ fields }) => (fields as { tags: string[] }).tags)).toEqual([
      ["강", "나루터", "뱃사공"],
      ["강", "배"],
    ]);
    expect((await run.items(view.id)).map(({ state }) => state)).toEqual(["new", "new", "new", "new"]);
    // The next day the summary comes again; the body stays, and nothing is new. The archive says the same.
    const again = await collect();
    expect(again.progress.documents).toBe(0);
    const after = await run.documents();
    expect(after.every(({ kind }) => kind === "post")).toBe(true);
    const report = await refineAgain({
      db: run.database.db,
      archiveFolder: run.folder,
      dryRun: true,
      readItems: createItemReader(run.database.db, run.endpoints()),
    });
    expect(report).toMatchObject({ changed: 0, added: 0, failed: 0 });
  });

  it("are found behind the frame of the outer page, and behind old addresses", async () => {
    find([1]);
    pages[bodyPath(1)] = (_request, response) => {
      response.writeHead(302, { location: "/river1/1001" }).end();
    };
    pages["/river1/1001"] = shellPage("/PostView.nhn?blogId=river1&logNo=1001&redirect=Dlog");
    // The frontier knows the body's address already, so the frame leads nowhere new.
    await collect();
    expect(blog.paths()).toEqual([bodyPath(1), "/river1/1001"]);
    const reading = naverBlog.read?.(
      answerOf({
        url: "https://blog.naver.com/river1/1001",
        status: 200,
        headers: { "content-type": "text/html" },
        body: Buffer.from(shellPage("/PostView.nhn?blogId=river1&logNo=1001")),
      }),
      { order, hashAuthor: (id) => id, now: new Date("2026-11-20T00:00:00Z") },
    );
    expect(reading?.next).toEqual([
      { url: "https://blog.naver.com/PostView.naver?blogId=river1&logNo=1001", way: "page" },
    ]);
  });

  it("leave the summary where robots.txt forbids them", async () => {
    find([1]);
    Object.assign(pages, { "/robots.txt": "User-agent: *\nDisallow: /", [bodyPath(1)]: editorOnePage("하나") });
    const view = await collect();
    expect(view).toMatchObject({ status: "done", progress: { byReason: { robots_denied: 1 } } });
    expect(blog.log.map(({ path }) => path)).toEqual(["/robots.txt"]);
    expect(await run.documents()).toMatchObject([{ kind: "result", fields: { isSummary: true } }]);
  });

  it("need the operator's word beside the order's", async () => {
    find([1]);
    pages[bodyPath(1)] = editorOnePage("하나");
    await collect("no");
    await saveLimits(run.database.db, "naver-blog", { bodies: false });
    const view = await collect();
    expect(blog.log).toEqual([]);
    expect(view.notes).toMatchObject([{ code: "not_allowed", message: expect.stringContaining("--bodies") }]);
  });

  it("are marked and keep their text when a page says that they are gone, and raise an alert when no editor is known", async () => {
    find([1, 2]);
    Object.assign(pages, { [bodyPath(1)]: editorOnePage("하나"), [bodyPath(2)]: editorTwoPage("둘") });
    await collect();
    pages[bodyPath(1)] =
      "<html><title>네이버 블로그</title><body>삭제되었거나 존재하지 않는 게시물입니다.</body></html>";
    pages[bodyPath(2)] = editorTwoPage("둘").replaceAll("se_", "neu_");
    const view = await collect();
    expect(view.progress.byReason).toEqual({ deleted: 1, schema_changed: 1 });
    const documents = await run.database.db
      .selectFrom("documents")
      .selectAll()
      .where("current", "=", true)
      .orderBy("url")
      .execute();
    expect(documents[0]).toMatchObject({ text: expect.stringContaining("하나"), deleted_at: expect.any(Date) });
    expect(documents[1]?.text).toContain("둘 1일째");
    expect(await run.database.db.selectFrom("alerts").select("kind").execute()).toEqual([{ kind: "schema_changed" }]);
  });
});
