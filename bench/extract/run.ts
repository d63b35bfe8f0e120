/**
 * How well and how fast main text is found: `npm run bench:extract [-- FOLDER]`.
 * Prints the F1 table of the labelled pages and pages/s on 170 KB pages grown from them. With a folder, reads every HTML file below it and
 * prints how many gave a text, how long the texts are, and pages/s; that is how Debian's Korean manuals are run (packages
 * debian-faq-ko, gimp-help-ko, installation-guide-amd64, unpacked with `dpkg -x`; their pages are not copied into this project).
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { readPage } from "../../src/refine/index.ts";
import { growPage } from "./grow-page.ts";
import { corpusScore } from "./shingle-f1.ts";

const labelled = resolve(import.meta.dirname, "../../test/pages");

interface Page {
  name: string;
  body: Buffer;
}

function htmlFilesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.x?html?$/i.test(file))
    .map((file) => join(folder, file))
    .filter((file) => statSync(file).isFile());
}

function read({ name, body }: Page) {
  return readPage({ url: `https://bench.test/${encodeURI(name)}`, contentType: "text/html", robotsTags: [], body });
}

interface Speed {
  "mean bytes": number;
  "pages/s": number;
  /** Processor time, which other work on the machine does not lengthen. */
  "CPU ms/page": string;
}

/** Speed over at least three seconds, after one round to warm up. */
function speedOf(pages: readonly Page[]): Speed {
  for (const page of pages) read(page);
  const start = performance.now();
  const before = process.cpuUsage();
  let count = 0;
  while (performance.now() - start < 3_000) for (const page of pages) if (read(page).kind !== "other") count++;
  const { user, system } = process.cpuUsage(before);
  return {
    "mean bytes": Math.round(pages.reduce((sum, page) => sum + page.body.length, 0) / pages.length),
    "pages/s": Math.round((count * 1_000) / (performance.now() - start)),
    "CPU ms/page": ((user + system) / 1_000 / count).toFixed(2),
  };
}

function labelledTable(): void {
  const pages = htmlFilesBelow(labelled).map((file) => {
    const name = file.slice(labelled.length + 1);
    const label = readFileSync(file.replace(/html$/, "txt"), "utf8");
    const page = { name, body: readFileSync(file) };
    return { kind: name.split("-", 2).join("-"), label, extracted: read(page).document?.text ?? "", page };
  });
  const row = (kind: string, group: typeof pages) => {
    const { precision, recall, f1 } = corpusScore(group);
    return { kind, pages: group.length, precision: precision.toFixed(3), recall: recall.toFixed(3), F1: f1.toFixed(3) };
  };
  console.table([
    ...[...Map.groupBy(pages, (page) => page.kind)].map(([kind, group]) => row(kind, group)),
    row("all", pages),
  ]);
  const small = speedOf(pages.map(({ page }) => page));
  const grown = speedOf(
    pages.map(({ page, label }) => ({ name: page.name, body: Buffer.from(growPage(page.body.toString(), label)) })),
  );
  console.table([
    { pages: "labelled, as they are", ...small },
    { pages: "grown to 170 KB", ...grown },
  ]);
}

function folderTable(folder: string): void {
  const pages = htmlFilesBelow(folder).map((file) => ({
    name: file.slice(folder.length + 1),
    body: readFileSync(file),
  }));
  const readings = pages.map((page) => ({ page, reading: read(page) }));
  const texts = readings.map(({ reading }) => reading.document?.text.length ?? 0).toSorted((a, b) => a - b);
  const speed = speedOf(pages);
  console.table([
    {
      pages: pages.length,
      "with text": texts.filter((length) => length > 0).length,
      "median characters": texts[texts.length >> 1] ?? 0,
      "wrongly decoded": readings.filter(({ reading }) => (reading.charset?.replaced ?? 0) > 0).length,
      walls: readings.filter(({ reading }) => reading.wall !== null).length,
      ...speed,
    },
  ]);
  for (const { page, reading } of readings) {
    const weakness = reading.wall ?? reading.document?.weakness;
    if (weakness) console.log(`${page.name}: ${weakness}`);
  }
}

const folder = process.argv[2];
if (folder === undefined) labelledTable();
else folderTable(resolve(folder));
