import { type Item, itemOf } from "../../../domain/item.ts";
import { SchemaError } from "../../errors.ts";
import type { Source, SourceReading } from "../source.ts";
import { type Chunk, parseChunk } from "./chunk.ts";
import { itemOfRow } from "./read-rows.ts";

/** Files that a person has: tables, pages, texts, PDF, web archives. They come in with `naru import`. */
export const files: Source = {
  id: "files",
  name: { ko: "내 파일", en: "Own files" },
  description: {
    ko: "가지고 있는 CSV, JSON, Parquet, HTML, 텍스트, PDF, WARC, WACZ 파일을 가져옵니다.",
    en: "Imports CSV, JSON, Parquet, HTML, text, PDF, WARC and WACZ files that you have.",
  },
  way: "import",
  permission: {
    ko: "가지고 있는 파일이므로 묻지 않습니다. 남의 글과 개인정보를 다룰 권리는 직접 확인하세요.",
    en: "They are your files, so nobody is asked; whether you may use what others wrote in them is yours to know.",
  },
  credentials: [],
  homes: {},
  quotas: [],
  options: [
    option("text", "본문이 든 열", "column that holds the text"),
    option("title", "제목이 든 열", "column that holds the title"),
    option("url", "주소가 든 열", "column that holds the address"),
    option("author", "작성자가 든 열", "column that holds the author"),
    option("date", "작성일이 든 열", "column that holds the date"),
    option("modified", "수정일이 든 열", "column that holds the date of the last change"),
    option("language", "언어가 든 열", "column that holds the language"),
    option("id", "행을 구별하는 열", "column that tells rows apart; else their number does"),
    {
      ...option("header", "CSV 첫 줄이 열 이름인지", "whether the first line of CSV names the columns"),
      oneOf: ["auto", "yes", "no"],
    },
  ],
  asks: "none",
  paceMs: 0,
  allowAddresses: [],
  fields: [],
  version: "1",
  begin: () => [],
  read: ({ headers, text }, { now }) => {
    if (!/^application\/x-ndjson\b/i.test(headers["content-type"] ?? "")) return null;
    const chunk = parseChunk(text());
    if (chunk === null) throw new SchemaError("These JSON Lines are no chunk that naru made; import them as a file.");
    return "rows" in chunk ? rowsOf(chunk, now) : { items: [pdfOf(chunk)] };
  },
};

function option(name: string, ko: string, en: string): Source["options"][number] {
  return { name, says: { ko, en } };
}

function rowsOf({ head, rows }: Extract<Chunk, { rows: unknown }>, now: Date): SourceReading {
  const items = rows.map((row) => itemOfRow(row, head.file, head.roles, now)).filter((item) => item !== null);
  return { items, unreadable: rows.length - items.length };
}

function pdfOf({ head, pages }: Extract<Chunk, { pages: unknown }>): Item {
  return itemOf({
    url: head.file,
    kind: "page",
    title: head.title,
    author: head.author,
    text: pages.map(({ text }) => text).join("\n"),
    fields: { pages: head.pages, ...(head.silent > 0 ? { pagesWithoutText: head.silent } : {}) },
  });
}
