/** Reads the same sentences with naru's tokenizer and its peers, one process and one thread each, and prints one table. */
import { execFileSync } from "node:child_process";
import { createReadStream, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { createGunzip } from "node:zlib";
import { madeUpReviews } from "../predict/made-up-reviews.ts";
import { compare } from "./compare.ts";
import type { Figures, ReadToken } from "./report.ts";

const { values } = parseArgs({
  options: { sentences: { type: "string", default: "30000" }, rounds: { type: "string", default: "3" } },
});
const compared = 2000;
const here = import.meta.dirname;
const folder = mkdtempSync(join(tmpdir(), "naru-korean-"));
const textFile = join(folder, "texts.json");
const { texts, origin } = await readTexts(Number(values.sentences));
writeFileSync(textFile, JSON.stringify(texts));
console.log(`${texts.length} sentences (${origin}), the best of ${values.rounds} rounds in turn, one thread each.`);

const python = join(here, "../.venv/bin/python");
const readers: { name: string; command: string; args: string[]; missing: string | null }[] = [
  { name: "naru", command: process.execPath, args: [join(here, "read-naru.ts")], missing: null },
  {
    name: "lindera",
    command: process.execPath,
    args: [join(here, "read-lindera.ts")],
    missing: existsSync(join(here, "../node_modules/lindera-wasm-nodejs-cjk")) ? null : "npm install --prefix bench",
  },
  ...[
    { name: "mecab-ko", packages: "mecab-ko mecab-ko-dic" },
    { name: "kiwi", packages: "kiwipiepy" },
  ].map(({ name, packages }) => ({
    name,
    command: python,
    args: [join(here, "read-peers.py"), name],
    missing: pythonHas(name === "kiwi" ? "kiwipiepy" : "mecab_ko_dic")
      ? null
      : `python3 -m venv bench/.venv && bench/.venv/bin/pip install ${packages}`,
  })),
];
const best = new Map<string, Figures>();
for (const { name, missing } of readers) {
  if (missing !== null) console.log(`${name} is left out: it is not installed (${missing}).`);
}
const there = readers.filter(({ missing }) => missing === null);
for (let round = 0; round < Number(values.rounds); round++) {
  for (const { name, command, args } of there) {
    const output = execFileSync(command, [...args, textFile, join(folder, `${name}.json`), String(compared)], {
      encoding: "utf8",
    });
    const figures = JSON.parse(output.trim().split("\n").at(-1) ?? "") as Figures;
    const known = best.get(name);
    best.set(name, known === undefined || figures.seconds < known.seconds ? figures : known);
  }
}
const readings = new Map(
  there.map(({ name }) => [name, JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")) as ReadToken[][]]),
);
rmSync(folder, { recursive: true, force: true });
printTable();

function printTable(): void {
  const naru = best.get("naru");
  const kiwi = readings.get("kiwi");
  const rows = there.map(({ name }) => {
    const one = best.get(name);
    if (one === undefined || naru === undefined) return [name, {}] as const;
    const likeKiwi = kiwi === undefined || name === "kiwi" ? null : compare(readings.get(name) ?? [], kiwi);
    const row = {
      "sentences/s": Math.round(one.sentences / one.seconds),
      "naru is … times as fast": Number((one.seconds / naru.seconds).toFixed(2)),
      "ready ms": Math.round(one.readyMs),
      "dictionary MB": one.dictionaryMb === null ? null : Math.round(one.dictionaryMb),
      "peak MB": Math.round(one.peakMb),
      ...(likeKiwi === null
        ? {}
        : {
            "noun F1 to Kiwi": Number(likeKiwi.nounF1.toFixed(3)),
            "glued 이 %": Number((likeKiwi.glued * 100).toFixed(1)),
          }),
    };
    return [name, row] as const;
  });
  console.table(Object.fromEntries(rows));
}

function pythonHas(module: string): boolean {
  try {
    execFileSync(python, ["-c", `import ${module}`], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

async function readTexts(count: number): Promise<{ texts: string[]; origin: string }> {
  const file = join(process.env.NARU_TEST_DATA ?? "", "reviews/naver-movie-reviews.jsonl.gz");
  if (!existsSync(file)) return { texts: madeUpReviews(count), origin: "made up" };
  const read: string[] = [];
  const unpacked = createReadStream(file).pipe(createGunzip());
  let line = 0;
  for await (const text of createInterface({ input: unpacked })) {
    // Pairs would make offsets differ between languages.
    const review = line++ % 15 === 7 ? (JSON.parse(text) as { text: string }).text : "";
    if (review !== "" && !/[\ud800-\udfff]/.test(review)) read.push(review);
    if (read.length === count) break;
  }
  unpacked.destroy();
  return { texts: read, origin: "reviews of NARU_TEST_DATA" };
}
