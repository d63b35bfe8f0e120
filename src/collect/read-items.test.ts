import { expect, it } from "vitest";
import { describeEachDatabase } from "../../test/database/describe-each-database.ts";
import { openSaramin, saraminJob } from "../../test/stand-ins/saramin.ts";
import { createCollection, createItemReader } from "./index.ts";

const env = { SARAMIN_ACCESS_KEY: "saramin-key-for-tests" };
const url = "https://oapi.saramin.co.kr/job-search?keywords=%EB%82%98%EB%A3%A8&count=110&start=0";
const robots = () => ({ noindex: false, nofollow: false, noarchive: false, noai: false });

describeEachDatabase("answers of an API that are read again", (open) => {
  async function reader(): Promise<(body: unknown) => ReturnType<ReturnType<typeof createItemReader>>> {
    const { db } = open();
    const collectionId = await createCollection(db, { source: "saramin", query: ["나루"] }, { env, endpoints: {} });
    const read = createItemReader(db);
    const capture = { sourceId: "saramin", url, collectionId, capturedAt: new Date() };
    return (body) =>
      read(
        capture,
        { url, contentType: "application/json", robotsTags: [], body: Buffer.from(JSON.stringify(body)) },
        robots,
      );
  }

  it("are judged as they were when they came: an error that came with status 200 holds no items", async () => {
    const standIn = await openSaramin();
    standIn.state.jobs = [saraminJob(1)];
    const asked = `${standIn.origin}/job-search?access-key=saramin-key-for-tests&fields=posting-date,count`;
    const good = await (await fetch(asked, { headers: { accept: "application/json" } })).json();
    await standIn.close();
    const read = await reader();
    expect(await read(good)).toHaveLength(1);
    expect(await read({ ...Object(good), code: 99, message: "일시적인 오류입니다" })).toEqual([]);
  });

  it("are no pages, whatever they hold", async () => {
    const read = await reader();
    expect(await read({ hello: "나루" })).toEqual([]);
    expect(await read(null)).toEqual([]);
  });
});
