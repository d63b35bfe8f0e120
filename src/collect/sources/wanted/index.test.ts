import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answerFrom, contextFor, orderFor, readFrom, testNow } from "../../../../test/builders/source-reading.ts";
import { openSourceRun, type SourceRun } from "../../../../test/sources/run-source.ts";
import { describeSource } from "../../../../test/sources/source-contract.ts";
import { openWanted, type WantedStandIn, wantedJob } from "../../../../test/stand-ins/wanted.ts";
import { refineDocuments } from "../../../refine/index.ts";
import { SchemaError } from "../../errors.ts";
import { wanted } from "./index.ts";

describeSource({
  source: wanted,
  open: openWanted,
  env: {
    WANTED_CLIENT_ID: "wanted-id-for-tests",
    WANTED_CLIENT_SECRET: "wanted-secret-for-tests",
    WANTED_AUTHORIZATION: "Bearer wanted-token-for-tests",
  },
  homes: ({ origin }) => ({ api: origin }),
  order: {},
  fill: ({ state }, count) => {
    state.jobs = Array.from({ length: count }, (_, index) => wantedJob(index + 1));
  },
  pageSize: 100,
  change: ({ state }) => {
    state.broken = true;
  },
  korean: '• "뷁"을 소리 내어 읽을 수 있는 분',
  remove: ({ state }) => {
    const [first] = state.jobs;
    if (first !== undefined) first.gone = true;
    return "told";
  },
});

const home = "https://openapi.wanted.jobs";
const bare = { id: 1, position: "나루 개발자", due_time: null };

describe("wanted", () => {
  it("brings every field under its unified name, and takes neither years nor rewards for money", () => {
    const job = {
      ...bare,
      status: "active",
      company: { id: 77, name: "나루소프트", industry_name: "IT, 콘텐츠" },
      address: { location: "서울", district: "마포구" },
      employment_type: "regular",
      annual_from: 5,
      annual_to: 100,
      is_newbie: false,
      reward: { total: "1,000,000원" },
      skill_tags: ["Go", { title: "Kafka" }, { text: "AWS" }],
      category_tags: { parent_tag: { title: "개발" }, child_tags: [{ title: "서버 개발자" }] },
      due_time: "2026-12-31",
      detail: { main_tasks: "• 배차 서버\n\n•\n• 운영", benefits: "점심" },
    };
    const [item] = readFrom(wanted, `${home}/v1/jobs/1?naru.query=%EB%82%98%EB%A3%A8`, { job })?.items ?? [];
    expect(item).toMatchObject({ url: "https://www.wanted.co.kr/wd/1", kind: "posting", publishedAt: null });
    expect(item?.text).toBe("주요 업무\n• 배차 서버\n• 운영\n혜택 및 복지\n점심");
    expect(item?.fields).toEqual({
      site: "WAN",
      nativeId: "1",
      companyName: "나루소프트",
      companyId: "77",
      location: "서울 마포구",
      employmentType: "regular",
      requiredCareer: "경력 5년 이상",
      careerMin: 5,
      skills: ["Go", "Kafka", "AWS"],
      closesAt: "2026-12-31T14:59:59.000Z",
      isOpen: true,
      category: ["서버 개발자", "개발"],
      industry: "IT, 콘텐츠",
      query: "나루",
    });
  });

  it("takes a job in whichever wrapping it comes", () => {
    for (const body of [{ job: bare }, { data: bare }, { data: { job: bare } }, bare]) {
      expect(readFrom(wanted, `${home}/v1/jobs/1`, body)?.items[0]).toMatchObject({ title: "나루 개발자" });
    }
  });

  it("knows no deadline from a deadline that is not told, and keeps closed jobs as closed", () => {
    const fields = (job: object) => readFrom(wanted, `${home}/v1/jobs/1`, { job })?.items[0]?.fields;
    expect(fields(bare)).toMatchObject({ closesAt: null, isOpen: true });
    expect(fields({ id: 1, position: "가" })).not.toHaveProperty("closesAt");
    expect(fields({ id: 1, position: "가", due_time: 20261231 })).not.toHaveProperty("closesAt");
    expect(fields({ ...bare, status: "close" })).toMatchObject({ isOpen: false });
  });

  it("searches by words in version 1, lists without them, and hands on the ways to narrow", () => {
    const begun = (input: Parameters<typeof orderFor>[1]) =>
      wanted.begin(orderFor(wanted, input), testNow).map(({ url }) => url.replace(home, ""));
    expect(begun({ query: ["서버", "데이터"], maxResults: 10 })).toEqual([
      "/v1/search/position?query=%EC%84%9C%EB%B2%84&limit=10&offset=0",
      "/v1/search/position?query=%EB%8D%B0%EC%9D%B4%ED%84%B0&limit=10&offset=0",
    ]);
    expect(begun({ set: { category_tag: "518" } })).toEqual([
      "/v2/jobs?category_tag=518&sort=job.latest_order&limit=100&offset=0",
    ]);
  });

  it("takes the lists alone when the bodies are not wanted", () => {
    const list = { data: [{ id: 3, name: "뱃사공", due_time: null }, { 없음: 1 }], links: { next: null } };
    const reading = readFrom(wanted, `${home}/v2/jobs?limit=100&offset=0`, list, { set: { details: "no" } });
    expect(reading?.items).toMatchObject([{ title: "뱃사공", url: "https://www.wanted.co.kr/wd/3" }]);
    expect(reading).toMatchObject({ next: [], unreadable: 1, listed: 1 });
    const changed = () => readFrom(wanted, `${home}/v2/jobs?limit=100&offset=0`, { data: [{ 없음: 1 }, { 없음: 2 }] });
    expect(changed).toThrow(SchemaError);
  });

  it("stops at as many as were asked for, and tells where the API ends", () => {
    const data = Array.from({ length: 100 }, (_, index) => ({ id: index + 1, name: `공고 ${index}` }));
    const list = { data, links: { next: "https://elsewhere.test/" } };
    const some = readFrom(wanted, `${home}/v2/jobs?limit=100&offset=100`, list, { maxResults: 130 });
    expect(some?.next).toHaveLength(30);
    const far = readFrom(wanted, `${home}/v2/jobs?limit=100&offset=9900`, list);
    expect(far).toMatchObject({ notes: [{ code: "truncated" }] });
    expect(far?.next?.every(({ url }) => url.startsWith(`${home}/v1/jobs/`))).toBe(true);
  });

  it("says that dates are unknown when somebody asks for a span of time", () => {
    const reading = readFrom(wanted, `${home}/v2/jobs?limit=100&offset=0`, { data: [] }, { since: "2026-11-19" });
    expect(reading?.notes).toMatchObject([{ code: "dates_unknown" }]);
  });

  it("sends the keys as headers only", () => {
    const url = new URL(`${home}/v1/jobs/1?naru.query=x`);
    const keys = { values: { WANTED_CLIENT_ID: "a", WANTED_CLIENT_SECRET: "b" }, token: null };
    expect(wanted.request?.(url, keys, contextFor(wanted).order)).toEqual({
      url: `${home}/v1/jobs/1`,
      headers: [
        ["wanted-client-id", "a"],
        ["wanted-client-secret", "b"],
      ],
    });
  });

  it("takes a missing job for gone, a missing list for an error", () => {
    const judged = (path: string, status: number) =>
      wanted.judge?.(answerFrom(`${home}${path}`, {}, { status }), orderFor(wanted), testNow);
    expect(judged("/v1/jobs/5", 404)).toMatchObject({ reason: "deleted", gone: ["https://www.wanted.co.kr/wd/5"] });
    expect(judged("/v1/jobs/5", 500)).toBeNull();
    expect(judged("/v2/jobs", 404)).toBeNull();
  });
});

describe("a collection", () => {
  let run: SourceRun;
  let standIn: WantedStandIn;
  beforeAll(async () => {
    standIn = await openWanted();
    const env = { WANTED_CLIENT_ID: "wanted-id-for-tests", WANTED_CLIENT_SECRET: "wanted-secret-for-tests" };
    run = await openSourceRun("wanted", env, () => ({ api: standIn.origin }));
  });
  afterAll(async () => {
    await run.close();
    await standIn.close();
  });

  it("masks recruiters' phones and mails, and outlives characters that no database takes", async () => {
    standIn.state.jobs = [{ ...wantedJob(1), position: "나\u0000루 \ud800개발자" }, wantedJob(2)];
    const view = await run.collect({});
    expect(view).toMatchObject({ status: "done", progress: { documents: 2, failed: 0 } });
    const { db } = run.database;
    const ids = await db.selectFrom("documents").select("id").execute();
    await refineDocuments(
      db,
      ids.map(({ id }) => id),
    );
    const documents = await db
      .selectFrom("documents")
      .select(["title", "clean_text", "masked"])
      .orderBy("url")
      .execute();
    expect(documents.map(({ title }) => title)).toEqual(["나루 \ufffd개발자", "나루 서버 개발자 2"]);
    for (const { clean_text, masked } of documents) {
      expect(clean_text).toContain("문의");
      expect(clean_text).not.toMatch(/1234|recruit@/);
      expect(masked).toMatchObject({ phone: 1, email: 1 });
    }
  });
});
