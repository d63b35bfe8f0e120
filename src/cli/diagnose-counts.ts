import type { CheckReport } from "../contracts/index.ts";
import type { Settings } from "../platform/config/settings.ts";
import { openBackend } from "./backend.ts";
import type { Finding } from "./diagnose.ts";

/** Looks whether the counts are those of the documents, through the server that runs or in the folder itself. */
export async function diagnoseCounts(settings: Settings, rebuild: boolean): Promise<Finding> {
  const backend = await openBackend(settings);
  try {
    return describe(await backend.check({ rebuild }, () => {}, new AbortController().signal));
  } finally {
    await backend.close();
  }
}

function describe({ counts, differences, rebuilt, seconds }: CheckReport): Finding {
  const compared = `${counts.toLocaleString("en")} counts compared with all documents in ${seconds.toFixed(1)} s`;
  const listed = differences.map(
    ({ level, bucket, host, source, language, sentiment, grade, waits, hidden, kept, counted }) => {
      const marks = [...(waits ? ["waiting"] : []), ...(hidden ? ["hidden"] : [])];
      const what = [`${level} ${bucket}`, host, source, language, sentiment, `grade ${grade}`, ...marks];
      return `\n        ${what.filter((part) => part !== "").join(" · ")}: kept ${kept}, counted ${counted}`;
    },
  );
  const first = listed.length === 0 ? "all are right" : `the first that differ:${listed.join("")}`;
  return {
    part: "counts",
    ok: differences.length === 0 || rebuilt,
    needed: true,
    says: `${compared}, ${first}${rebuilt ? "\n        All were counted anew." : ""}`,
    next: "Run naru doctor --rebuild, and report it: counts are kept by the database itself.",
  };
}
