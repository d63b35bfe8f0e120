import { readFile } from "node:fs/promises";
import { chunkType, formatPages } from "../sources/files/chunk.ts";
import { type Found, UnreadableFileError } from "./found.ts";
import type { ImportLimits } from "./limits.ts";
import type { PdfGroup, PdfTask } from "./pdf-thread.ts";
import { readInThread } from "./reading-thread.ts";
import type { FileInHand } from "./walk.ts";

/** A PDF and, beside it, its text page by page: the text is what is read again, the file is what it came from. */
export async function* readPdf(file: FileInHand, limits: ImportLimits): AsyncGenerator<Found> {
  if (file.bytes > limits.maxWholeBytes) {
    throw new UnreadableFileError("too_large", `It is larger than ${Math.floor(limits.maxWholeBytes / 2 ** 20)} MiB.`);
  }
  yield {
    kind: "payload",
    url: file.url,
    contentType: "application/pdf",
    body: await readFile(file.path),
    capturedAt: file.savedAt,
    metadata: {},
    rows: 0,
    silent: true,
  };
  const task: PdfTask = { path: file.path, maxPages: limits.maxPdfPages, maxChars: limits.maxPdfChars };
  const groups = readInThread<PdfGroup>(new URL("./pdf-thread.ts", import.meta.url), task, {
    silenceMs: limits.threadSilenceMs,
    totalMs: limits.threadTotalMs,
    heapMb: limits.threadHeapMb,
    buffersMb: limits.threadBuffersMb,
  });
  let facts = { title: null as string | null, author: null as string | null, pages: 0 };
  const pages: { page: number; text: string }[] = [];
  for await (const group of groups) {
    if (group.kind === "facts") facts = { title: group.title, author: group.author, pages: group.pages };
    else if (group.text !== "") pages.push({ page: group.page, text: group.text });
  }
  if (pages.length === 0) {
    throw new UnreadableFileError("no_text", "The PDF holds pictures of pages and no text; it was scanned.");
  }
  const title = facts.title ?? titleOf(file.url);
  const silent = facts.pages - pages.length;
  yield {
    kind: "payload",
    url: `${file.url}?text`,
    contentType: chunkType,
    body: formatPages({ file: file.url, title, author: facts.author, pages: facts.pages, silent }, pages),
    capturedAt: file.savedAt,
    metadata: { "derived-from": file.url },
    rows: 0,
    silent: false,
  };
}

/** The name of the file, which is what people call a document that has no title. */
function titleOf(url: string): string {
  return decodeURIComponent(url.slice(url.lastIndexOf("/") + 1)).replace(/\.pdf$/i, "");
}
