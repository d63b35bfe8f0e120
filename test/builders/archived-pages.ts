import {
  commitExtents,
  type Exchange,
  insertCaptures,
  payloadDigest,
  type WarcExtent,
  WarcLane,
} from "../../src/archive/index.ts";
import type { Db } from "../../src/platform/db/database.ts";
import { buildExchange } from "./exchange.ts";

/** Archives pages as a collector does, one committed batch each time; `close` closes the file. */
export class ArchivedPages {
  readonly lane: WarcLane;
  readonly #db: Db;
  readonly #writerId: string;

  constructor(
    db: Db,
    folder: string,
    writerId: string,
    options: Partial<ConstructorParameters<typeof WarcLane>[0]> = {},
  ) {
    this.#db = db;
    this.#writerId = writerId;
    this.lane = new WarcLane({ folder, writerId, now: Date.now, info: {}, ...options });
  }

  /** Gives the captures' ids. */
  async add(pages: readonly { url: string; body: Buffer }[]): Promise<number[]> {
    const exchanges = pages.map(({ url, body }) => buildExchange({ url, response: { body } }));
    const { places, extents } = await this.lane.write(exchanges);
    return this.#db.transaction().execute(async (trx) => {
      await commitExtents(trx, this.#writerId, extents);
      return insertCaptures(
        trx,
        exchanges.map((exchange, index) => captureOf(exchange, places[index])),
      );
    });
  }

  async close(): Promise<WarcExtent[]> {
    const extents = await this.lane.close();
    await commitExtents(this.#db, this.#writerId, extents);
    return extents;
  }
}

function captureOf(exchange: Exchange, place: { file: string; offset: number; length: number } | undefined) {
  if (place === undefined) throw new Error("The archive gave no place.");
  return {
    collectionId: null,
    sourceId: "web",
    url: exchange.url,
    host: new URL(exchange.url).host,
    capturedAt: exchange.capturedAt,
    status: 200,
    mime: "text/html",
    digest: payloadDigest(exchange.response.body),
    payloadLength: exchange.response.body.length,
    recordType: "response" as const,
    refersTo: null,
    place,
    etag: null,
    lastModified: null,
    robots: { allowed: true, rule: null, agent: "*", because: "rule" as const },
    redirectTo: null,
    truncated: null,
  };
}
