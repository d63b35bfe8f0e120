import { open } from "node:fs/promises";
import { constants, inflateRawSync } from "node:zlib";
import { gzipHeaderLength } from "../../archive/index.ts";
import type { FileInHand } from "./walk.ts";

export type FileFormat = "warc" | "zip" | "parquet" | "pdf" | "csv" | "json" | "jsonl" | "html" | "text";

/** What a file is. */
export interface FormatVerdict {
  format: FileFormat | null;
  /** The whole file is gzipped (a WARC file is so record by record, and needs no unpacking). */
  gzipped: boolean;
  /** For files that cannot be taken: what to do, one sentence. */
  hint: string | null;
}

const headBytes = 4096;

const byExtension: Readonly<Record<string, FileFormat>> = {
  csv: "csv",
  tsv: "csv",
  tab: "csv",
  json: "json",
  geojson: "json",
  jsonl: "jsonl",
  ndjson: "jsonl",
  html: "html",
  htm: "html",
  xhtml: "html",
  shtml: "html",
  txt: "text",
  text: "text",
  md: "text",
  markdown: "text",
  warc: "warc",
  wacz: "zip",
  parquet: "parquet",
  pdf: "pdf",
};

const hints: Readonly<Record<string, string>> = {
  xlsx: "Save the sheet as CSV (UTF-8) and import that.",
  xls: "Save the sheet as CSV (UTF-8) and import that.",
  ods: "Save the sheet as CSV (UTF-8) and import that.",
  docx: "Save it as PDF or plain text and import that.",
  doc: "Save it as PDF or plain text and import that.",
  odt: "Save it as PDF or plain text and import that.",
  hwp: "Save it as PDF or plain text and import that.",
  hwpx: "Save it as PDF or plain text and import that.",
  pptx: "Save it as PDF and import that.",
  mht: 'Save the page as "Webpage, HTML only" or with SingleFile and import that.',
  mhtml: 'Save the page as "Webpage, HTML only" or with SingleFile and import that.',
  webarchive: "Save the page as HTML source and import that.",
  zip: "Unpack it and import the folder.",
  gz: "Unpack it and import what is inside.",
  "7z": "Unpack it and import the folder.",
  rar: "Unpack it and import the folder.",
  tar: "Unpack it and import the folder.",
  tgz: "Unpack it and import the folder.",
};

/** Format of a file: by its first bytes where they say it, else by its name. */
export async function formatOf(file: FileInHand): Promise<FormatVerdict> {
  const head = await readHead(file.path);
  const name = decodeURIComponent(file.url.slice(file.url.lastIndexOf("/") + 1)).toLowerCase();
  if (head[0] === 0x1f && head[1] === 0x8b) {
    const inner = inflateHead(head);
    if (isWarc(inner)) return plain("warc");
    const format = formatOfBytes(inner, extensionOf(name.replace(/\.gz$/, "")));
    const streamed =
      format === "csv" || format === "json" || format === "jsonl" || format === "html" || format === "text";
    return streamed ? { format, gzipped: true, hint: null } : unknown(hints.gz);
  }
  const extension = extensionOf(name);
  const format = formatOfBytes(head, extension);
  return format === null ? unknown(hints[extension] ?? null) : plain(format);
}

function formatOfBytes(head: Buffer, extension: string): FileFormat | null {
  const start = head.toString("latin1", 0, 1024);
  if (isWarc(head)) return "warc";
  if (start.startsWith("PAR1")) return "parquet";
  if (start.includes("%PDF-")) return "pdf";
  if (start.startsWith("PK\u0003\u0004") || start.startsWith("PK\u0005\u0006")) {
    return extension === "wacz" || extension === "zip" ? "zip" : null;
  }
  const named = byExtension[extension];
  if (named === "warc" || named === "zip" || named === "parquet" || named === "pdf") return named;
  if (isBinary(head)) return null;
  if (named !== undefined) return named;
  if (looksLikeHtml(start)) return "html";
  if (extension !== "") return null;
  return /^\s{0,50}[[{]/.test(start.replace(/^\u00ef\u00bb\u00bf/, "")) ? "json" : start.trim() === "" ? null : "text";
}

function isWarc(head: Buffer): boolean {
  return head.toString("latin1", 0, 7) === "WARC/1.";
}

function looksLikeHtml(start: string): boolean {
  return /^[^<]{0,50}<(?:!doctype\s{1,5}html|html|head|body|!--)[\s>-]/i.test(start);
}

/** NUL and other control characters that no text holds; UTF-16 is told by its mark. */
function isBinary(head: Buffer): boolean {
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return false;
  return head.some((byte) => byte < 9 || (byte > 13 && byte < 27) || (byte > 27 && byte < 32));
}

function extensionOf(name: string): string {
  const dot = name.lastIndexOf(".");
  return dot <= 0 ? "" : name.slice(dot + 1);
}

async function readHead(path: string): Promise<Buffer> {
  const handle = await open(path, "r");
  try {
    const head = Buffer.alloc(headBytes);
    const { bytesRead } = await handle.read(head, 0, headBytes, 0);
    return head.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** The first bytes inside a gzip file; nothing when it is broken. */
function inflateHead(head: Buffer): Buffer {
  try {
    const from = gzipHeaderLength(head);
    if (from === null) return Buffer.alloc(0);
    const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: headBytes * 1100 };
    return inflateRawSync(head.subarray(from), options).subarray(0, headBytes);
  } catch {
    return Buffer.alloc(0);
  }
}

function plain(format: FileFormat): FormatVerdict {
  return { format, gzipped: false, hint: null };
}

function unknown(hint: string | null | undefined): FormatVerdict {
  return { format: null, gzipped: false, hint: hint ?? null };
}
