import { parseArgs } from "node:util";
import type { Fault, FaultReport } from "./fault.ts";
import { faults } from "./faults.ts";

/**
 * Lets things go wrong again and again and prints one table of what was lost: `npm run bench:faults -- [--only id,id] [--times N] [--list] [--markdown]`.
 * Ends with exit code 1 when anything was lost, doubled, or a promise broken. `--markdown` prints the table of docs/faults.md.
 */
const { values } = parseArgs({
  options: {
    only: { type: "string" },
    times: { type: "string" },
    list: { type: "boolean", default: false },
    markdown: { type: "boolean", default: false },
  },
});
const ids = values.only?.split(",") ?? faults.map(({ id }) => id);
const unknown = ids.filter((id) => !faults.some((fault) => fault.id === id));
if (unknown.length > 0) throw new Error(`No such fault: ${unknown.join(", ")}. --list names them.`);
const times = values.times === undefined ? null : Number(values.times);
if (times !== null && !(Number.isSafeInteger(times) && times > 0)) throw new Error("--times takes a whole number.");

type Row = Record<"fault" | "database" | "times" | "lost" | "doubled" | "note", string>;
const names = { embedded: "embedded", server: "PostgreSQL", both: "both" } as const;

const chosen = faults.filter(({ id }) => ids.includes(id));
let isHeld = true;
if (values.list) for (const { id, what, times } of chosen) console.log(`${id.padEnd(28)} ${times} × ${what}`);
else {
  const rows: Row[] = [];
  for (const fault of chosen) rows.push(await rowOf(fault));
  console.log(values.markdown ? asMarkdown(rows) : asText(rows));
}
// The package that brings PostgreSQL would end the process with 0 whatever came out.
process.exit(isHeld ? 0 : 1);

async function rowOf(fault: Fault): Promise<Row> {
  const log = (line: string) => console.error(`${new Date().toISOString().slice(11, 19)} ${fault.id}: ${line}`);
  const named = {
    fault: values.markdown ? `${fault.what} \`${fault.id}\`` : fault.id,
    database: names[fault.database],
  };
  try {
    const report = await fault.run({ times: times ?? fault.times, log });
    isHeld &&= report.lost === 0 && report.doubled === 0 && report.times > 0;
    return { ...named, ...figures(report) };
  } catch (error) {
    isHeld = false;
    return {
      ...named,
      times: "",
      lost: "",
      doubled: "",
      note: `broken: ${error instanceof Error ? error.message : error}`,
    };
  }
}

function figures({ times, lost, doubled, note }: FaultReport) {
  return { times: String(times), lost: String(lost), doubled: String(doubled), note };
}

function asText(rows: readonly Row[]): string {
  const all: Row[] = [
    { fault: "fault", database: "database", times: "times", lost: "lost", doubled: "doubled", note: "note" },
    ...rows,
  ];
  return all
    .map((row) =>
      [
        row.fault.padEnd(28),
        row.database.padEnd(10),
        ...[row.times, row.lost, row.doubled].map((cell) => cell.padStart(7)),
        ` ${row.note}`,
      ].join(" "),
    )
    .join("\n");
}

function asMarkdown(rows: readonly Row[]): string {
  const cells = rows.map(({ fault, database, times, lost, doubled, note }) =>
    [fault, database, times, lost, doubled, note].map((cell) => cell.replaceAll("|", "\\|")),
  );
  return [["Fault", "Database", "Times", "Lost", "Doubled", "Beside it"], Array(6).fill("---"), ...cells]
    .map((row) => `| ${row.join(" | ")} |`)
    .join("\n");
}
