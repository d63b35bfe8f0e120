import { afterAll, beforeAll, expect, it } from "vitest";
import { findSource, quotaOwnersOf } from "../collect/index.ts";
import { takeQuota } from "../collect/sources/quota.ts";
import { systemClock } from "../lib/clock.ts";
import { type Database, openDatabase } from "../platform/db/database.ts";
import { createSourceServices } from "./source-services.ts";

let database: Database;
beforeAll(async () => {
  database = await openDatabase({ kind: "embedded", folder: "memory://" });
});
afterAll(() => database.close());

it("shows what is used of each provider's own key, and of a key that several sources share", async () => {
  const { db } = database;
  const env = { NAVER_CLIENT_ID: "id", NAVER_CLIENT_SECRET: "secret", KAKAO_REST_API_KEY: "kakao" };
  const use = async (sourceId: string, place: number, bucket: string, amount: number) => {
    const source = findSource(sourceId);
    const owner = source === undefined ? undefined : quotaOwnersOf(source, env)[place];
    if (owner === undefined) throw new Error(`${sourceId} has no such keys.`);
    await takeQuota(db, owner, [{ bucket, amount }], new Date());
  };
  await use("web-search", 1, "kakao", 7);
  await use("web-search", 0, "calls", 2);
  await use("naver-blog", 0, "calls", 3);
  const { items } = await createSourceServices({ db, clock: systemClock, env }).list();
  const used = (id: string) =>
    items.find((item) => item.id === id)?.quotas.map(({ bucket, used }) => [bucket, used] as const);
  expect(used("web-search")).toEqual([
    ["calls", 5],
    ["kakao", 7],
    ["google", 0],
  ]);
  expect(used("naver-news")).toEqual([["calls", 5]]);
});
