import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateSync, gzipSync } from "node:zlib";
import iconv from "iconv-lite";
import { afterAll, beforeAll, expect, it } from "vitest";
import { assemblePdf, buildPdf } from "../../../test/builders/small-pdf.ts";
import { parseChunk } from "../sources/files/chunk.ts";
import type { Found } from "./found.ts";
import { defaultImportLimits, type ImportLimits } from "./limits.ts";
import { readFileInHand } from "./read-file.ts";
import { savedPageFacts } from "./saved-page.ts";
import { openRoots, walkFiles } from "./walk.ts";

let home: string;
let serial = 0;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "naru-readers-"));
});
afterAll(() => rm(home, { recursive: true }));

async function read(
  name: string,
  body: string | Uint8Array,
  limits: Partial<ImportLimits> = {},
  more: { urlBase?: string } = {},
) {
  serial += 1;
  const folder = join(home, `f${serial}`);
  await mkdir(folder);
  await writeFile(join(folder, name), body);
  return readAll([join(folder, name)], limits, more);
}

async function readAll(paths: string[], given: Partial<ImportLimits> = {}, { urlBase = null as string | null } = {}) {
  const limits = { ...defaultImportLimits, ...given };
  const options = { whole: false, said: {}, header: null, scratch: join(home, "scratch") };
  const all: Found[] = [];
  for await (const file of walkFiles(await openRoots(paths), limits, Date.now())) {
    if (file.kind === "trouble") all.push(file);
    else for await (const found of readFileInHand(file, { ...options, urlBase, limits })) all.push(found);
  }
  const troubles = all.flatMap((one) => (one.kind === "trouble" ? [`${one.reason}: ${one.detail}`] : []));
  const rows = all.flatMap((one) => {
    const chunk = one.kind === "payload" && !one.silent ? parseChunk(Buffer.from(one.body).toString()) : null;
    return chunk !== null && "rows" in chunk ? chunk.rows.map(({ values }) => values) : [];
  });
  return { all, troubles, rows };
}

it("finds delimiter, encoding and header of a CSV file by itself", async () => {
  const korean = "제목\t본문\n하나\t똠방각하 뷁\n";
  expect((await read("a.csv", iconv.encode(korean, "cp949"))).rows).toEqual([{ 제목: "하나", 본문: "똠방각하 뷁" }]);
  expect((await read("a.csv", `\ufeff${korean.replaceAll("\t", ";")}`)).rows).toEqual([
    { 제목: "하나", 본문: "똠방각하 뷁" },
  ]);
  expect((await read("a.csv", iconv.encode(korean, "utf-16le", { addBOM: true }))).rows).toEqual([
    { 제목: "하나", 본문: "똠방각하 뷁" },
  ]);
  expect((await read("a.csv", "1,좋은 영화였다 다시 보고 싶다\n0,그저 그랬다 시간이 아까웠다\n")).rows).toEqual([
    { 1: "1", 2: "좋은 영화였다 다시 보고 싶다" },
    { 1: "0", 2: "그저 그랬다 시간이 아까웠다" },
  ]);
});

it("takes the delimiter that Excel writes into a first line of its own", async () => {
  const rows = [{ 제목: "하나", 본문: "쉼표, 또 쉼표, 셋" }];
  expect((await read("a.csv", "sep=;\r\n제목;본문\r\n하나;쉼표, 또 쉼표, 셋\r\n")).rows).toEqual(rows);
  expect((await read("a.csv", '\ufeff"sep=|"\n제목|본문\n하나|쉼표, 또 쉼표, 셋\n')).rows).toEqual(rows);
});

it("loses no row behind a stray quotation mark, and names every broken line", async () => {
  const rows = Array.from({ length: 6_000 }, (_, index) => `${index},글 ${index}`);
  const { troubles, rows: read1 } = await read("a.csv", `id,text\n${rows.with(10, '10,"열린 글').join("\n")}\n`);
  expect(read1).toHaveLength(5_999);
  expect(troubles).toEqual(["parse_failed: line 12: A quotation mark opens in this line and does not close."]);
  const quoted = await read(
    "b.csv",
    'id,text\n1,5" 화면\n2,"그는 "나루"라고 했다"\n3,"두 줄\n""글"""\n4,하나,둘\n5\n6,끝,\n',
  );
  expect(quoted.rows.map(({ text }) => text)).toEqual(['5" 화면', '"그는 "나루"라고 했다"', '두 줄\n"글"', "끝"]);
  expect(quoted.troubles).toEqual([
    "parse_failed: line 6: It has 3 columns, the table has 2.",
    "parse_failed: line 7: It has 1 columns, the table has 2.",
  ]);
});

it("holds one line of a gigantic file at a time, and tells no more than a hundred broken rows one by one", async () => {
  const line = `3,${"가".repeat(20_000_000)}\n`;
  const { rows, troubles } = await read("a.csv", `id,text\n1,앞의 글\n${line}${"x\n".repeat(150)}4,뒤의 글\n`);
  expect(rows.map(({ text }) => text)).toEqual(["앞의 글", "뒤의 글"]);
  expect(troubles).toHaveLength(101);
  expect(troubles[0]).toBe("parse_failed: line 3: The line is longer than 1048576 characters.");
  expect(troubles.at(-1)).toBe("parse_failed: 51 more rows are broken; they are not told one by one.");
});

it("stops a gzip file that only pretends to be small", async () => {
  const bomb = gzipSync(Buffer.alloc(100 * 2 ** 20, 0x61));
  expect((await read("a.csv.gz", bomb)).troubles).toEqual([
    "compression_bomb: It grows to more than 200 times its size when unpacked.",
  ]);
  expect((await read("b.jsonl.gz", gzipSync('{"text":"글"}\n').subarray(0, 25))).troubles).toEqual([
    expect.stringMatching(/^parse_failed|^unsupported_type/),
  ]);
});

it("reads JSON in its usual shapes, and none that is nested without end", async () => {
  expect(
    (await read("a.json", '{"meta":{"n":1},"data":{"list":[{"text":"깊은 글","user":{"name":"물결"}}]}}')).rows,
  ).toEqual([{ "meta.n": 1, "data.list": '[{"text":"깊은 글","user":{"name":"물결"}}]' }]);
  expect((await read("a.json", '{"data":{"list":[{"text":"깊은 글","user":{"name":"물결"}}]}}')).rows).toEqual([
    { text: "깊은 글", "user.name": "물결" },
  ]);
  expect((await read("a.json", '{"title":"글 하나","content":"본문","comments":[{"text":"댓글"}]}')).rows).toEqual([
    { title: "글 하나", content: "본문", comments: '[{"text":"댓글"}]' },
  ]);
  expect((await read("a.json", '{"text":"이름은 JSON"}\n{"text":"속은 줄"}\n')).rows).toHaveLength(2);
  expect((await read("a.json", "[1,2,3]")).troubles).toEqual([
    expect.stringContaining("unsupported_type: It holds no table"),
  ]);
  expect((await read("a.json", `${"[".repeat(100_000)}${"]".repeat(100_000)}`)).troubles).toEqual([
    "too_large: Its brackets are nested deeper than 200.",
  ]);
  const deep = `{"text":"글","x":${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}}`;
  const lines = await read("a.jsonl", `${deep}\n{"text":"다음 줄"}\n`);
  expect(lines.troubles).toEqual(["parse_failed: line 1: Its brackets are nested deeper than 200."]);
  expect(lines.rows).toEqual([{ text: "다음 줄" }]);
});

it("cuts an array that is too long for memory into its elements", async () => {
  const all = Array.from({ length: 3_000 }, (_, n) => ({
    text: `글 ${n} "따옴표" [괄호] {중괄호} \\ 끝`,
    tags: ["가", "나"],
  }));
  const body = JSON.stringify(all, null, 1).replace('"글 7 ', '"글 7 \\q');
  const { rows, troubles } = await read("a.json", body, { maxWholeBytes: 1000 });
  expect(rows).toHaveLength(2_999);
  expect(rows[0]).toEqual(all[0]);
  expect(troubles).toEqual([expect.stringMatching(/^parse_failed: row 8: It is not JSON/)]);
  const packed = await read("a.json.gz", gzipSync(body), { maxWholeBytes: 100_000 });
  expect(packed.rows).toHaveLength(2_999);
  expect((await read("b.json.gz", gzipSync(`{"a":${body}}`), { maxWholeBytes: 100_000 })).troubles).toEqual([
    expect.stringMatching(/^too_large: It is no JSON array/),
  ]);
  expect((await read("a.json", `{"a":${body}}`, { maxWholeBytes: 1000 })).troubles).toEqual([
    expect.stringMatching(/^too_large: It is no JSON array/),
  ]);
});

it("gives up a PDF that is locked, broken, without text or without end", async () => {
  const lock =
    "/Encrypt << /Filter /Standard /V 2 /R 3 /O (00000000000000000000000000000000) /U (00000000000000000000000000000000) /P -4 /Length 128 >> /ID [(a)(b)]";
  expect((await read("a.pdf", buildPdf([["글"]], { trailer: lock }))).troubles).toEqual([
    "encrypted: The PDF is locked with a password; save a copy without one.",
  ]);
  expect((await read("b.pdf", "%PDF-1.7 그리고 아무것도")).troubles[0]).toMatch(/^parse_failed: It is no PDF/);
  // Forms that draw forms, twelve times each, seven levels deep.
  const form = (inner: string, content: string) =>
    `<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << ${inner} >> /Length ${content.length} >>\nstream\n${content}\nendstream`;
  const levels = Array.from({ length: 7 }, (_, level) =>
    form(`/XObject << /X ${8 + level} 0 R >>`, "/X Do ".repeat(12)),
  );
  const loop = assemblePdf([
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources << /XObject << /X 7 0 R >> >> /Contents 4 0 R >>",
    "<< /Length 6 >>\nstream\n/X Do \nendstream",
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    "<< >>",
    ...levels,
    form("/Font << /F 5 0 R >>", "BT /F 9 Tf (a) Tj ET"),
  ]);
  const began = performance.now();
  const { troubles } = await read("c.pdf", loop, { threadSilenceMs: 1_500 });
  expect(performance.now() - began).toBeLessThan(20_000);
  expect(troubles).toEqual([expect.stringMatching(/^timeout: |^too_large: /)]);
});

it("ends a PDF that unpacks to more than a file may take", async () => {
  const spaces = deflateSync(Buffer.alloc(150 * 2 ** 20, " "), { level: 1 });
  const bomb = assemblePdf([
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources << >> /Contents 4 0 R >>",
    `<< /Length ${spaces.length} /Filter /FlateDecode >>\nstream\n${spaces.toString("latin1")}\nendstream`,
    "<< >>",
    "<< >>",
  ]);
  const { troubles } = await read("d.pdf", bomb, { threadBuffersMb: 64 });
  expect(troubles).toEqual(["too_large: Reading it takes more memory than a file may."]);
});

it("follows no link out of a folder, and gives odd names an address", async () => {
  const folder = join(home, "링크");
  await mkdir(join(folder, "안"), { recursive: true });
  await writeFile(join(home, "밖.txt"), "밖의 비밀");
  await symlink(join(home, "밖.txt"), join(folder, "밖으로.txt"));
  await symlink(folder, join(folder, "안", "돌아서"));
  await writeFile(join(folder, "안", "줄\n바꿈\u001b[31m.txt"), "이상한 이름의 글");
  await writeFile(join(folder, ".DS_Store"), "x");
  const { all } = await readAll([folder]);
  expect(all.map((one) => [one.kind, decodeURIComponent(urlOf(one).split("/").at(-1) ?? "")])).toEqual(
    expect.arrayContaining([
      ["trouble", "밖으로.txt"],
      ["trouble", "돌아서"],
    ]),
  );
  const [page] = all.filter((one) => one.kind === "payload");
  expect(page?.url).toBe(
    `file:///${encodeURIComponent("링크")}/${encodeURIComponent("안")}/%EC%A4%84%0A%EB%B0%94%EA%BF%88%1B%5B31m.txt`,
  );
});

it("takes the address that a saved page names itself, unless it is none of the web", async () => {
  const at = (html: string) => savedPageFacts(Buffer.from(html));
  expect(at("<!-- saved from url=(0023)https://example.com/a/ -->").url).toBe("https://example.com/a/");
  expect(
    at(
      "<!--\n Page saved with SingleFile \n url: https://example.com/b \n saved date: Sun Mar 01 2026 12:00:00 GMT+0900 (KST)\n-->",
    ),
  ).toEqual({
    url: "https://example.com/b",
    savedAt: new Date("2026-03-01T03:00:00Z"),
  });
  expect(at('<link href="https://example.com/c?x=1&amp;y=2" rel="canonical">').url).toBe(
    "https://example.com/c?x=1&y=2",
  );
  expect(at("<meta content='https://example.com/d' property=og:url>").url).toBe("https://example.com/d");
  expect(
    at('<link rel=canonical href="file:///etc/passwd"><meta property="og:url" content="javascript:1">').url,
  ).toBeNull();
  expect(at(`<link ${"rel ".repeat(30_000)}`).url).toBeNull();
  const said = await read("글.html", "<p>글</p>", {}, { urlBase: "https://example.com/blog/" });
  expect(said.all.map(urlOf)).toEqual([`https://example.com/blog/${encodeURIComponent("글.html")}`]);
});

it("says what to do with files of other kinds", async () => {
  expect((await read("a.xlsx", Buffer.from("PK\u0003\u0004"))).troubles).toEqual([
    "unsupported_type: Files of this kind are not read. Save the sheet as CSV (UTF-8) and import that.",
  ]);
  expect((await read("a.csv", "제목,본문\n")).troubles).toEqual(["no_text: The table has no rows."]);
  expect((await read("a.txt", "")).troubles).toEqual(["no_text: The file is empty."]);
  expect((await read("a.parquet", Buffer.from("PAR1 그리고 아무것도 PAR1"))).troubles[0]).toMatch(
    /^parse_failed: It is no Parquet file/,
  );
});

function urlOf(found: Found): string {
  return found.kind === "exchange" ? found.exchange.url : found.url;
}
