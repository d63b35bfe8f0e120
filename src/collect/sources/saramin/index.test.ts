import { describe, expect, it } from "vitest";
import { answerFrom, orderFor, readFrom, testNow } from "../../../../test/builders/source-reading.ts";
import { describeSource } from "../../../../test/sources/source-contract.ts";
import { openSaramin, saraminJob } from "../../../../test/stand-ins/saramin.ts";
import { saramin } from "./index.ts";

describeSource({
  source: saramin,
  open: openSaramin,
  env: { SARAMIN_ACCESS_KEY: "saramin-key-for-tests" },
  homes: ({ origin }) => ({ api: origin }),
  order: { query: ["백엔드"] },
  fill: ({ state }, count) => {
    state.jobs = Array.from({ length: count }, (_, index) => saraminJob(index + 1));
  },
  pageSize: 110,
  change: ({ state }) => {
    state.broken = true;
  },
  korean: "나루 & 물길 백엔드 개발자 1기 (뷁팀)",
  remove: ({ state }) => {
    state.jobs.shift();
    return "silent";
  },
  failures: {
    401: {
      answer: { body: { code: 2, message: "유효하지 않은 access-key입니다: saramin-key-for-tests" } },
      reason: "auth_expired",
    },
  },
});

const address = "https://oapi.saramin.co.kr/job-search?keywords=%EB%B0%B1%EC%97%94%EB%93%9C&count=110&start=0";

async function oneJob(change: (state: Awaited<ReturnType<typeof openSaramin>>["state"]) => void = () => {}) {
  const standIn = await openSaramin();
  standIn.state.jobs = [saraminJob(1)];
  change(standIn.state);
  const asked = `${standIn.origin}/job-search?access-key=saramin-key-for-tests&fields=posting-date,count`;
  const response = await fetch(asked, { headers: { accept: "application/json" } });
  const body = await response.text();
  await standIn.close();
  return readFrom(saramin, address, JSON.parse(body))?.items[0];
}

function judged(status: number, body: unknown) {
  return saramin.judge?.(answerFrom(address, body, { status }), orderFor(saramin), testNow);
}

describe("saramin", () => {
  it("brings every field under its unified name", async () => {
    const item = await oneJob();
    expect(item?.fields).toEqual({
      site: "SRN",
      nativeId: "50000001",
      companyName: "(주)나루터1",
      companyId: "90",
      location: "서울 마포구, 경기 성남시 분당구",
      employmentType: "정규직",
      requiredCareer: "경력 3~7년",
      careerMin: 3,
      careerMax: 7,
      education: "학력무관",
      salary: "회사내규에 따름",
      skills: ["Java", "Spring", "백엔드/서버개발"],
      category: ["백엔드/서버개발", "웹개발"],
      industry: "솔루션·SI·ERP·CRM",
      postedAt: "2026-11-18T11:05:40.000Z",
      closesAt: "2027-01-03T18:13:20.000Z",
      isOpen: true,
      query: "백엔드",
      closeType: "접수 마감일",
      isSummary: true,
      views: 1204,
      applicants: 31,
    });
    expect(item?.text).toContain("근무지: 서울 마포구, 경기 성남시 분당구");
  });

  it("has no deadline where it is open until filled, whatever the timestamp says", async () => {
    const item = await oneJob((state) => {
      state.jobs = [{ ...saraminJob(1), closesAt: null }];
    });
    expect(item?.fields).toMatchObject({ closesAt: null, isOpen: true, closeType: "채용시" });
  });

  it("tells closed postings, and reads a lone result that is no list", async () => {
    const item = await oneJob((state) => {
      state.jobs = [{ ...saraminJob(1), active: false }];
      state.single = true;
    });
    expect(item?.fields).toMatchObject({ isOpen: false });
  });

  it("takes a posting whose facts are of other kinds, and gives it an address of the web", () => {
    const job = {
      id: 7,
      url: "javascript:alert(1)",
      active: true,
      position: { title: "뱃사공", "experience-level": { code: null, min: "3", name: "경력 3년↑" } },
      "read-cnt": [],
    };
    expect(readFrom(saramin, address, { jobs: { job: [job] } })).toMatchObject({
      unreadable: 0,
      items: [
        {
          url: "https://www.saramin.co.kr/zf_user/jobs/relay/view?rec_idx=7",
          fields: { careerMin: 3, isOpen: true },
        },
      ],
    });
  });

  it("counts what it read and not what it kept", () => {
    const old = { id: 7, position: { title: "뱃사공" }, "posting-timestamp": "1700000000" };
    const reading = readFrom(saramin, address, { jobs: { job: [old, { 없음: 1 }] } }, { since: "2026-11-19" });
    expect(reading).toMatchObject({ items: [], listed: 1, unreadable: 1 });
  });

  it("asks each query apart, with the codes and the window", () => {
    const order = orderFor(saramin, {
      query: ["백엔드", "데이터"],
      set: { sort: "ud", loc_mcd: "101000" },
      since: "2026-11-19T00:00:00+09:00",
      maxResults: 20,
    });
    const seeds = saramin.begin(order, testNow);
    expect(seeds.map(({ url }) => new URL(url).searchParams.get("keywords"))).toEqual(["백엔드", "데이터"]);
    const { searchParams } = new URL(seeds[0]?.url ?? "");
    expect(Object.fromEntries(searchParams)).toMatchObject({
      loc_mcd: "101000",
      published_min: "1795014000",
      sort: "ud",
      count: "20",
      start: "0",
    });
  });

  it("wants a query or a code", () => {
    expect(() => saramin.begin(orderFor(saramin), testNow)).toThrow(/something to look for/);
    expect(saramin.begin(orderFor(saramin, { set: { job_mid_cd: "2" } }), testNow)).toHaveLength(1);
  });

  it("tells its errors apart, which come with the status 200", () => {
    expect(judged(200, { code: "4", message: "일일 최대 호출 횟수를 초과했습니다." })).toMatchObject({
      reason: "quota_exhausted",
      bucket: "calls",
    });
    expect(judged(200, { code: 1, message: "access-key가 없습니다." })).toMatchObject({ reason: "auth_expired" });
    expect(judged(200, { code: 3, message: "값이 범위를 벗어났습니다." })).toMatchObject({ reason: "http_error" });
    expect(judged(200, { code: 3, message: "count의 최댓값을 초과했습니다." })).toMatchObject({ reason: "http_error" });
    expect(judged(200, { code: 99, message: "오류" })).toMatchObject({ reason: "server_error" });
    expect(judged(200, { jobs: { job: [] } })).toBeNull();
  });
});
