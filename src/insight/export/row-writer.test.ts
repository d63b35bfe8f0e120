import { randomBytes } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects, parquetSchema } from "hyparquet";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { entriesOf } from "../../../test/builders/zip-entries.ts";
import type { Column, Row } from "./columns.ts";
import { checkRowFile, openRowWriter } from "./row-writer.ts";
import { openWorkbook } from "./xlsx-writer.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "naru-rows-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const columns: Column[] = [
  { name: "id", type: "integer" },
  { name: "제목", type: "string" },
  { name: "positive", type: "number" },
  { name: "published_at", type: "timestamp" },
  { name: "open", type: "boolean" },
  { name: "fields", type: "json" },
];
const rows: Row[] = [
  {
    id: 1,
    제목: '=HYPERLINK("http://evil.example")',
    positive: 0.25,
    published_at: "2026-03-01T00:00:00.000Z",
    open: true,
    fields: { likes: 3, tags: ["배", "강"] },
  },
  { id: 2, 제목: '쉼표, "따옴표"\n둘째 줄', positive: -1.5, published_at: null, open: false, fields: {} },
  { id: 3, 제목: "constructor", positive: null, published_at: "2026-03-01T09:30:00+09:00", open: null, fields: null },
];

async function write(name: string, cols = columns, given = rows): Promise<string> {
  const file = join(folder, "new", "folder", name);
  const writer = await openRowWriter(file, cols);
  await writer.write(given.slice(0, 1));
  await writer.write(given.slice(1));
  expect(await writer.close()).toEqual({ rows: given.length, shortened: 0 });
  return file;
}

async function readParquet(file: string) {
  const buffer = await asyncBufferFromFile(file);
  const metadata = await parquetMetadataAsync(buffer);
  const types = parquetSchema(metadata).children.map(({ element }) => [
    element.name,
    element.converted_type ?? element.type,
  ]);
  return { metadata, types: Object.fromEntries(types), rows: await parquetReadObjects({ file: buffer }) };
}

describe("CSV", () => {
  it("is read by spreadsheets and run by none", async () => {
    const text = await readFile(await write("table.csv"), "utf8");
    expect(text.startsWith("\uFEFFid,제목,positive,published_at,open,fields\r\n")).toBe(true);
    const read = parse(text, { bom: true, columns: true }) as Record<string, string>[];
    expect(read).toEqual([
      {
        id: "1",
        제목: `'=HYPERLINK("http://evil.example")`,
        positive: "0.25",
        published_at: "2026-03-01T00:00:00.000Z",
        open: "true",
        fields: '{"likes":3,"tags":["배","강"]}',
      },
      { id: "2", 제목: '쉼표, "따옴표"\n둘째 줄', positive: "-1.5", published_at: "", open: "false", fields: "{}" },
      {
        id: "3",
        제목: "constructor",
        positive: "",
        published_at: "2026-03-01T09:30:00+09:00",
        open: "",
        fields: "",
      },
    ]);
  });

  it("can be read while it grows, and stays when it is given up", async () => {
    for (const name of ["growing.csv", "growing.jsonl"]) {
      const file = join(folder, name);
      const writer = await openRowWriter(file, columns, { inPlace: true });
      const head = name.endsWith("csv") ? 1 : 0;
      // Longer than one piece that is written at a time.
      const long = rows.map((row) => ({ ...row, 제목: "가나다라".repeat(5_000) }));
      for (let n = 1; n <= 3; n += 1) {
        await writer.write(long);
        const text = await readFile(file, "utf8");
        expect(text.endsWith("\n")).toBe(true);
        expect(text.trimEnd().split("\n")).toHaveLength(head + 3 * n);
      }
      await writer.abandon();
      await writer.abandon();
      expect((await readFile(file, "utf8")).trimEnd().split("\n")).toHaveLength(head + 9);
    }
  });
});

it("writes JSON and JSON lines that hold every column", async () => {
  const full = rows.map((row) => Object.fromEntries(columns.map(({ name }) => [name, row[name] ?? null])));
  expect(JSON.parse(await readFile(await write("rows.json"), "utf8"))).toEqual(full);
  const lines = await readFile(await write("rows.jsonl"), "utf8");
  expect(
    lines
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line)),
  ).toEqual(full);
  const none = await openRowWriter(join(folder, "none.json"), columns);
  await none.close();
  expect(JSON.parse(await readFile(join(folder, "none.json"), "utf8"))).toEqual([]);
});

it("shows a file only when it is whole, and leaves nothing of those given up", async () => {
  const here = join(folder, "whole");
  for (const name of ["a.csv", "a.json", "a.jsonl", "a.parquet", "a.xlsx"]) {
    const file = join(here, name);
    const given = await openRowWriter(file, [...columns, { name: "any", type: "any" }]);
    await given.write(rows);
    expect(existsSync(file)).toBe(false);
    await given.abandon();
    expect(await readdir(here)).toEqual([]);
    const kept = await openRowWriter(file, columns);
    await kept.write(rows);
    await kept.close();
    expect(await readdir(here)).toEqual([name]);
    await rm(file);
  }
});

describe("Parquet", () => {
  it("has the declared types", async () => {
    const { types, rows: read, metadata } = await readParquet(await write("typed.parquet"));
    expect(types).toEqual({
      id: "INT64",
      제목: "UTF8",
      positive: "DOUBLE",
      published_at: "TIMESTAMP_MILLIS",
      open: "BOOLEAN",
      fields: "JSON",
    });
    expect(metadata.num_rows).toBe(3n);
    expect(read).toEqual([
      { ...rows[0], id: 1n, published_at: new Date("2026-03-01T00:00:00Z") },
      { ...rows[1], id: 2n },
      { ...rows[2], id: 3n, published_at: new Date("2026-03-01T00:30:00Z") },
    ]);
  });

  it("finds the types that nobody declared from all the values", async () => {
    const open = ["likes", "score", "when", "ok", "mixed", "empty", "late"].map(
      (name): Column => ({ name, type: "any" }),
    );
    const given: Row[] = [
      { likes: 3, score: 1, when: "2026-03-01T00:00:00Z", ok: true, mixed: 7, empty: null, late: null },
      { likes: 4, score: 1.5, when: "2026-03-02T00:00:00+09:00", ok: false, mixed: "일곱", late: "2026-03-02" },
    ];
    const { types, rows: read } = await readParquet(await write("any.parquet", open, given));
    expect(types).toEqual({
      likes: "INT64",
      score: "DOUBLE",
      when: "TIMESTAMP_MILLIS",
      ok: "BOOLEAN",
      mixed: "UTF8",
      empty: "UTF8",
      late: "UTF8",
    });
    expect(read[0]).toMatchObject({ likes: 3n, score: 1, mixed: "7", empty: null });
    expect(read[1]).toMatchObject({
      when: new Date("2026-03-01T15:00:00Z"),
      ok: false,
      mixed: "일곱",
      late: "2026-03-02",
    });
  });

  it("holds texts with every kind of line end", async () => {
    const text = "첫 줄\u2028둘째\u2029셋째\r넷째\u0085\u000b\n끝";
    const open = await write("ends.parquet", [{ name: "글", type: "any" }], [{ 글: text }, { 글: "다음" }]);
    expect((await readParquet(open)).rows).toEqual([{ 글: text }, { 글: "다음" }]);
  });

  it("writes row groups as they come", async () => {
    const many = Array.from({ length: 45_000 }, (_, id) => ({ id, 제목: `글 ${id}` }));
    const { metadata, rows: read } = await readParquet(await write("many.parquet", columns.slice(0, 2), many));
    expect(metadata.row_groups.map(({ num_rows }) => num_rows)).toEqual([20_000n, 20_000n, 5_000n]);
    expect(read.at(-1)).toEqual({ id: 44_999n, 제목: "글 44999" });
  });
});

describe("XLSX", () => {
  it("has typed cells under a readable header", async () => {
    const book = await entriesOf(await write("book.xlsx"));
    const sheet = book.get("xl/worksheets/sheet1.xml") ?? "";
    const cell = (place: string) => {
      const [, attributes = "", value = "", text = ""] =
        new RegExp(`<c r="${place}"([^>]*)>(?:<v>([^<]*)|<is><t[^>]*>([^<]*))`).exec(sheet) ?? [];
      return attributes.includes('t="inlineStr"') ? text : `${attributes.includes('t="b"') ? "b" : "n"}${value}`;
    };
    expect(["A1", "B1", "D1"].map(cell)).toEqual(["id", "제목", "published_at (KST)"]);
    expect(["A2", "B2", "C2", "E2"].map(cell)).toEqual(["n1", '=HYPERLINK("http://evil.example")', "n0.25", "b1"]);
    expect(sheet).not.toContain("<f>");
    expect(cell("B3")).toBe('쉼표, "따옴표"\n둘째 줄');
    // A name that every JavaScript object answers to.
    expect(cell("B4")).toBe("constructor");
    // Nine o'clock in Seoul on 2026-03-01, in days since 1899-12-30.
    expect(cell("D2")).toBe("n46082.375");
    expect(sheet).toMatch(/<pane ySplit="1"/);
    expect(sheet).toMatch(/<col min="4" max="4" width="20/);
  });

  it("goes on on a second sheet, and shortens what no cell can hold", async () => {
    const file = join(folder, "sheets.xlsx");
    const writer = await openWorkbook(file, columns.slice(0, 2), { sheetRows: 3 });
    await writer.write([1, 2, 3, 4, 5].map((id) => ({ id, 제목: id === 5 ? "가".repeat(40_000) : "글" })));
    expect(await writer.close()).toEqual({ rows: 5, shortened: 1 });
    const book = await entriesOf(file);
    const rowsOf = (sheet: number) => (book.get(`xl/worksheets/sheet${sheet}.xml`) ?? "").match(/<row /g)?.length;
    expect([1, 2, 3].map(rowsOf)).toEqual([3, 3, 2]);
    expect(book.get("xl/worksheets/sheet3.xml")).toContain(`>${"가".repeat(32_766)}…<`);
    expect(book.get("xl/workbook.xml")).toContain('<sheet name="naru 3" sheetId="3" r:id="rId3"/>');
    expect(book.get("xl/_rels/workbook.xml.rels")).toContain('Target="worksheets/sheet3.xml"');
  });

  it("holds what XML would not, and no text that would be read as another", async () => {
    const odd = ["a & b < c > d", "벨\u0007 반쪽\ud800", "_x0041_ 그대로", " 앞뒤 빈칸 ", "12/31", "0", "-7"];
    const file = join(folder, "odd.xlsx");
    const writer = await openWorkbook(file, columns.slice(0, 2));
    await writer.write(odd.map((제목, id) => ({ id, 제목 })));
    await writer.close();
    const sheet = (await entriesOf(file)).get("xl/worksheets/sheet1.xml") ?? "";
    const texts = [...sheet.matchAll(/<is><t([^>]*)>([^<]*)<\/t>/g)].slice(2).map(([, how = "", text]) => how + text);
    expect(texts).toEqual([
      "a &amp; b &lt; c &gt; d",
      "벨 반쪽\ufffd",
      "_x005F_x0041_ 그대로",
      ' xml:space="preserve" 앞뒤 빈칸 ',
      "12/31",
      "0",
      "-7",
    ]);
  });

  it("holds more than fits into memory, and begins a new sheet before one grows too long", async () => {
    const file = join(folder, "long.xlsx");
    const writer = await openWorkbook(file, columns.slice(0, 2), { sheetBytes: 8 * 2 ** 20 });
    const text = "long ".repeat(6_000);
    for (let n = 0; n < 48; n += 1) await writer.write(Array.from({ length: 50 }, (_, id) => ({ id, 제목: text })));
    expect(await writer.close()).toEqual({ rows: 2_400, shortened: 0 });
    const sheets = [...(await entriesOf(file))].filter(([name]) => name.startsWith("xl/worksheets/"));
    // 8 MiB are some 280 rows of 30,000 bytes.
    expect(sheets.length).toBe(9);
    const counts = sheets.map(([, sheet]) => sheet.match(/<row /g)?.length ?? 0);
    expect(counts.reduce((sum, rows) => sum + rows, 0)).toBe(2_400 + sheets.length);
  });

  it("says when a workbook cannot hold more", async () => {
    const file = join(folder, "huge.xlsx");
    const writer = await openWorkbook(file, columns.slice(0, 2), { fileBytes: 2 ** 20 });
    const texts = () => Array.from({ length: 100 }, (_, id) => ({ id, 제목: randomBytes(10_000).toString("base64") }));
    await expect(
      (async () => {
        for (let n = 0; n < 6; n += 1) await writer.write(texts());
      })(),
    ).rejects.toMatchObject({ code: "out_too_large", next: expect.stringContaining(".parquet") });
    await writer.abandon();
    expect(readdirSync(folder).filter((name) => name.startsWith("huge."))).toEqual([]);
  });
});

it("names what cannot be written", async () => {
  expect(() => checkRowFile("a.docx")).toThrow(/cannot write \.docx/);
  expect(() => checkRowFile("constructor")).toThrow(/without an ending/);
  await expect(openRowWriter("/dev/null/x.csv", columns)).rejects.toMatchObject({ code: "out_unwritable" });
  await expect(openRowWriter("/dev/null/x.xlsx", columns)).rejects.toMatchObject({ code: "out_unwritable" });
});
