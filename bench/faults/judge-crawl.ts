import type { Db } from "../../src/platform/db/database.ts";
import { untilEnded } from "../../test/sites/crawl.ts";
import { compareCrawl } from "../../test/sites/whole-crawl.ts";

export interface JudgedCrawl {
  lost: number;
  doubled: number;
  /** That were compared with their bytes. */
  captures: number;
}

export interface CrawledSite {
  /** Addresses of all pages of the site. */
  urls: readonly string[];
  archive: string;
  log(line: string): void;
}

/**
 * Waits for the end of a crawl and compares it with its site, page by page, and with its bytes.
 * @throws Error when it has not ended as done with every page, or its counters are wrong.
 */
export async function judgeCrawl(db: Db, id: number, { urls, archive, log }: CrawledSite): Promise<JudgedCrawl> {
  const { status, progress } = await untilEnded(db, id, 300_000);
  const damage = await compareCrawl(db, id, urls, archive);
  for (const line of [...damage.lost, ...damage.doubled]) log(line);
  const rows = await db.selectFrom("captures").select("id").where("collection_id", "=", id).execute();
  const counted = await db.selectFrom("collections").select("captures").where("id", "=", id).executeTakeFirstOrThrow();
  const said = `${status}, ${progress.pages} pages, ${progress.documents} documents, ${progress.failed} failed, ${counted.captures} captures`;
  const due = `done, ${urls.length} pages, ${urls.length} documents, 0 failed, ${rows.length} captures`;
  if (said !== due) throw new Error(`the crawl ended as ${said}; it should be ${due}`);
  return { lost: damage.lost.length, doubled: damage.doubled.length, captures: rows.length };
}
