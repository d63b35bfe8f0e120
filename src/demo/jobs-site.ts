import {
  daysAgoOf,
  errorPage,
  filePage,
  escapeText as h,
  htmlPage,
  jsonLd,
  koreanDate,
  momentOf,
  redirectPage,
  type SamplePage,
  type SampleSite,
  type SiteContext,
} from "./page.ts";
import type { SampleContent } from "./sample-content.ts";
import { atomOrRss, gzippedFile, robotsText, sitemapIndexXml, sitemapXml } from "./site-files.ts";
import { Variety } from "./variety.ts";

const perPage = 10;

/** A job board: tables, breadcrumbs, JobPosting JSON-LD, a calendar without end and a page that only a browser can fill. */
export function jobsSite(content: SampleContent, context: SiteContext): SampleSite {
  const { jobs } = content;
  const used = new Map<string, number>();
  const companies = new Map(jobs.companies.map((company) => [company.id, company]));
  const postings = new Variety("jobs order")
    .shuffle(jobs.postings)
    .map(([company, family, title, skills, career, salary, text], index, all) => {
      const variety = new Variety(`${company} ${title}`, used);
      const at = momentOf(context, daysAgoOf(index, all.length), variety.between(9, 18), variety.between(0, 59));
      const employer = companies.get(company);
      const kind = jobs.families[family];
      if (employer === undefined || kind === undefined)
        throw new Error(`Unknown company or family: ${company}, ${family}`);
      return {
        path: `/jobs/${1000 + index}`,
        employer,
        kind,
        title,
        skills: skills.split(","),
        career,
        salary: salary.split("~"),
        text,
        at,
        until: new Date(at.getTime() + variety.between(20, 45) * 86_400_000),
        duties: variety.take(kind.duties, 3),
        wishes: variety.take(kind.wishes, 2),
        benefits: variety.take(jobs.benefits, 4),
        process: variety.take(jobs.process, 2),
      };
    });
  type Posting = (typeof postings)[number];
  const pages = new Map<string, SamplePage>();
  const frame = (title: string, crumbs: readonly [string, string][], head: string, main: string) =>
    `<!DOCTYPE html>
<html lang="ko"><head><meta charset="utf-8"><title>${h(title)}</title>${head}<link rel="alternate" type="application/atom+xml" href="/feed.atom">
<style>table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #ddd;padding:.4rem;text-align:left}#menu li{display:inline;margin-right:1rem}</style></head>
<body><div id="header"><strong><a href="/">${h(jobs.name)}</a></strong><ul id="menu"><li><a href="/">채용공고</a></li><li><a href="/companies">회사</a></li><li><a href="/calendar?month=${monthOf(context.startedAt)}">채용 달력</a></li><li><a href="/apply.html">간편 지원</a></li></ul></div>
<ol class="breadcrumb"><li><a href="/">홈</a></li>${crumbs.map(([name, path]) => `<li><a href="${path}">${h(name)}</a></li>`).join("")}</ol>
<div id="content">${main}</div>
<div id="footer">${h(jobs.name)} · 통신판매업 신고 없음 · 견본 사이트 · <a href="/help.html">도움말</a></div></body></html>`;
  const row = (posting: Posting) =>
    `<tr><td><a href="${posting.path}">${h(posting.title)}</a></td><td><a href="/companies/${posting.employer.id}">${h(posting.employer.name)}</a></td><td>${h(posting.employer.city)}</td><td>${h(posting.career)}</td><td>${koreanDate(posting.until)}</td></tr>`;
  const table = (shown: readonly Posting[]) =>
    `<table><thead><tr><th>공고</th><th>회사</th><th>지역</th><th>경력</th><th>마감</th></tr></thead><tbody>${shown.map(row).join("")}</tbody></table>`;

  const pageCount = Math.ceil(postings.length / perPage);
  for (let page = 1; page <= pageCount; page += 1) {
    const shown = postings.slice((page - 1) * perPage, page * perPage);
    const links = Array.from(
      { length: pageCount },
      (_, index) => `<a href="${index === 0 ? "/" : `/?page=${index + 1}`}">${index + 1}</a>`,
    );
    pages.set(
      page === 1 ? "/" : `/?page=${page}`,
      htmlPage(
        frame(`채용공고 ${page}쪽 | ${jobs.name}`, [], "", `<h1>채용공고</h1>${table(shown)}<p>${links.join(" ")}</p>`),
        shown[0]?.at ?? context.startedAt,
      ),
    );
  }
  for (const posting of postings) {
    const { employer, kind } = posting;
    const ld = {
      "@context": "https://schema.org",
      "@type": "JobPosting",
      title: posting.title,
      datePosted: posting.at.toISOString(),
      validThrough: posting.until.toISOString(),
      employmentType: "FULL_TIME",
      hiringOrganization: { "@type": "Organization", name: employer.name },
      jobLocation: { "@type": "Place", address: employer.city },
      skills: posting.skills.join(", "),
      description: posting.text,
    };
    const list = (items: readonly string[]) => `<ul>${items.map((item) => `<li>${h(item)}</li>`).join("")}</ul>`;
    const main = `<h1>${h(posting.title)}</h1><p class="company"><a href="/companies/${employer.id}">${h(employer.name)}</a> · ${h(employer.city)} · 등록 <time datetime="${posting.at.toISOString()}">${koreanDate(posting.at)}</time></p>
<dl><dt>경력</dt><dd>${h(posting.career)}</dd><dt>연봉</dt><dd>${posting.salary.map((value) => Number(value).toLocaleString("ko")).join("만~")}만 원</dd><dt>기술</dt><dd>${posting.skills.map((skill) => `<span class="skill">${h(skill)}</span>`).join(", ")}</dd></dl>
<h2>${h(kind.name)} 동료를 찾습니다</h2><p>${h(posting.text)} ${h(employer.text)}</p><h2>하는 일</h2>${list(posting.duties)}<h2>이런 분이면 좋겠습니다</h2>${list([...posting.wishes, `${posting.skills[0] ?? ""} 경험이 있는 분`])}<h2>함께 누리는 것</h2>${list(posting.benefits)}<h2>지원하고 나면</h2><p>${h(posting.process.join(" "))}</p>`;
    pages.set(
      posting.path,
      htmlPage(
        frame(
          `${posting.title} - ${employer.name} | ${jobs.name}`,
          [[employer.name, `/companies/${employer.id}`]],
          `<meta property="og:title" content="${h(posting.title)}"><meta property="og:site_name" content="${h(jobs.name)}">${jsonLd(ld)}`,
          main,
        ),
        posting.at,
      ),
    );
  }
  for (const company of jobs.companies) {
    const own = postings.filter((posting) => posting.employer === company);
    const main = `<h1>${h(company.name)}</h1><p>${h(company.text)}</p><p>${h(company.city)}에 있으며 동료는 ${company.size}명입니다.</p><h2>열린 공고 ${own.length}건</h2>${table(own)}`;
    pages.set(
      `/companies/${company.id}`,
      htmlPage(
        frame(`${company.name} | ${jobs.name}`, [["회사", "/companies"]], "", main),
        own[0]?.at ?? context.startedAt,
      ),
    );
  }
  pages.set(
    "/companies",
    htmlPage(
      frame(
        `회사 | ${jobs.name}`,
        [],
        "",
        `<h1>회사</h1><ul>${jobs.companies.map((company) => `<li><a href="/companies/${company.id}">${h(company.name)}</a> ${h(company.text)}</li>`).join("")}</ul>`,
      ),
      context.startedAt,
    ),
  );
  addOddities(pages, frame, context);

  pages.set(
    "/robots.txt",
    robotsText(["# 어서 오세요", "User-agent: *", "Disallow: /admin/", "Disallow: /*/print$"], context, [
      "/sitemap-index.xml",
    ]),
  );
  pages.set("/sitemap-jobs.xml.gz", gzippedFile(sitemapXml(pages, context, (path) => path.startsWith("/jobs/"))));
  pages.set(
    "/sitemap-pages.xml",
    sitemapXml(pages, context, (path) => !path.startsWith("/jobs/")),
  );
  pages.set("/sitemap-index.xml", sitemapIndexXml(["/sitemap-jobs.xml.gz", "/sitemap-pages.xml"], context));
  const items = postings.slice(0, 12).map((posting) => ({
    title: posting.title,
    path: posting.path,
    at: posting.at,
    by: posting.employer.name,
    text: posting.text,
  }));
  pages.set("/feed.atom", atomOrRss("atom", jobs.name, context, items));
  return { pages, answer: (url) => calendarOf(url, frame) };
}

function addOddities(
  pages: Map<string, SamplePage>,
  frame: (title: string, crumbs: [string, string][], head: string, main: string) => string,
  context: SiteContext,
): void {
  const help =
    '<h1>도움말</h1><p>공고가 보이지 않으면 <a href="/old/board">옛 게시판</a>이나 <a href="/broken/error">통계</a>를 확인하세요. 지난 공고는 <a href="/jobs/999">여기</a>에 있었습니다. 관리자는 <a href="/admin/login">이쪽</a>으로, 주소가 바뀐 공고는 <a href="/recruit/1001">새 주소</a>로 갑니다.</p>';
  pages.set("/help.html", htmlPage(frame("도움말", [], "", help), context.startedAt, { listed: false }));
  pages.set("/old/board", redirectPage("/old/list"));
  pages.set("/old/list", redirectPage("/old/board"));
  pages.set("/recruit/1001", redirectPage("/jobs/1001"));
  pages.set("/broken/error", errorPage(500, "통계를 만드는 중에 문제가 생겼습니다."));
  pages.set(
    "/admin/login",
    htmlPage(frame("관리자", [], "", "<h1>관리자</h1><p>로봇은 들어올 수 없습니다.</p>"), context.startedAt, {
      listed: false,
    }),
  );
  // Empty without scripts, as many a single-page application is.
  const lines = [
    "이력서 없이 이름과 한 줄 소개만으로 지원할 수 있습니다.",
    "지원한 뒤에는 이틀 안에 회사가 먼저 연락합니다.",
    "한 번에 세 곳까지 보낼 수 있고 언제든 거둘 수 있습니다.",
  ];
  const script = `const root=document.getElementById("root");const title=document.createElement("h1");title.textContent="간편 지원";root.append(title);for(const line of ${JSON.stringify(lines)}){const p=document.createElement("p");p.textContent=line;root.append(p)}`;
  pages.set(
    "/apply.html",
    htmlPage(
      `<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>간편 지원</title></head><body><noscript>자바스크립트를 켜 주세요.</noscript><div id="root"></div><script>${script}</script></body></html>`,
      context.startedAt,
    ),
  );
}

function monthOf(date: Date): string {
  return date.toISOString().slice(0, 7);
}

/** Every month has a page with links to the months around it: a crawler that follows them never comes home. */
function calendarOf(
  url: URL,
  frame: (title: string, crumbs: [string, string][], head: string, main: string) => string,
): SamplePage | null {
  const month = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(url.searchParams.get("month") ?? "");
  if (url.pathname !== "/calendar" || month === null) return null;
  const at = Date.UTC(Number(month[1]), Number(month[2]) - 1, 15);
  const link = (days: number, name: string) =>
    `<a href="/calendar?month=${monthOf(new Date(at + days * 86_400_000))}">${name}</a>`;
  const main = `<h1>${month[1]}년 ${Number(month[2])}월</h1><p>${link(-30, "이전 달")} ${link(30, "다음 달")} ${link(365, "다음 해")}</p><p>이 달에는 마감하는 공고가 없습니다.</p>`;
  return {
    ...filePage("text/html; charset=utf-8", frame("채용 달력", [], "", main)),
    headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" },
  };
}
