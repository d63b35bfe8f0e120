import type { CheckReport, CheckRequest } from "../contracts/index.ts";
import { checkCounts, rebuildCounts } from "../insight/index.ts";
import type { OnProgress, OperationParts } from "./operations.ts";

/** Compares the counts with the documents, for `naru doctor --deep`, and counts anew when that is wanted and needed. */
export async function checkOperation(
  { db, clock }: Pick<OperationParts, "db" | "clock">,
  { rebuild }: CheckRequest,
  onProgress: OnProgress,
): Promise<CheckReport> {
  const began = clock.now();
  onProgress({ message: "Counting all documents", done: null, total: null });
  const { counts, differences } = await checkCounts(db);
  const rebuilt = rebuild && differences.length > 0;
  if (rebuilt) {
    onProgress({ message: "Counting anew", done: null, total: null });
    await rebuildCounts(db);
  }
  return { counts, differences, rebuilt, seconds: (clock.now() - began) / 1000 };
}
