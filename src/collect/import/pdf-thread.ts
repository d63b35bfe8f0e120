import { readFile } from "node:fs/promises";
import { workerData } from "node:worker_threads";
import { getDocumentProxy } from "unpdf";
import { UnreadableFileError } from "./found.ts";
import { serveGroups } from "./reading-thread.ts";

/** What the thread is given. */
export interface PdfTask {
  path: string;
  maxPages: number;
  maxChars: number;
}

/** First the facts of the document, then its pages with their text. */
export type PdfGroup =
  | { kind: "facts"; title: string | null; author: string | null; pages: number }
  | { kind: "page"; page: number; text: string };

type PdfDocument = Awaited<ReturnType<typeof getDocumentProxy>>;

async function* pagesOf({ path, maxPages, maxChars }: PdfTask): AsyncGenerator<PdfGroup> {
  const document = await openPdf(new Uint8Array(await readFile(path)));
  const { numPages } = document;
  if (numPages > maxPages) throw new UnreadableFileError("too_large", `It has more than ${maxPages} pages.`);
  yield { kind: "facts", ...(await factsOf(document)), pages: numPages };
  let chars = 0;
  for (let page = 1; page <= numPages; page++) {
    const text = await textOfPage(document, page);
    chars += text.length;
    if (chars > maxChars) throw new UnreadableFileError("too_large", `Its text is longer than ${maxChars} characters.`);
    yield { kind: "page", page, text };
  }
}

async function openPdf(bytes: Uint8Array): Promise<PdfDocument> {
  try {
    return await getDocumentProxy(bytes, { verbosity: 0, useSystemFonts: false });
  } catch (error) {
    const { name, message } = error as Error;
    if (name === "PasswordException") {
      throw new UnreadableFileError("encrypted", "The PDF is locked with a password; save a copy without one.");
    }
    throw new UnreadableFileError("parse_failed", `It is no PDF that can be read: ${message.slice(0, 200)}`);
  }
}

async function factsOf(document: PdfDocument): Promise<{ title: string | null; author: string | null }> {
  const facts = await document.getMetadata().catch(() => null);
  const info = (facts?.info ?? {}) as Record<string, unknown>;
  const text = (value: unknown) =>
    typeof value === "string" && value.trim() !== "" ? value.trim().toWellFormed().slice(0, 300) : null;
  return { title: text(info.Title), author: text(info.Author) };
}

/** Lines of a page. A page that cannot be read has none. */
async function textOfPage(document: PdfDocument, number: number): Promise<string> {
  try {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent();
    let text = "";
    for (const item of items) {
      if (!("str" in item)) continue;
      text += item.str;
      if (item.hasEOL) text += "\n";
    }
    page.cleanup();
    return text
      .split("\n")
      .map((line) => line.replaceAll(/[\t ]+/g, " ").trim())
      .filter((line) => line !== "")
      .join("\n")
      .replaceAll("\0", "")
      .toWellFormed();
  } catch {
    return "";
  }
}

await serveGroups(pagesOf(workerData as PdfTask));
