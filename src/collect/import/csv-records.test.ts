import { parse } from "csv-parse/sync";
import { expect, it } from "vitest";
import { ownWork } from "../../../test/builders/own-work.ts";
import { type CsvRecord, csvRecords, delimiterOf } from "./csv-records.ts";
import { linesOfText } from "./open-text.ts";

async function* piecesOf(text: string, size: number) {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

async function read(text: string, delimiter = ",", size = 7): Promise<CsvRecord[]> {
  const all: CsvRecord[] = [];
  const lines = linesOfText(piecesOf(text, size), 1000);
  for await (const records of csvRecords(lines, { delimiter, maxRowChars: 1000 })) all.push(...records);
  return all;
}

/** Numbers that look random and are the same every time (xorshift). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

it("reads every well-formed table as another reader does", async () => {
  const parts = ["강", '"', ",", ";", "\n", "\r\n", " ", "나루", "a", "\t", "|"];
  for (let seed = 1; seed <= 300; seed++) {
    const next = numbers(seed * 7919);
    const delimiter = [",", ";", "\t", "|"][next(4)] ?? ",";
    const columns = 1 + next(4);
    const rows = Array.from({ length: 1 + next(6) }, () =>
      Array.from({ length: columns }, () =>
        Array.from({ length: next(6) }, () => parts[next(parts.length)] ?? "").join(""),
      ),
    );
    const quote = (cell: string) =>
      next(2) === 0 || /["\n\r]/.test(cell) || cell.includes(delimiter) || /^\s|\s$/.test(cell)
        ? `"${cell.replaceAll('"', '""')}"`
        : cell;
    const text = rows.map((row) => row.map(quote).join(delimiter)).join(next(2) === 0 ? "\n" : "\r\n");
    const theirs = parse(text, { delimiter, skip_empty_lines: true, relax_column_count: true }) as string[][];
    // A line end inside quotes is one, however it was written.
    const same = (all: readonly (readonly string[])[]) =>
      all.map((row) => row.map((cell) => cell.replaceAll("\r\n", "\n")));
    const ours = (await read(text, delimiter, 1 + next(20))).map(({ fields }) => fields ?? []);
    expect(same(ours), JSON.stringify(text)).toEqual(same(theirs));
  }
});

it("numbers records by the lines that they begin in", async () => {
  const records = await read('가,나\n1,"두\n줄"\n\n2,"열린\n3,끝\n4,넷');
  expect(records.map(({ line, fields, broken }) => [line, fields ?? broken])).toEqual([
    [1, ["가", "나"]],
    [2, ["1", "두\n줄"]],
    [5, "A quotation mark opens in this line and does not close."],
    [6, ["3", "끝"]],
    [7, ["4", "넷"]],
  ]);
});

it("takes no longer for a file of nothing but stray quotation marks", async () => {
  const worked = ownWork();
  const records = await read('"a\n'.repeat(20_000), ",", 4096);
  expect(records).toHaveLength(20_000);
  // Open whether they are read by themselves or behind the one before.
  for (const text of ['a","\n'.repeat(40_000), 'a","\n'.repeat(4_990).concat('x"y\n').repeat(8)]) {
    const lines = linesOfText(piecesOf(text, 2 ** 20), 2 ** 20);
    let count = 0;
    for await (const some of csvRecords(lines, { delimiter: ",", maxRowChars: 2 ** 20 })) count += some.length;
    expect(count).toBe(text.split("\n").length - 1);
  }
  // Reading every line anew from every line would take minutes.
  expect(worked()).toBeLessThan(10_000);
});

it("tells the delimiter by what cuts every line alike", () => {
  expect(delimiterOf(["이름;글", "가;좋아요, 정말", "나;그래요, 네, 네"], "a.csv")).toBe(";");
  expect(delimiterOf(["a,b,c", '"x;y",2,3'], "a.csv")).toBe(",");
  expect(delimiterOf(["한 열뿐인 표", "두 번째 줄"], "a.csv")).toBe(",");
  expect(delimiterOf(["a,b"], "a.tsv")).toBe("\t");
});
