import { sql } from "kysely";
import { beforeAll, expect, it } from "vitest";
import { storeDocument } from "../../../test/builders/stored-document.ts";
import { describeEachDatabase } from "../../../test/database/describe-each-database.ts";
import { parseSearch } from "./parse-search.ts";
import { searchCondition } from "./search-condition.ts";

// Own sentences; the name says what each is there for.
const texts: Record<string, string> = {
  trip: "지난주에 스위스여행을 다녀왔다. 융프라우는 정말 아름다웠다.",
  bag: "새로 산 여행 가방이 공항에서 부서졌다.",
  bagJoined: "여행가방을 고르는 다섯 가지 기준을 정리했다.",
  chips: "AI반도체 시장이 커지면서 Machine Learning 서버 수요가 늘었다.",
  apart: "스위트룸에 묵었고 키위스무디를 마셨다.",
  swiss: "독일과 스위스의 국경 마을에서 하루를 보냈다.",
  node: "Node.js 24 로 옮기고 나서 E-MAIL 발송이 빨라졌다.",
  learn: "machine 이라는 낱말과 learning 이라는 낱말이 따로 있다.",
  accents: "ÉCOLE Polytechnique 방문기",
  laugh: "ㅋㅋㅋ 너무 웃겨서 배가 아팠다",
  quote: `따옴표 ' 와 " 그리고 \\ 와 % 와 _ 가 있다; drop table documents;--`,
};

describeEachDatabase("search", (open) => {
  const names = new Map<number, string>();

  beforeAll(async () => {
    for (const [name, text] of Object.entries(texts)) {
      names.set(
        await storeDocument(open().db, { clean_text: text, clean_title: name === "trip" ? "알프스 일기" : null }),
        name,
      );
    }
  });

  async function found(query: string): Promise<string[]> {
    const search = parseSearch(query);
    if (search === null) throw new Error("empty search");
    const { rows } = await sql<{ id: number }>`
      select d.id from documents d where d.current and ${searchCondition(search)} order by d.id`.execute(open().db);
    return rows.map(({ id }) => names.get(id) ?? "?");
  }

  it.each([
    // Inside words, and never by pairs of two different words (스위트룸 + 키위스무디 hold 스위 and 위스).
    ["스위스", ["trip", "swiss"]],
    ["위스", ["trip", "apart", "swiss"]],
    ["배", ["laugh"]],
    ["여행", ["trip", "bag", "bagJoined"]],
    ["가방 여행", ["bag", "bagJoined"]],
    // A blank in a phrase stands for one or for none; a word without a blank wants none.
    ['"여행 가방"', ["bag", "bagJoined"]],
    ["여행가방", ["bagJoined"]],
    ['"가방 여행"', []],
    // Latin words are whole words in any case, also when they touch Hangul.
    ["ai", ["chips"]],
    ["AI반도체", ["chips"]],
    ["mach", []],
    ["machine learning", ["chips", "learn"]],
    ['"machine learning"', ["chips"]],
    ["node.js", ["node"]],
    ["e-mail", ["node"]],
    ['"école polytechnique"', ["accents"]],
    ["École", ["accents"]],
    ["ㅋㅋㅋ", ["laugh"]],
    // Title counts as well.
    ["알프스", ["trip"]],
    ['"알프스 일기"', ["trip"]],
    // Operators.
    ["스위스 -독일", ["trip"]],
    ["스위스 OR ㅋㅋ", ["trip", "swiss", "laugh"]],
    ["(스위스 OR 여행) NOT (독일 OR 가방)", ["trip"]],
    ["여행 -(가방 -공항)", ["trip", "bag"]],
    ["-여행 -스위스 -낱말 -서버", ["apart", "node", "accents", "laugh", "quote"]],
  ])("%s finds %j", async (query, expected) => {
    expect(await found(query)).toEqual(expected);
  });

  it("takes signs of SQL and of regular expressions for signs", async () => {
    for (const query of [
      "' or 1=1 --",
      "documents'; drop table documents; --",
      "따옴표.*있다",
      "a{1,99999}",
      "[가-힣]+$",
      "\\m낱말\\M",
    ]) {
      await found(query);
    }
    expect(await found("따옴표.*있다")).toEqual([]);
    expect(await found("$1 낱말")).toEqual([]);
    expect(await found("drop")).toEqual(["quote"]);
  });

  it("answers from the GIN index when there is much to read", async () => {
    const { db } = open();
    await sql`insert into documents (capture_id, source_id, url, host, grade, parser_version, collected_at, dated_at, text, text_digest, clean_text, grams)
      select capture_id, 'filler', 'http://filler.example/' || n, 'filler.example', 5, '1', now(), now(), '', '', '채움 글',
        array['채', '채움', '움', '글', 'w' || n, 'v' || (n % 500), 'x' || (n % 90), 'y' || (n % 70)]
      from (select min(capture_id) as capture_id from documents) any_capture, generate_series(1, 6000) n`.execute(db);
    await sql`vacuum analyze documents`.execute(db);
    for (const query of ["스위스", "스위스 -독일", "스위스 OR 가방", '"여행 가방"']) {
      const search = parseSearch(query);
      if (search === null) throw new Error("empty search");
      const { rows } = await sql<{ "QUERY PLAN": string }>`
        explain select d.id from documents d where d.current and ${searchCondition(search)}`.execute(db);
      const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
      expect(plan).toContain("Bitmap Index Scan on documents_grams");
      expect(plan).not.toContain("Seq Scan");
    }
    await sql`delete from documents where source_id = 'filler'`.execute(db);
  });
});
