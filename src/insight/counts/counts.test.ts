import { sql } from "kysely";
import { beforeAll, expect, it } from "vitest";
import { storeCapture } from "../../../test/builders/stored-document.ts";
import { describeEachDatabase } from "../../../test/database/describe-each-database.ts";
import { trendQuery } from "../../contracts/documents.ts";
import { countFacets } from "../facets-view.ts";
import { loadOverview } from "../overview-view.ts";
import { countBySource, measureLevels } from "../sources-view.ts";
import { loadTrends } from "../trends-view.ts";
import { checkCounts, rebuildCounts } from "./check-counts.ts";
import { foldCounts } from "./fold-counts.ts";

const clock = { now: () => Date.parse("2031-01-01T00:00:00Z") };

/** Equal for equal seeds, so that a failure can be had again. */
function chance(seed: number) {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return { next, pick: <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T };
}

describeEachDatabase("counts of documents", (open) => {
  let capture = 0;
  let last = 0;
  beforeAll(async () => {
    capture = await storeCapture(open().db);
  });

  const hosts = ["a.example", "b.example", "c.example", ""];
  const days = [
    "2024-12-31T14:59:59.9Z",
    "2024-12-31T15:00:00Z",
    "2025-02-01T00:00:00Z",
    "2025-02-28T23:00:00Z",
    "1969-12-31T14:59:59Z",
  ];

  async function insert(random: ReturnType<typeof chance>, many: number) {
    const rows = Array.from({ length: many }, () => ({
      capture_id: capture,
      collection_id: random.pick([null, 1, 2]),
      source_id: random.pick(["web", "files"]),
      url: `https://a.example/${++last}`,
      host: random.pick(hosts),
      current: random.next() > 0.1,
      grade: random.pick([1, 2, 3, 4, 5]),
      failed_rule: random.pick([null, "cleaned", "derived", "analysable"]),
      parser_version: "1",
      collected_at: "2025-01-01T00:00:00Z",
      dated_at: random.pick(days),
      language: random.pick([null, "ko", "en"]),
      sentiment: random.pick([null, "positive", "negative", "neutral"] as const),
      no_index: random.next() > 0.9,
      images: "[]",
      sentences: "[]",
      text: "",
      text_digest: "",
      masked: "{}",
    }));
    await open().db.insertInto("documents").values(rows).execute();
  }

  /** What happens to documents in their lives, each on some of them at once. */
  const changes = (random: ReturnType<typeof chance>) => {
    const some = sql.raw(`id % 7 = ${Math.floor(random.next() * 7)}`);
    return random.pick([
      () => insert(random, 1 + Math.floor(random.next() * 20)),
      () => sql`delete from documents where ${some} and id % 3 = 0`.execute(open().db),
      () =>
        sql`update documents set grade = greatest(grade, 5), failed_rule = null, sentiment = 'positive', language = coalesce(language, 'ko') where ${some}`.execute(
          open().db,
        ),
      () => sql`update documents set no_index = not no_index where ${some} and id % 2 = 0`.execute(open().db),
      () => sql`update documents set current = not current where ${some}`.execute(open().db),
      () =>
        sql`update documents set deleted_at = now(), text = '', sentiment = null, language = null, grade = 3 where ${some}`.execute(
          open().db,
        ),
      () =>
        sql`update documents set dated_at = dated_at + interval '40 days', host = 'd.example' where ${some}`.execute(
          open().db,
        ),
      () => sql`update documents set collection_id = null where collection_id = 2 and ${some}`.execute(open().db),
    ]);
  };

  it("are right after any change, folded or not, whoever folds", async () => {
    const { db } = open();
    const random = chance(7);
    await insert(random, 40);
    for (let step = 0; step < 60; step++) {
      const folding = random.next();
      await Promise.all([
        changes(random)(),
        // Two that fold at once, in steps that leave something for later.
        ...(folding > 0.5 ? [foldCounts(db, 3), foldCounts(db, 5)] : []),
      ]);
      expect((await checkCounts(db)).differences).toEqual([]);
    }
    while ((await foldCounts(db)) > 0);
    expect((await checkCounts(db)).differences).toEqual([]);
    const { rows } =
      await sql`select 1 from document_deltas union all select 1 from document_counts where documents <= 0`.execute(db);
    expect(rows).toEqual([]);
  });

  it("give every view the same numbers as the documents themselves", async () => {
    const { db } = open();
    const random = chance(11);
    await insert(random, 60);
    await foldCounts(db, 20);
    const choices = [
      {},
      { from: "2024-12-15", to: "2025-03-10" },
      { from: "2025-01-01" },
      { to: "2025-01-01" },
      { from: "2025-01-01", to: "2025-02-28" },
      { from: "2025-01-31", to: "2025-02-28", host: ["a.example", "none"] },
      { to: "1969-12-31" },
      { host: ["-a.example", "-none"] },
      { host: ["a.example", "b.example", "-b.example"], grade: ["5", "1"] },
      { source: ["web"], language: ["und"], sentiment: ["-none"] },
      { from: "2024-12-01", host: ["-d.example"], grade: ["-4"] },
    ];
    for (const filter of choices) {
      // The keyword is one that no document has: leaving it out is a filter that only documents can answer.
      const byRows = { ...filter, keyword: ["-없는말"] };
      expect(await countFacets(db, filter), JSON.stringify(filter)).toEqual(await countFacets(db, byRows));
      for (const interval of ["day", "week", "month"])
        expect(await loadTrends(db, trendQuery.parse({ ...filter, interval }), clock), JSON.stringify(filter)).toEqual(
          await loadTrends(db, trendQuery.parse({ ...byRows, interval }), clock),
        );
    }
    const { rows } = await sql<{
      shown: number;
      refine: number;
      understand: number;
      hosts: number;
      five: number;
      web: number;
    }>`
      select count(*) filter (where not no_index and grade >= 3) as shown, count(*) filter (where grade = 5) as five,
        count(*) filter (where not no_index and source_id = 'web') as web,
        count(*) filter (where grade = 3 and failed_rule = 'cleaned') as refine,
        count(*) filter (where grade = 4 and failed_rule = 'derived') as understand,
        count(distinct host) filter (where not no_index and grade >= 3) as hosts
      from documents where current`.execute(db);
    const [due] = rows;
    expect(await loadOverview(db)).toMatchObject({
      documents: due?.shown,
      hosts: due?.hosts,
      waiting: { refine: due?.refine, understand: due?.understand },
    });
    expect((await measureLevels(db)).documents["5"]).toBe(due?.five);
    expect((await countBySource(db)).get("web")?.documents).toBe(due?.web);
  });

  it("keep nothing of a change that was taken back, and lose nothing of a fold that was", async () => {
    const { db } = open();
    while ((await foldCounts(db)) > 0);
    const before = await sql`select * from document_counts order by 1, 2, 3, 4, 5, 6, 7, 8, 9`.execute(db);
    await insert(chance(3), 5);
    const failing = db.transaction().execute(async (trx) => {
      await sql`update documents set grade = 1`.execute(trx);
      await sql`with taken as (delete from document_deltas returning 1) select count(*) from taken`.execute(trx);
      throw new Error("The process dies here.");
    });
    await expect(failing).rejects.toThrow("dies");
    expect((await checkCounts(db)).differences).toEqual([]);
    await sql`delete from documents where id > (select max(id) - 5 from documents)`.execute(db);
    while ((await foldCounts(db)) > 0);
    const after = await sql`select * from document_counts order by 1, 2, 3, 4, 5, 6, 7, 8, 9`.execute(db);
    expect(after.rows).toEqual(before.rows);
  });

  it("add nothing for an update that changes none of what is counted", async () => {
    const { db } = open();
    await sql`update documents set title = 'another', text = text || '.', refiner_version = '9'`.execute(db);
    expect((await sql`select * from document_deltas`.execute(db)).rows).toEqual([]);
  });

  it("name what is wrong, and are counted anew", async () => {
    const { db } = open();
    await sql`update document_counts set documents = documents + 3 where level = 'ever' and grade = 5 and host = 'a.example' and source_id = 'web'
      and sentiment = 'positive' and language = 'ko' and not hidden and not waits`.execute(db);
    await sql`delete from document_counts where level = 'plain day'`.execute(db);
    const { differences } = await checkCounts(db, 1000);
    expect(differences).toContainEqual(
      expect.objectContaining({ level: "ever", host: "a.example", grade: 5, sentiment: "positive", source: "web" }),
    );
    expect(
      differences.filter(({ level }) => level === "plain day").every(({ kept, counted }) => kept === 0 && counted > 0),
    ).toBe(true);
    expect(differences.some(({ level }) => level === "plain day")).toBe(true);
    expect((await checkCounts(db, 1)).differences).toHaveLength(1);
    await rebuildCounts(db);
    expect((await checkCounts(db)).differences).toEqual([]);
  });

  it("can be folded whatever documents say of themselves", async () => {
    const { db } = open();
    await db
      .insertInto("documents")
      .values({
        capture_id: capture,
        source_id: "web",
        url: "https://a.example/odd",
        host: "가".repeat(2000),
        grade: 5,
        parser_version: "1",
        collected_at: "2025-01-01T00:00:00Z",
        dated_at: sql<Date>`'infinity'::timestamptz`,
        language: "x".repeat(9000),
        images: "[]",
        sentences: "[]",
        text: "",
        text_digest: "",
        masked: "{}",
      })
      .execute();
    await sql`update documents set dated_at = '-infinity' where url = 'https://a.example/1'`.execute(db);
    while ((await foldCounts(db)) > 0);
    expect((await checkCounts(db)).differences).toEqual([]);
    await sql`truncate documents cascade`.execute(db);
    expect(await countFacets(db, {})).toMatchObject({ total: 0, host: [] });
    expect((await checkCounts(db)).differences).toEqual([]);
  });
});
