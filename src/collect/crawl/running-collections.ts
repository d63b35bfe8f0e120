import { type Kysely, sql } from "kysely";
import type { Clock } from "../../lib/clock.ts";
import { storableText } from "../../lib/storable-text.ts";
import type { Db } from "../../platform/db/database.ts";
import type { Schema } from "../../platform/db/schema.ts";
import { MissingPartError, NaruError } from "../../platform/errors.ts";
import { loadAuthorKey } from "../author-key.ts";
import { type SourceSurroundings, type StoredRequest, storedRequest } from "../collection-request.ts";
import type { SessionInHand } from "../sessions/session-in-hand.ts";
import { readKeys } from "../sources/keys.ts";
import { loadLimits, noLimits, quietUntil, type SourceLimits } from "../sources/limits.ts";
import { orderOf } from "../sources/order.ts";
import { findSource } from "../sources/registry.ts";
import type { Source } from "../sources/source.ts";
import { SourceInHand } from "../sources/source-in-hand.ts";
import type { CollectionDiary } from "./collection-diary.ts";
import { CollectionInHand } from "./collection-in-hand.ts";
import type { LeftToOthers } from "./left-to-others.ts";

/** After trouble with the disk a collection is left alone for this long even if its pause could not be written down. */
const troubleMs = 5_000;

/** Limits are read again this often: they hold for all collectors within so long. */
const limitsMs = 2_000;

/** The running collections, as this collector last saw them. */
export class RunningCollections {
  readonly #db: Db;
  readonly #clock: Clock;
  readonly #allow: readonly string[];
  readonly #surroundings: SourceSurroundings;
  readonly #diary: CollectionDiary;
  readonly #left: LeftToOthers;
  readonly #openSession: ((name: string) => Promise<SessionInHand>) | null;
  readonly #isHeld: () => boolean;
  #authorKey: string | null = null;
  #limits: ReadonlyMap<string, SourceLimits> = new Map();
  #limitsAt = 0;
  readonly #known = new Map<number, CollectionInHand>();
  readonly #troubled = new Map<number, number>();
  #running: CollectionInHand[] = [];
  #refreshing: Promise<void> | null = null;

  constructor(
    db: Db,
    clock: Clock,
    allowEverywhere: readonly string[],
    surroundings: SourceSurroundings,
    diary: CollectionDiary,
    left: LeftToOthers,
    openSession: ((name: string) => Promise<SessionInHand>) | null = null,
    isHeld: () => boolean = () => false,
  ) {
    this.#openSession = openSession;
    this.#isHeld = isHeld;
    this.#surroundings = surroundings;
    this.#diary = diary;
    this.#left = left;
    this.#db = db;
    this.#clock = clock;
    this.#allow = allowEverywhere;
  }

  /** None while what was collected has yet to be read. */
  list(): readonly CollectionInHand[] {
    return this.#isHeld() ? [] : this.#running;
  }

  /** Also those that have just been paused: visits in hand still belong to them. */
  find(id: number): CollectionInHand | undefined {
    return this.#known.get(id);
  }

  /** What the operator allows a source, as of a few seconds ago. */
  limitsOf(sourceId: string): SourceLimits {
    return this.#limits.get(sourceId) ?? noLimits;
  }

  refresh(): Promise<void> {
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  /** The same by a look that begins now: one that is under way may have begun before the process was stopped. */
  async refreshAnew(): Promise<void> {
    await this.#refreshing?.catch(() => {});
    await this.refresh();
  }

  async #refresh(): Promise<void> {
    const rows = await this.#db
      .selectFrom("collections")
      .select(["id", "source_id", "anchors", "captures", "found"])
      .where("status", "=", "running")
      // Whoever imports files works on that collection alone.
      .where(sql<boolean>`request->'import' is null`)
      .orderBy("id")
      .execute();
    const now = new Date(this.#clock.now());
    if (rows.length > 0 && now.getTime() - this.#limitsAt >= limitsMs) {
      this.#limits = await loadLimits(this.#db);
      this.#limitsAt = now.getTime();
    }
    const running: CollectionInHand[] = [];
    for (const { id, source_id, anchors, found } of rows) {
      if (quietUntil(this.limitsOf(source_id), now) !== null) continue;
      if ((this.#troubled.get(id) ?? 0) > this.#clock.now() || this.#left.has(id)) continue;
      const known = this.#known.get(id) ?? (await this.#load(id));
      if (known === undefined) continue;
      known.addAnchors(anchors);
      known.noteFound(found);
      running.push(known);
    }
    this.#running = running;
    const ids = new Set(rows.map(({ id }) => id));
    await this.#left.keep(ids, (id) => this.#known.has(id));
    await this.#diary.look(rows.filter(({ id }) => !this.#left.has(id)));
    this.#forget(ids);
  }

  async #load(id: number): Promise<CollectionInHand | undefined> {
    const row = await this.#db.selectFrom("collections").selectAll().where("id", "=", id).executeTakeFirst();
    if (row === undefined) return undefined;
    const { source_id, anchors, cookies } = row;
    const request = storedRequest.parse(row.request);
    const source = findSource(source_id);
    if (source === undefined) {
      await this.#end(id, "unknown_source", `This naru has no source "${source_id}".`);
      return undefined;
    }
    let inHand: SourceInHand;
    let session: SessionInHand | null;
    try {
      inHand = await this.#take(source, request);
      session = request.session === undefined ? null : await this.#sessionOf(request.session);
    } catch (error) {
      if (!(error instanceof NaruError)) throw error;
      if (await this.#left.leave(id, error)) return undefined;
      await this.#end(id, error.code, `${error.message} ${error.next ?? ""}`.trim());
      return undefined;
    }
    const allow = [...this.#allow, ...source.allowAddresses];
    const facts = { id, sourceId: source_id, request, anchors, cookies };
    const collection = new CollectionInHand(facts, allow, inHand, session);
    this.#known.set(id, collection);
    return collection;
  }

  #sessionOf(name: string): Promise<SessionInHand> {
    if (this.#openSession !== null) return this.#openSession(name);
    throw new MissingPartError("session_unavailable", "This collector has no way to open stored sessions.");
  }

  async #take(source: Source, request: StoredRequest): Promise<SourceInHand> {
    const { env, endpoints } = this.#surroundings;
    const order = orderOf(source, request, endpoints);
    const keys = readKeys(source, order.credentials, env);
    const bodies = () => this.limitsOf(source.id).bodies;
    this.#authorKey ??= await loadAuthorKey(this.#db);
    return new SourceInHand({ source, order, keys, authorKey: this.#authorKey, bodies, now: this.#clock.now });
  }

  async #end(id: number, code: string, message: string): Promise<void> {
    await this.#db
      .updateTable("collections")
      .set({ status: "failed", error_code: code, error_message: storableText(message, 1_000), finished_at: new Date() })
      .where("id", "=", id)
      .where("status", "=", "running")
      .execute();
    await this.#diary.end([id]);
  }

  /** Keeps a while those that left: a resumed collection is read anew only when it was long gone. */
  #forget(running: ReadonlySet<number>): void {
    if (this.#known.size <= 200) return;
    for (const id of this.#known.keys()) if (!running.has(id)) this.#known.delete(id);
  }

  /**
   * Ends collections that have nothing left to do or have all the pages they were to have. One that brought no page at all has failed,
   * for the reason its first address met; so has one of an API whose answers led to failures and to no item.
   */
  async finishThoseDone(): Promise<void> {
    if (this.#running.length === 0) return;
    const ids = JSON.stringify(this.#running.map(({ id }) => id));
    // One transaction: nobody is to see an end without its reason.
    const ended = await this.#db.transaction().execute(async (trx) => {
      const { rows } = await sql<{ id: number; pages: number; items: number }>`
      update collections c set status = 'done', finished_at = now(), error_code = null, error_message = null
      where c.id in (select value::bigint from json_array_elements_text(${ids}::json)) and c.status = 'running'
        and not exists (select 1 from frontier f where f.collection_id = c.id and f.state = 'claimed')
        and (c.pages >= c.max_pages
          or not exists (select 1 from frontier f where f.collection_id = c.id and f.state = 'queued'))
      returning c.id, c.pages, c.items`.execute(trx);
      for (const { id, pages, items } of rows) {
        const isApi = this.#running.find((one) => one.id === id)?.source.source.way === "api";
        if (pages === 0 || (isApi && items === 0)) await this.#markFailed(trx, id);
      }
      return rows.map(({ id }) => id);
    });
    if (ended.length === 0) return;
    await this.#diary.end(ended);
    await this.refresh();
  }

  async #markFailed(trx: Kysely<Schema>, id: number): Promise<void> {
    await sql`
      update collections c set
        -- Refused is not failed: everything worked as it should.
        status = case when f.reason in ('robots_denied', 'robots_unreachable', 'address_refused') then 'done' else 'failed' end,
        error_code = f.reason, error_message = f.url || ': ' || coalesce(f.detail, f.reason)
      from (select url, reason, detail from frontier where collection_id = ${id} and reason is not null
            order by (found_by = 'seed') desc, (found_by = 'redirect') desc, id limit 1) f
      where c.id = ${id} and c.status = 'done'`.execute(trx);
  }

  /** Pauses collections for trouble of ours, with its code; they go on when somebody resumes them. */
  async pauseFor(ids: readonly number[], code: string, message: string): Promise<void> {
    for (const id of ids) this.#troubled.set(id, this.#clock.now() + troubleMs);
    this.#running = this.#running.filter(({ id }) => !ids.includes(id));
    await this.#db
      .updateTable("collections")
      .set({ status: "paused", error_code: code, error_message: storableText(message, 1_000) })
      .where("id", "in", [...ids])
      .where("status", "=", "running")
      .execute()
      // The disk may be the database's too. The collection is tried again later and pauses then.
      .catch(() => {});
  }
}
