import { gzipSync } from "node:zlib";
import {
  filePage,
  escapeText as h,
  htmlPage,
  koreanDate,
  momentOf,
  redirectPage,
  type SamplePage,
  type SampleSite,
  type SiteContext,
} from "./page.ts";
import type { SampleContent } from "./sample-content.ts";
import { robotsText, sitemapXml } from "./site-files.ts";
import { Variety } from "./variety.ts";

interface Review {
  stars: number;
  text: string;
  by: string;
  at: Date;
}

const shownReviews = 5;

/** A shop: cards, microdata, reviews on the product's page and behind it, filters that multiply without end. */
export function shopSite(content: SampleContent, context: SiteContext): SampleSite {
  const { shop } = content;
  const used = new Map<string, number>();
  const products = shop.products.map((product) => {
    const variety = new Variety(product.name, used);
    const reviews = reviewsOf(product, content, variety, context);
    return {
      ...product,
      path: `/products/${product.id}`,
      reviews,
      since: momentOf(context, variety.between(60, 83), 10, product.id),
    };
  });
  type Product = (typeof products)[number];
  const pages = new Map<string, SamplePage>();
  const frame = (title: string, head: string, main: string) =>
    `<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>${h(title)}</title>${head}<style>.grid{display:grid;grid-template-columns:repeat(4,1fr);gap:1rem}.card{border:1px solid #eee;padding:1rem}.stars{color:#b45309}</style></head>
<body><div class="topbar">오늘 주문하면 내일 도착 · 3만 원 이상 무료 배송</div><header><a class="logo" href="/">${h(shop.name)}</a><nav class="gnb">${Object.entries(
      shop.kinds,
    )
      .map(([id, name]) => `<a href="/c/${id}">${h(name)}</a>`)
      .join("")}</nav></header>
${main}<footer><p>${h(shop.name)} · 견본 사이트라 실제로 팔지 않습니다. · <a href="/notice.html">알림</a> · <a href="${context.origins.blog}/">나루터 산책</a></p></footer></body></html>`;
  const card = (product: Product) =>
    `<div class="card"><a href="${product.path}"><b>${h(product.name)}</b></a><p>${product.price.toLocaleString("ko")}원</p><p class="stars">${starsOf(average(product.reviews))} (${product.reviews.length})</p></div>`;
  const grid = (shown: readonly Product[]) => `<div class="grid">${shown.map(card).join("")}</div>`;

  pages.set(
    "/",
    htmlPage(
      frame(
        shop.name,
        "",
        `<h1>오늘의 추천</h1>${grid(products)}<p><a href="/filter?color=%ED%9D%B0%EC%83%89">색으로 고르기</a></p>`,
      ),
      context.startedAt,
    ),
  );
  for (const [id, name] of Object.entries(shop.kinds)) {
    pages.set(
      `/c/${id}`,
      htmlPage(
        frame(
          `${name} - ${shop.name}`,
          "",
          `<h1>${h(name)}</h1>${grid(products.filter((product) => product.kind === id))}`,
        ),
        context.startedAt,
      ),
    );
  }
  for (const product of products) {
    const rest = product.reviews.slice(shownReviews);
    const others = products.filter((other) => other.kind === product.kind && other !== product).slice(0, 4);
    const more =
      rest.length >= 4 ? `<p><a href="${product.path}/reviews">후기 ${product.reviews.length}건 모두 보기</a></p>` : "";
    const main = `<main itemscope itemtype="https://schema.org/Product"><p class="path"><a href="/">처음</a> &gt; <a href="/c/${product.kind}">${h(shop.kinds[product.kind] ?? "")}</a></p><h1 itemprop="name">${h(product.name)}</h1>
<p class="price" itemprop="offers" itemscope itemtype="https://schema.org/Offer"><span itemprop="price" content="${product.price}">${product.price.toLocaleString("ko")}</span>원<meta itemprop="priceCurrency" content="KRW"></p><div class="description" itemprop="description"><p>${h(product.text)}</p></div><p>등록일 <time datetime="${product.since.toISOString()}">${koreanDate(product.since)}</time></p>
<button>장바구니</button><section class="reviews"><h2>구매 후기</h2>${(more === "" ? product.reviews : product.reviews.slice(0, shownReviews)).map(reviewMarkup).join("")}${more}</section></main><aside><h3>같이 본 상품</h3>${grid(others)}</aside>`;
    const head = `<link rel="canonical" href="${context.origin}${product.path}"><meta property="og:title" content="${h(product.name)}"><meta property="og:type" content="product"><meta property="og:site_name" content="${h(shop.name)}"><meta name="description" content="${h(product.text)}">`;
    const newest = product.reviews[0]?.at ?? product.since;
    pages.set(product.path, htmlPage(frame(`${product.name} - ${shop.name}`, head, main), newest));
    pages.set(`/item/${product.id}`, redirectPage(product.path));
    if (more !== "")
      pages.set(
        `${product.path}/reviews`,
        htmlPage(
          frame(
            `${product.name} 후기 - ${shop.name}`,
            "",
            `<main><h1>${h(product.name)} 구매 후기</h1><p><a href="${product.path}">상품으로 돌아가기</a></p>${rest.map(reviewMarkup).join("")}</main>`,
          ),
          rest[0]?.at ?? newest,
        ),
      );
  }
  addOddities(pages, frame, context);
  pages.set(
    "/robots.txt",
    robotsText(["User-agent: *", "Disallow: /cart", "Disallow: /checkout", "Crawl-delay: 0.02"], context, [
      "/sitemap.xml",
    ]),
  );
  pages.set("/sitemap.xml", sitemapXml(pages, context));
  return { pages, answer: (url) => (url.pathname === "/broken/bomb" ? bombPage() : filterOf(url, frame)) };
}

function reviewsOf(
  product: SampleContent["shop"]["products"][number],
  { shop }: SampleContent,
  variety: Variety,
  context: SiteContext,
): Review[] {
  const texts = shop.reviews[product.kind];
  if (texts === undefined) throw new Error(`No reviews for ${product.kind}`);
  const liked = product.said.some((line) => line.startsWith("1|")) ? 1 : 3;
  const lines = [
    ...product.said,
    ...variety.take(texts.good, liked + variety.between(0, 2)).map((text) => `${variety.between(4, 5)}|${text}`),
    ...variety.take(texts.fair, variety.between(1, 2)).map((text) => `3|${text}`),
    ...variety.take(texts.bad, 4 - liked).map((text) => `${variety.between(1, 2)}|${text}`),
  ];
  return variety
    .shuffle(lines)
    .map((line) => ({
      stars: Number(line[0]),
      text: line.slice(2),
      by: variety.one(shop.writers),
      at: momentOf(context, variety.between(0, 80), variety.between(7, 23), variety.between(0, 59)),
    }))
    .sort((a, b) => b.at.getTime() - a.at.getTime());
}

function reviewMarkup(review: Review): string {
  return `<div class="review" itemprop="review" itemscope itemtype="https://schema.org/Review"><p class="stars"><span itemprop="reviewRating" content="${review.stars}">${starsOf(review.stars)}</span></p><p itemprop="reviewBody">${h(review.text)}</p><p><span itemprop="author">${h(review.by)}</span> <time itemprop="datePublished" datetime="${review.at.toISOString()}">${koreanDate(review.at)}</time></p></div>`;
}

function average(reviews: readonly Review[]): number {
  return reviews.reduce((sum, review) => sum + review.stars, 0) / Math.max(1, reviews.length);
}

function starsOf(stars: number): string {
  const full = Math.round(stars);
  return "★".repeat(full) + "☆".repeat(5 - full);
}

function addOddities(
  pages: Map<string, SamplePage>,
  frame: (title: string, head: string, main: string) => string,
  context: SiteContext,
): void {
  const at = momentOf(context, 20, 15, 30);
  const notice =
    '<main><h1>알림</h1><p>배송이 늦어지는 지역은 <a href="/broken/markup">이 글</a>에 적었습니다. 옛 주소로 오신 분은 <a href="/item/3">여기</a>를, 상품 목록 파일은 <a href="/broken/cut">이쪽</a>이나 <a href="/broken/bomb">저쪽</a>을 눌러 주세요. 같은 상품이 <a href="/products/3?ref=notice">두 주소</a>로 보이기도 합니다. <a href="/cart">장바구니</a></p></main>';
  pages.set("/notice.html", htmlPage(frame("알림", "", notice), at));
  const broken = `<html><head><title>배송이 늦는 지역<body><div><p>섬과 산간은 <b>이틀에서 <i>나흘</b> 더 걸립니다.</i><p>눈이 오면 강원 산지는 차가 다니지 못합니다<table><tr><td>울릉도<td>닷새<tr><td>백령도<td>엿새</table></div></div><a href='/products/1'>무쇠 냄비<a href=/products/2>도마</a><!-- 닫지 않은 주석 <p>보이면 안 되는 글</p> --><p>글자 하나가 \0빠져 있고 &amp 와 &nbsp 도 끝이 없습니다.<div class="a" class="b" id=끝`;
  pages.set("/broken/markup", htmlPage(broken, at, { listed: false }));
  const whole = frame(
    "상품 목록 파일",
    "",
    `<main><h1>상품 목록</h1><p>${"목록을 보내는 중입니다. ".repeat(300)}</p></main>`,
  );
  pages.set("/broken/cut", htmlPage(whole, at, { listed: false, cutShort: true }));
  const twin = pages.get("/products/3");
  if (twin !== undefined) pages.set("/products/3?ref=notice", { ...twin, listed: false });
  pages.set(
    "/cart",
    htmlPage(frame("장바구니", "", "<main><h1>장바구니</h1><p>비어 있습니다.</p></main>"), at, { listed: false }),
  );
}

/** 20 MB of spaces in 20 KB; packed when somebody asks, since nearly nobody does. */
function bombPage(): SamplePage {
  const page = filePage("text/html; charset=utf-8", gzipSync(Buffer.alloc(20 * 2 ** 20, 32)));
  return { ...page, headers: { ...page.headers, "content-encoding": "gzip" } };
}

const filters = ["color", "size", "brand", "sort", "price", "gift", "new"];

/** Each filter page links to itself with one more filter: addresses grow without end, and say nothing new. */
function filterOf(url: URL, frame: (title: string, head: string, main: string) => string): SamplePage | null {
  if (url.pathname !== "/filter" || url.search.length > 4000) return null;
  const links = filters.map(
    (name, index) => `<a href="/filter${h(url.search)}&amp;${name}=${url.searchParams.size + index}">${name}</a>`,
  );
  return filePage(
    "text/html; charset=utf-8",
    frame("고르기", "", `<main><h1>고르기</h1><p>조건에 맞는 상품이 없습니다.</p><p>${links.join(" ")}</p></main>`),
  );
}
