import { blogOddities } from "./blog-oddities.ts";
import {
  daysAgoOf,
  filePage,
  escapeText as h,
  htmlPage,
  jsonLd,
  koreanDate,
  momentOf,
  type SampleSite,
  type SiteContext,
} from "./page.ts";
import { type Mood, type SampleContent, subjectOf } from "./sample-content.ts";
import { atomOrRss, robotsText, sitemapXml } from "./site-files.ts";
import { Variety } from "./variety.ts";

type Post = SampleContent["blog"]["posts"][number] & {
  at: Date;
  paragraphs: { heading: string | null; text: string }[];
};

const perPage = 9;

/** A travel and food blog: sidebar, tags, comments, Open Graph and JSON-LD. */
export function blogSite(content: SampleContent, context: SiteContext): SampleSite {
  const { blog } = content;
  const used = new Map<string, number>();
  const ordered = new Variety("blog order").shuffle(blog.posts);
  const posts: Post[] = ordered.map((post, index) => {
    const variety = new Variety(post.slug, used);
    const at = momentOf(context, daysAgoOf(index, ordered.length), variety.between(8, 23), variety.between(0, 59));
    return { ...post, at, paragraphs: paragraphsOf(post, content, variety) };
  });
  const pages = new Map<string, ReturnType<typeof htmlPage>>();
  const frame = (title: string, head: string, main: string) => blogFrame(content, context, posts, title, head, main);

  const pageCount = Math.ceil(posts.length / perPage);
  for (let page = 1; page <= pageCount; page += 1) {
    const shown = posts.slice((page - 1) * perPage, page * perPage);
    const path = page === 1 ? "/" : `/page/${page}`;
    const pager = Array.from(
      { length: pageCount },
      (_, index) => `<a href="${index === 0 ? "/" : `/page/${index + 1}`}">${index + 1}</a>`,
    );
    const newest = shown[0]?.at ?? context.startedAt;
    pages.set(
      path,
      htmlPage(
        frame(blog.name, "", `${shown.map(teaser).join("")}<div class="pager">${pager.join(" ")}</div>`),
        newest,
      ),
    );
  }
  for (const category of new Set(posts.map((post) => post.in))) {
    const inIt = posts.filter((post) => post.in === category);
    const main = `<h1>${h(category)}</h1>${inIt.map(teaser).join("")}`;
    pages.set(
      `/category/${encodeURIComponent(category)}`,
      htmlPage(frame(`${category} - ${blog.name}`, "", main), inIt[0]?.at ?? context.startedAt),
    );
  }
  for (const [index, post] of posts.entries()) {
    const variety = new Variety(`comments ${post.slug}`, used);
    const main = articleOf(post, posts, index, commentsOf(post.mood, content, variety));
    const html = frame(`${post.title} : ${blog.name}`, headOf(post, blog.name, context.origin), main);
    pages.set(`/posts/${post.slug}`, htmlPage(html, post.at));
  }
  const authors = Object.entries(blog.authors).map(([name, line]) => `<li><strong>${h(name)}</strong> ${h(line)}</li>`);
  const about = `<h1>소개</h1><p>${h(blog.about)}</p><ul>${authors.join("")}</ul><p><a href="${context.origins.forum}/">골목게시판</a>에서도 만나요.</p>`;
  pages.set("/about.html", htmlPage(frame(`소개 - ${blog.name}`, "", about), posts.at(-1)?.at ?? context.startedAt));

  for (const [path, page] of blogOddities(context, frame)) pages.set(path, page);
  pages.set(
    "/robots.txt",
    robotsText(
      [
        "User-agent: *",
        "Disallow: /private/",
        "Allow: /private/open.html",
        "Disallow: /*?preview=",
        "Crawl-delay: 0.05",
      ],
      context,
      ["/sitemap.xml"],
    ),
  );
  pages.set("/sitemap.xml", sitemapXml(pages, context));
  const items = posts.slice(0, 15).map((post) => ({
    title: post.title,
    path: `/posts/${post.slug}`,
    at: post.at,
    by: post.by,
    text: post.text[0] ?? "",
  }));
  pages.set("/rss.xml", atomOrRss("rss", blog.name, context, items));
  return { pages, answer: (url) => pictureOf(url) };
}

function paragraphsOf(
  post: SampleContent["blog"]["posts"][number],
  content: SampleContent,
  variety: Variety,
): Post["paragraphs"] {
  const paragraphs: Post["paragraphs"] = post.text.map((text) => ({ heading: null, text }));
  for (const name of post.about) {
    const subject = subjectOf(content.stock, name);
    const picked = {
      good: [...variety.take(subject.good, 2), ...variety.take(subject.plain, 1)],
      bad: [...variety.take(subject.bad, 2), ...variety.take(subject.plain, 1)],
      mixed: [...variety.take(subject.good, 1), ...variety.take(subject.bad, 1), ...variety.take(subject.plain, 1)],
    }[post.mood];
    const text = variety.shuffle(picked).join(" ").replaceAll("{place}", post.place);
    paragraphs.push({ heading: variety.one(content.stock.headings[name] ?? []), text });
  }
  paragraphs.push({ heading: null, text: post.end });
  return paragraphs;
}

function commentsOf(mood: Mood, { stock }: SampleContent, variety: Variety): string[] {
  const texts = [
    ...variety.take(mood === "bad" ? stock.comments.bad : stock.comments.good, variety.between(1, 2)),
    ...variety.take(stock.comments.plain, variety.between(0, 1)),
  ];
  const names = variety.take(stock.commenters, texts.length);
  return texts.map((text, index) => `<li class="comment"><b>${h(names[index] ?? "")}</b><p>${h(text)}</p></li>`);
}

function teaser(post: Post): string {
  return `<section class="teaser"><h2><a href="/posts/${post.slug}">${h(post.title)}</a></h2><p class="meta">${koreanDate(post.at)} · ${h(post.by)} · ${h(post.in)}</p><p>${h((post.text[0] ?? "").slice(0, 60))}…</p></section>`;
}

function headOf(post: Post, site: string, origin: string): string {
  const url = `${origin}/posts/${post.slug}`;
  const image = `${origin}/images/${post.slug}.svg`;
  const ld = {
    "@context": "https://schema.org",
    "@type": "BlogPosting",
    headline: post.title,
    datePublished: post.at.toISOString(),
    author: { "@type": "Person", name: post.by },
    keywords: post.tags.join(","),
    image,
    mainEntityOfPage: url,
  };
  return `<link rel="canonical" href="${url}"><meta property="og:type" content="article"><meta property="og:title" content="${h(post.title)}"><meta property="og:site_name" content="${h(site)}"><meta property="og:image" content="${image}"><meta property="article:published_time" content="${post.at.toISOString()}"><meta name="author" content="${h(post.by)}"><meta name="keywords" content="${h(post.tags.join(","))}">${jsonLd(ld)}`;
}

function articleOf(post: Post, posts: readonly Post[], index: number, comments: readonly string[]): string {
  const body = post.paragraphs.map(
    ({ heading, text }) => `${heading === null ? "" : `<h3>${h(heading)}</h3>`}<p>${h(text)}</p>`,
  );
  body.splice(
    1,
    0,
    `<figure><img src="/images/${post.slug}.svg" alt="${h(`${post.place}, ${post.tags[0] ?? post.in}`)}" width="640" height="360"><figcaption>${h(post.place)}</figcaption></figure>`,
  );
  const near = [posts[index + 1], posts[index - 1]].filter((other) => other !== undefined);
  const related = posts.filter((other) => other !== post && other.in === post.in).slice(index % 4, (index % 4) + 3);
  return `<article class="post"><header><h1>${h(post.title)}</h1><p class="meta"><time datetime="${post.at.toISOString()}">${koreanDate(post.at)}</time> <span class="author">${h(post.by)}</span></p></header>
<div class="entry-content">${body.join("\n")}</div>
<p class="tags">${post.tags.map((tag) => `<span>#${h(tag)}</span>`).join(" ")}</p></article>
<nav class="near">${near.map((other) => `<a href="/posts/${other.slug}">${h(other.title)}</a>`).join(" | ")}</nav>
<section class="related"><h4>함께 읽으면 좋은 글</h4><ul>${related.map((other) => `<li><a href="/posts/${other.slug}">${h(other.title)}</a></li>`).join("")}</ul></section>
<section id="comments"><h4>댓글 ${comments.length}</h4><ul>${comments.join("")}</ul></section>`;
}

function blogFrame(
  content: SampleContent,
  context: SiteContext,
  posts: readonly Post[],
  title: string,
  head: string,
  main: string,
): string {
  const { blog } = content;
  const categories = [...new Set(posts.map((post) => post.in))];
  return `<!doctype html><html lang="ko"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${h(title)}</title>${head}<link rel="alternate" type="application/rss+xml" href="/rss.xml" title="${h(blog.name)}">
<style>body{font-family:sans-serif;max-width:64rem;margin:auto;line-height:1.7;word-break:keep-all}#wrap{display:flex;gap:2rem}main{flex:3}aside{flex:1;font-size:.9rem}.meta{color:#777}</style></head>
<body><header class="site"><a href="/">${h(blog.name)}</a><nav><a href="/">처음</a> ${categories.map((name) => `<a href="/category/${encodeURIComponent(name)}">${h(name)}</a>`).join(" ")} <a href="/about.html">소개</a></nav></header>
<div id="wrap"><main>${main}</main><aside><h5>최근 글</h5><ul>${posts
    .slice(0, 5)
    .map((post) => `<li><a href="/posts/${post.slug}">${h(post.title)}</a></li>`)
    .join("")}</ul>
<h5>이 블로그는</h5><p>${h(blog.about)}</p><p><a href="/private/draft.html">쓰다 만 글</a> · <a href="/partners.html" rel="nofollow">협찬 문의</a> · <a href="/search.html">검색</a></p></aside></div>
<footer><p>© ${h(blog.name)} · <a href="${context.origins.shop}/">나루상점</a> · <a href="${context.origins.forum}/">골목게시판</a></p></footer></body></html>`;
}

/** A picture for any name: hills whose shape and colour follow from it. */
function pictureOf(url: URL): ReturnType<typeof filePage> | null {
  if (!/^\/images\/[a-z0-9-]{1,60}\.svg$/.test(url.pathname)) return null;
  const variety = new Variety(url.pathname);
  const hue = variety.between(0, 359);
  const hills = [1, 2, 3].map(
    (row) =>
      `<path d="M0 ${120 * row} Q${variety.between(80, 300)} ${60 * row} 640 ${110 * row} V360 H0Z" fill="hsl(${hue} 40% ${80 - row * 18}%)"/>`,
  );
  return filePage(
    "image/svg+xml",
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 360"><rect width="640" height="360" fill="hsl(${hue} 50% 92%)"/>${hills.join("")}</svg>`,
  );
}
