import { listCapturesById, loadCapture, payloadDigest, readPayload } from "../../src/archive/index.ts";
import type { Db } from "../../src/platform/db/database.ts";

export interface CrawlDamage {
  /** Pages of the site without a capture or a document, and captures whose bytes are not there. */
  lost: string[];
  /** Pages with more than one capture or document. */
  doubled: string[];
}

/**
 * Compares a collection with the site that it was to collect, and every capture with its bytes in the archive.
 * @param urls addresses of all pages of the site.
 */
export async function compareCrawl(
  db: Db,
  collectionId: number,
  urls: readonly string[],
  folder: string,
): Promise<CrawlDamage> {
  const lost: string[] = [];
  const doubled: string[] = [];
  const ids = await db.selectFrom("captures").select("id").where("collection_id", "=", collectionId).execute();
  const captures = await listCapturesById(
    db,
    ids.map(({ id }) => id),
  );
  for (const capture of captures) {
    const digest = await readPayload({ folder, loadCapture: (id) => loadCapture(db, id) }, capture).then(
      ({ wire }) => payloadDigest(wire),
      (error: unknown) => String(error),
    );
    if (digest !== capture.digest) lost.push(`bytes of ${capture.url}: ${digest} for ${capture.digest}`);
  }
  const documents = await db.selectFrom("documents").select("url").where("collection_id", "=", collectionId).execute();
  const met = { capture: captures.filter(({ status }) => status === 200), document: documents };
  for (const [what, rows] of Object.entries(met)) {
    const counts = new Map<string, number>();
    for (const { url } of rows) counts.set(url, (counts.get(url) ?? 0) + 1);
    for (const url of urls) {
      const n = counts.get(url) ?? 0;
      if (n === 0) lost.push(`${what} of ${url}`);
      if (n > 1) doubled.push(`${what} of ${url}, ${n} times`);
    }
  }
  return { lost, doubled };
}
