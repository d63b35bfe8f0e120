import type { SavedFile } from "../sources/saved-board-contract.ts";

// Own pages, written in the shapes that these sites sent; none of their texts is anybody else's.

export function saved(url: string, name: string, inside: { head?: string; body: string }): SavedFile {
  const from = `<!-- saved from url=(${String(url.length).padStart(4, "0")})${url} -->`;
  const head = `<head><meta charset="utf-8">${inside.head ?? ""}</head>`;
  return { name, body: `<!DOCTYPE html>\n${from}\n<html lang="ko">${head}<body>${inside.body}</body></html>` };
}

const jobkorea = "https://www.jobkorea.co.kr";

export function jobkoreaList(page: number, jobs: readonly number[]): SavedFile {
  const posts = jobs.map(
    (job) => `<li class="list-post" data-gno="${49_000_000 + job}"><div class="post">
      <div class="post-list-corp"><a class="name dev_view" href="/Recruit/Co_Read/C/naru${job}">㈜나루터${job}</a></div>
      <div class="post-list-info"><a class="title dev_view" href="/Recruit/GI_Read/${49_000_000 + job}?Oem_Code=C1"> 배차 서버 개발자 &amp; 운영 ${job} </a>
      <p class="option"><span class="exp">경력 3년↑</span><span class="edu">초대졸↑</span><span>정규직</span><span class="loc long">서울 마포구</span><span class="date">~12/31(목)</span></p>
      <p class="etc">Java, Kafka, 배차</p></div></div></li>`,
  );
  const body = `<div class="list-default"><ul class="clear">${posts.join("")}</ul></div>
    <div class="side"><ul><li class="list-post" data-gno="1"><a class="title">추천 공고</a></li></ul></div>`;
  return saved(`${jobkorea}/Search/?stext=naru&Page_No=${page}`, `검색 ${page}.html`, { body });
}

export function jobkoreaTable(jobs: readonly number[]): SavedFile {
  const rows = jobs.map(
    (
      job,
    ) => `<tr class="devloopArea" data-index="${job}"><td class="tplCo"><a class="link normalLog" href="/Recruit/Co_Read/C/naru${job}">나루터${job}</a></td>
      <td class="tplTit"><div class="titBx"><strong><a href="/Recruit/GI_Read/${49_000_000 + job}" title="뱃사공 ${job}">뱃사공…</a></strong>
      <p class="etc"><span class="cell">신입·경력</span><span class="cell">학력무관</span><span class="cell">경기 성남시</span><span class="cell">계약직</span><span class="cell">3,500만원↑</span></p><p class="dsc">노 젓기, 수영</p></div></td>
      <td class="odd"><span class="date dotum">채용시</span></td></tr>`,
  );
  return saved(`${jobkorea}/recruit/joblist`, "목록.html", { body: `<table><tbody>${rows.join("")}</tbody></table>` });
}

export function jobkoreaDetail(job: number, text: string, closed = false): SavedFile {
  const body = `<div class="sumTit"><h3 class="hd_3"><span class="coName">㈜나루터${job}</span> 배차 서버 개발자 ${job}</h3></div>
    <a href="/Recruit/Co_Read/C/naru${job}">기업정보</a>
    <div class="artReadJobSum"><dl class="tbList"><dt>경력</dt><dd>경력 (3년이상)</dd><dt>학력</dt><dd>초대졸이상</dd><dt>스킬</dt><dd>Java, Kafka</dd></dl>
    <dl class="tbList"><dt>고용형태</dt><dd>정규직</dd><dt>급여</dt><dd>회사내규에 따름</dd><dt>지역</dt><dd>서울 마포구</dd><dt>산업(업종)</dt><dd>운송 소프트웨어</dd></dl></div>
    <div class="artReadPeriod"><dl class="date"><dt>시작일</dt><dd>2026.02.01</dd><dt>마감일</dt><dd>${closed ? "2026.02.20" : "2026.12.31"}</dd></dl></div>
    <section><h4>담당업무</h4><ul><li>${text}</li></ul><h4>우대사항</h4><p>뱃사공 경험</p></section>`;
  return saved(`${jobkorea}/Recruit/GI_Read/${49_000_000 + job}?Oem_Code=C1`, `공고 ${job}.html`, { body });
}

const linkedin = "https://kr.linkedin.com";

export function linkedinList(page: number, jobs: readonly number[]): SavedFile {
  const cards = jobs.map(
    (
      job,
    ) => `<li><div class="base-card base-search-card job-search-card" data-entity-urn="urn:li:jobPosting:${4_000_000_000 + job}">
      <a class="base-card__full-link" href="${linkedin}/jobs/view/naru-engineer-at-naru-${4_000_000_000 + job}?position=1&amp;trk=x"><span class="sr-only">나루</span></a>
      <div class="base-search-card__info"><h3 class="base-search-card__title"> 나루 엔지니어 ${job} </h3>
      <h4 class="base-search-card__subtitle"><a href="${linkedin}/company/naru-soft?trk=y">나루소프트</a></h4>
      <div class="base-search-card__metadata"><span class="job-search-card__location">서울 마포구</span><time class="job-search-card__listdate" datetime="2026-02-10">2주 전</time></div></div></div></li>`,
  );
  const body = `<ul class="jobs-search__results-list">${cards.join("")}</ul>`;
  return saved(`${linkedin}/jobs/search?keywords=naru&start=${(page - 1) * 10}`, `검색 ${page}.html`, { body });
}

export function linkedinDetail(job: number, text: string, closed = false): SavedFile {
  const criteria = [
    ["직급", "신입"],
    ["고용 형태", "풀타임"],
    ["직무", "엔지니어링 및 정보 기술"],
    ["업계", "소프트웨어 개발"],
  ].map(
    ([name, value]) =>
      `<li class="description__job-criteria-item"><h3 class="description__job-criteria-subheader">${name}</h3><span class="description__job-criteria-text">${value}</span></li>`,
  );
  const flavor = closed
    ? '<figure class="closed-job"><figcaption class="closed-job__flavor--closed">더 이상 지원을 받지 않음</figcaption></figure>'
    : "";
  const body = `<section class="top-card-layout"><h1 class="top-card-layout__title topcard__title">나루 엔지니어 ${job}</h1>
    <a class="topcard__org-name-link" href="${linkedin}/company/naru-soft?trk=z">나루소프트</a><span class="topcard__flavor topcard__flavor--bullet">서울 마포구</span>${flavor}</section>
    <div class="show-more-less-html__markup"><strong>하는 일</strong><ul><li>${text}</li><li>배를 살핍니다</li></ul></div>
    <ul class="description__job-criteria-list">${criteria.join("")}</ul>
    <ul><li><div class="base-card" data-entity-urn="urn:li:jobPosting:1"><h3 class="base-search-card__title">비슷한 공고</h3></div></li></ul>`;
  return saved(`${linkedin}/jobs/view/naru-engineer-at-naru-${4_000_000_000 + job}?refId=x`, `공고 ${job}.html`, {
    body,
  });
}

const rocketpunch = "https://www.rocketpunch.com";

function rocketpunchCompanies(jobs: readonly number[]): string {
  const companies = jobs.map(
    (
      job,
    ) => `<div class="company item" data-company_id="${700 + job}"><div class="company-name"><a href="/companies/naru"><h4 class="header name"><strong>나루터${job}</strong></h4></a></div>
      <div class="description">물길을 잇는 회사</div><div class="company-jobs-detail"><div class="job-detail"><div><a href="/jobs/${150_000 + job}/naru-engineer" class="nowrap job-title">나루 엔지니어 ${job}</a></div>
      <div class="job-stat-info">5,000 - 7,000만원 / 경력</div><div class="job-dates"><span>12/31 마감</span><span>3일 전 수정</span></div></div></div></div>`,
  );
  return `<div class="ui job items segment company-list" id="company-list">${companies.join("")}</div>`;
}

export function rocketpunchList(page: number, jobs: readonly number[]): SavedFile {
  return {
    name: `template page=${page}.json`,
    body: JSON.stringify({ data: { template: rocketpunchCompanies(jobs), page } }),
  };
}

export function rocketpunchListPage(jobs: readonly number[]): SavedFile {
  return saved(`${rocketpunch}/jobs`, "목록.html", { body: rocketpunchCompanies(jobs) });
}

export function rocketpunchDetail(job: number, text: string, closed = false): SavedFile {
  const body = `<nav><a href="/companies/naru" class="company-name">나루터${job}</a></nav><h1 class="job-title">나루 엔지니어 ${job}</h1>
    <div class="job-stat-info">5,000 - 7,000만원 / 경력</div>
    <section><h4>주요 업무</h4><div class="content">${text}<br>배를 살핍니다</div></section>
    <section><h4>업무 관련 기술/활동분야</h4><div class="job-specialties"><a>Java</a><a>Kafka</a></div></section>
    <section><h4>복지 혜택</h4><p>점심</p></section>
    <table><tr><th>근무지</th><td>서울 마포구</td></tr><tr><th>마감일</th><td>${closed ? "2026-02-20" : "상시채용"}</td></tr></table>`;
  return saved(`${rocketpunch}/jobs/${150_000 + job}/naru-engineer`, `공고 ${job}.html`, { body });
}

const programmers = "https://career.programmers.co.kr";

export function programmersJob(job: number) {
  return {
    id: 3_000 + job,
    title: `나루 백엔드 개발자 ${job}`,
    url: `/job_positions/${3_000 + job}`,
    company: { id: 90 + job, name: `나루터${job}`, logoUrl: "x.png" },
    address: "서울 마포구 물길로 1",
    career: "경력 3~7년",
    jobType: "정규직",
    minSalary: 5_000,
    technicalTags: [
      { id: 1, name: "Java" },
      { id: 2, name: "Kafka" },
    ],
    period: "2024-01-02 00:00:00 ~ 2089-12-31 23:59:59",
    updatedAt: "2024-01-03T10:00:00.000+09:00",
    status: "active",
  };
}

export function programmersList(page: number, jobs: readonly number[]): SavedFile {
  const body = {
    page,
    totalPages: Math.max(1, page),
    totalEntries: jobs.length,
    jobPositions: jobs.map(programmersJob),
  };
  return { name: `job_positions page=${page}.json`, body: JSON.stringify(body) };
}

export function programmersDetail(job: number, text: string, closed = false): SavedFile {
  const body = `<div class="header-position"><h1>나루 백엔드 개발자 ${job}</h1><h4 class="sub-title"><a href="/companies/91">나루터${job}</a></h4></div>
    <table class="table-position"><tr><th>경력</th><td>경력 3~7년</td></tr><tr><th>고용 형태</th><td>정규직</td></tr><tr><th>근무 위치</th><td>서울 마포구</td></tr>
    <tr><th>기술 스택</th><td>Java, Kafka</td></tr><tr><th>기간</th><td>${closed ? "2024-01-31 까지" : "상시 채용"}</td></tr></table>
    <section><div><h5>주요 업무</h5></div><div><ul><li>${text}</li></ul></div></section><section><div><h5>자격 조건</h5></div><div><p>배를 아끼는 분</p></div></section>`;
  return saved(`${programmers}/job_positions/${3_000 + job}`, `공고 ${job}.html`, { body });
}

export function loginPage(url: string): SavedFile {
  const body =
    '<main><h1>로그인</h1><form action="/login" method="post"><input name="id"><input type="password" name="pw"><button>로그인</button></form></main>';
  return saved(url, "로그인.html", { body });
}

export function robotCheck(url: string): SavedFile {
  const head =
    '<script>window.gokuProps={"key":"x"};</script><script src="https://0.token.awswaf.com/0/challenge.js"></script>';
  return saved(url, "확인.html", {
    head,
    body: '<div id="challenge-container"></div><noscript>자바스크립트를 켜 주세요.</noscript>',
  });
}

export function otherShape(url: string): SavedFile {
  const text = "<p>새 모습으로 바뀐 화면이라 예전의 표시가 하나도 남아 있지 않습니다.</p>".repeat(10);
  return saved(url, "새 모습.html", { body: `<div class="x1">${text}</div>` });
}
