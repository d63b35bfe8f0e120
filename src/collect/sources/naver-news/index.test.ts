import { describe, expect, it } from "vitest";
import { describeSource } from "../../../../test/sources/source-contract.ts";
import { useSourceLab } from "../../../../test/sources/source-lab.ts";
import { naverArticle, openNaverNews } from "../../../../test/stand-ins/naver-news.ts";
import { naverNews } from "./index.ts";

const articles = (count: number) => Array.from({ length: count }, (_, index) => naverArticle(index + 1));

describeSource({
  source: naverNews,
  open: openNaverNews,
  env: { NAVER_HUB_KEY_ID: "hub-id-for-tests", NAVER_HUB_KEY: "hub-key-for-tests" },
  homes: ({ origin }) => ({ hub: origin }),
  order: { query: ["나루터"] },
  fill: ({ state }, count) => {
    state.articles = articles(count);
  },
  pageSize: 100,
  change: ({ state }) => {
    state.broken = true;
  },
  korean: '1번째 나루터에 새 배를 띄우고 "물길이 다시 열렸다"고 밝혔다',
  remove: ({ state }) => {
    state.articles.shift();
    return "silent";
  },
});

describe("Naver news", () => {
  const lab = useSourceLab({
    source: naverNews,
    open: openNaverNews,
    env: { NAVER_CLIENT_ID: "legacy-id-for-tests", NAVER_CLIENT_SECRET: "legacy-secret-for-tests" },
    homes: ({ origin }) => ({ legacy: origin }),
  });

  it("tells an article's time, its address without the section, and where its publisher has it", async () => {
    lab.standIn().state.articles = [naverArticle(1), naverArticle(5)];
    await lab.collect({ query: ["나루터"] });
    const [first, elsewhere] = (await lab.documents()).sort((a, b) => a.url.localeCompare(b.url)).reverse();
    expect(first).toMatchObject({
      url: "https://n.news.naver.com/mnews/article/900/1001",
      title: "나루터 1호선 운항 재개 & 배편 확대",
      published_at: new Date("2026-11-20T11:00:00+09:00"),
      fields: { query: "나루터", originalUrl: "https://gangmaeul-ilbo.example/articles/1001", isSummary: true },
    });
    expect(elsewhere).toMatchObject({ url: "https://gangmaeul-ilbo.example/articles/1005" });
  });

  it("stops at the page that is older than what is asked for, when the newest come first", async () => {
    lab.standIn().state.articles = articles(350);
    const since = "2026-11-16T07:00:00+09:00";
    const view = await lab.collect({ query: ["나루터"], set: { sort: "date" }, since });
    expect(view).toMatchObject({ status: "done", progress: { failed: 0 } });
    expect(await lab.documents()).toHaveLength(101);
    expect(lab.asked().map((asked) => new URL(asked, "http://naver").searchParams.get("start"))).toEqual([
      "1",
      "101",
      "201",
    ]);
  });

  it("takes as many as Naver gives, and says that there are more", async () => {
    lab.standIn().state.articles = articles(1_200);
    const view = await lab.collect({ query: ["나루터"] });
    expect(view).toMatchObject({ status: "done", progress: { failed: 0 }, notes: [{ code: "truncated" }] });
    expect(await lab.documents()).toHaveLength(1_099);
  });

  it("takes a list of old articles for what it is, also where one of them is odd", async () => {
    const old = { title: "지난 소식", link: "https://n.news.naver.com/mnews/article/900/1", pubDate: "어제" };
    const items = [{ ...old, pubDate: "Mon, 02 Nov 2026 09:00:00 +0900" }, { title: "주소 없는 소식" }];
    lab.standIn().failNext({ body: { total: 2, items } });
    const view = await lab.collect({ query: ["나루터"], since: "2026-11-20" });
    expect(view).toMatchObject({ status: "done", progress: { failed: 0 }, notes: [{ code: "unreadable_items" }] });
    expect(await lab.documents()).toEqual([]);
    lab.standIn().failNext({ body: { total: 1, items: [old] } });
    await lab.collect({ query: ["나루터"], since: "2026-11-20" });
    expect(await lab.documents()).toMatchObject([{ title: "지난 소식", published_at: null }]);
  });
});
