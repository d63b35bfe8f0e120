import { getJson } from "../../api/client.ts";
import type { DocumentList, DocumentSummary } from "../../api/types.ts";

/** Documents that a file saved from the page holds at most; `naru collect --out` and the API know no such end. */
export const mostSaved = 5_000;
const pageSize = 200;

/** All documents that fit, page by page, up to `mostSaved`, and how many there are in all. */
export async function readDocuments(
  filters: object,
  signal: AbortSignal,
): Promise<{ items: DocumentSummary[]; total: number; isEstimate: boolean }> {
  const items: DocumentSummary[] = [];
  let cursor: string | undefined;
  for (;;) {
    const page = await getJson<DocumentList>("/documents", { ...filters, cursor, limit: pageSize }, signal);
    items.push(...page.items);
    if (page.nextCursor === null || items.length >= mostSaved) {
      return { items: items.slice(0, mostSaved), total: page.total, isEstimate: page.sample !== undefined };
    }
    cursor = page.nextCursor;
  }
}
