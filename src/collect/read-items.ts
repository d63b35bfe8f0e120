import type { PageInput, PageReading } from "../domain/page.ts";
import type { Db } from "../platform/db/database.ts";
import { InvalidInputError } from "../platform/errors.ts";
import { loadAuthorKey } from "./author-key.ts";
import { storedRequest } from "./collection-request.ts";
import { SchemaError } from "./errors.ts";
import { isOfWeb, itemPage } from "./item-page.ts";
import { answerOf } from "./sources/answer.ts";
import { orderOf } from "./sources/order.ts";
import { findSource } from "./sources/registry.ts";
import { authorHasher, judgeSafely, readSafely } from "./sources/source-in-hand.ts";
import { withDirectives } from "./visit/read-by-source.ts";

type ItemReading = NonNullable<ReturnType<typeof itemPage>>;

/** A capture, as far as its source's reader wants to know it. */
export interface CapturedAnswer {
  sourceId: string;
  url: string;
  collectionId: number | null;
  capturedAt: Date;
}

/** Reads archived answers again as their sources do today; null for what is a page to the source. Remembers the orders of collections. */
export function createItemReader(
  db: Db,
  endpoints: Readonly<Record<string, string>> = {},
): (
  capture: CapturedAnswer,
  input: PageInput,
  robots: () => PageReading["robots"],
) => Promise<readonly ItemReading[] | null> {
  const requests = new Map<number, ReturnType<typeof storedRequest.parse>>();
  let authorKey: Promise<string> | null = null;
  return async ({ sourceId, url, collectionId, capturedAt }, input, robots) => {
    const source = findSource(sourceId);
    if (source?.read === undefined) return null;
    authorKey ??= loadAuthorKey(db);
    const request = await requestOf(collectionId);
    const answer = answerOf({
      url,
      status: 200,
      headers: { "content-type": input.contentType ?? "" },
      body: input.body,
    });
    try {
      const order = orderOf(source, request, endpoints);
      const hashAuthor = authorHasher(sourceId, await authorKey);
      const isPage = source.request?.(answer.url, { values: {}, token: "?" }, order) == null;
      // An error that came with status 200 is none the less one; and no answer of an API is a page.
      if (!isPage && judgeSafely(source, answer, order, capturedAt) !== null) return [];
      const reading = readSafely(source, answer, { order, hashAuthor, now: capturedAt, bodies: false });
      if (reading === null) return isPage ? null : [];
      const asked = isPage && reading.items.length > 0 ? robots() : null;
      const isFile = url.startsWith("file:");
      return reading.items
        .filter((item) => isFile || isOfWeb(item))
        .flatMap(
          (item) => itemPage(asked === null ? item : withDirectives(item, asked), sourceId, source.version) ?? [],
        );
    } catch (error) {
      // What was unreadable then may still be, and what was asked then may be no order today: neither takes documents away.
      if (error instanceof SchemaError || error instanceof InvalidInputError) return [];
      throw error;
    }
  };

  async function requestOf(collectionId: number | null) {
    const empty = storedRequest.parse({});
    if (collectionId === null) return empty;
    const known = requests.get(collectionId);
    if (known !== undefined) return known;
    const row = await db.selectFrom("collections").select("request").where("id", "=", collectionId).executeTakeFirst();
    const request = row === undefined ? empty : storedRequest.parse(row.request);
    if (requests.size > 1_000) requests.clear();
    requests.set(collectionId, request);
    return request;
  }
}
