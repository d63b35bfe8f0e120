import { findRenderedDigest, type PreviousCapture } from "../../archive/index.ts";
import { OutgoingError } from "../../platform/http-out/index.ts";
import { HostLeftError } from "../errors.ts";
import type { ClaimedRow } from "../frontier/frontier-row.ts";
import { listRedirectChain } from "../frontier/frontier-store.ts";
import type { PageRendering } from "../render/render-visit.ts";
import { fetchRobots } from "../robots/fetch-robots.ts";
import { type RobotsAccess, verdictOf } from "../robots/robots-gate.ts";
import { BudgetInHand, BudgetSpentError } from "../sources/budget-in-hand.ts";
import { spendBudget } from "../sources/limits.ts";
import { findMark, markKeyOf } from "../sources/marks.ts";
import { markSpent } from "../sources/quota.ts";
import { QuotaInHand } from "../sources/quota-in-hand.ts";
import { broughtNothing, type FinishedVisit, type TimedRequest } from "../visit/finished-visit.ts";
import { type Hop, hopOf } from "../visit/hop.ts";
import { visitApi } from "../visit/visit-api.ts";
import { type VisitResult, visitPage } from "../visit/visit-page.ts";
import type { CollectionInHand } from "./collection-in-hand.ts";
import type { CollectorParts } from "./collector-parts.ts";
import type { HostPace } from "./host-pace.ts";
import type { HostRight } from "./host-right.ts";

/** What a visitor knows of the hold on its host. */
export interface HostHold {
  pace: HostPace;
  right: HostRight;
  /** Whether a collection still runs, as far as it is known here. */
  runs: (collectionId: number) => boolean;
  /** Aborts when the host is left. */
  signal: AbortSignal;
}

/** Visits addresses of one host at its pace, asking robots.txt first. */
export class HostVisitor {
  readonly #parts: CollectorParts;
  readonly #pace: HostPace;
  readonly #right: HostRight;
  readonly #runs: (collectionId: number) => boolean;
  readonly #signal: AbortSignal;
  #toldDelay = 0;
  #knowsPace = false;

  constructor(parts: CollectorParts, { pace, right, runs, signal }: HostHold) {
    this.#parts = parts;
    this.#pace = pace;
    this.#right = right;
    this.#runs = runs;
    this.#signal = signal;
  }

  /** What the visit brought, robots.txt first when it was fetched; without the address itself when the work stopped first. */
  async visit(
    row: ClaimedRow,
    token: string,
    collection: CollectionInHand,
    previous: PreviousCapture | null,
  ): Promise<FinishedVisit[]> {
    const visits: FinishedVisit[] = [];
    const requests: TimedRequest[] = [];
    const hop = this.#hop(collection, (request) => requests.push(request), true);
    try {
      const result = await this.#visitOne(row, collection, previous, hop, visits, requests);
      this.#pace.learn(result.signal);
      if (result.signal.kind === "slow_down") this.#tellSlow(collection.id, row.host, result.signal.status);
      const { end, signal: _, ...brought } = result;
      visits.push({
        collectionId: collection.id,
        sourceId: collection.sourceId,
        row: { claimed: row, token, end },
        robots: null,
        ...brought,
      });
      return visits;
    } catch (error) {
      // Another host's visit may have been asking for both (a robots.txt, a login) when that host was left.
      const given = error instanceof HostLeftError || (error instanceof OutgoingError && error.fault === "aborted");
      if (!given) throw error;
      return visits;
    } finally {
      const last = visits.at(-1);
      if (last !== undefined) last.requests = requests;
    }
  }

  async #visitOne(
    row: ClaimedRow,
    collection: CollectionInHand,
    previous: PreviousCapture | null,
    hop: Hop,
    visits: FinishedVisit[],
    requests: TimedRequest[],
  ): Promise<VisitResult> {
    const parts = this.#parts;
    const limits = parts.limitsOf(collection.sourceId);
    const budget = new BudgetInHand(parts.db, collection.sourceId, limits, parts.clock);
    const spent = (until: Date): VisitResult => {
      const detail = `The daily budget of ${limits.dailyRequests} requests is used up.`;
      const end = { state: "wait", reason: "quota_exhausted", detail, httpStatus: null, until } as const;
      return { ...broughtNothing, end, signal: { kind: "fine", status: null } };
    };
    const opensAt = await budget.take();
    if (opensAt !== null) return spent(opensAt);
    let asked = 0;
    const counted: Hop = (request) => {
      const made = requests.length;
      const before = () => {
        const keeping = asked > 0 ? undefined : budget.keepUp();
        return keeping === undefined ? request.before?.() : keeping.then(request.before);
      };
      return hop({ ...request, before }).finally(() => {
        asked += requests.length - made;
      });
    };
    try {
      return await this.#ask(row, collection, previous, { counted, forRobots: hop }, visits, requests);
    } catch (error) {
      if (error instanceof BudgetSpentError) return spent(error.until);
      throw error;
    } finally {
      // robots.txt denies it, a quota is used up, or the work stopped first.
      if (asked === 0) await budget.giveBack();
    }
  }

  async #ask(
    row: ClaimedRow,
    collection: CollectionInHand,
    previous: PreviousCapture | null,
    { counted: hop, forRobots }: { counted: Hop; forRobots: Hop },
    visits: FinishedVisit[],
    requests: TimedRequest[],
  ): Promise<VisitResult> {
    const parts = this.#parts;
    const limits = parts.limitsOf(collection.sourceId);
    const now = () => new Date(parts.clock.now());
    const { source } = collection;
    if (source.owns(row.url)) {
      this.#pace.setDelay(collection.request.delayMs ?? limits.delayMs ?? source.source.paceMs);
      this.#knowsPace = true;
      const owner = { sourceId: collection.sourceId, account: source.account, quotas: source.source.quotas };
      const quota = new QuotaInHand(parts.db, owner, parts.clock);
      return visitApi({
        row,
        source,
        hop,
        endings: parts.endings,
        limits: parts.limits,
        now: parts.clock.now,
        takeQuota: (costs) => quota.take(costs),
        retakeQuota: (costs) => quota.retake(costs),
        settleQuota: (asked, costs) => quota.settle(asked, costs),
        markSpent: (bucket) => markSpent(parts.db, owner, bucket, now()),
        findMark: (address) => findMark(parts.db, collection.sourceId, markKeyOf(address)),
      });
    }
    const access = await this.#access(new URL(row.url).origin, collection, forRobots, visits);
    this.#applyDelay(collection, new URL(row.url).origin);
    this.#knowsPace = true;
    const rendering = this.#rendering(collection, visits, requests);
    const isList = source.source.read !== undefined && row.foundBy === "seed";
    const visiting = visitPage({
      row,
      collection,
      hop,
      access,
      previous,
      mark: isList ? await findMark(parts.db, collection.sourceId, markKeyOf(row.url)) : null,
      reader: parts.reader,
      endings: parts.endings,
      seen: parts.seen,
      traps: parts.traps,
      limits: parts.limits,
      now: parts.clock.now,
      readArchived: parts.readArchived,
      rendering: rendering?.rendering ?? null,
      redirectChain: (one) => listRedirectChain(parts.db, one.id),
    });
    // A page that was begun is finished; what it took counts for the next one.
    return visiting.finally(() => spendBudget(parts.db, collection.sourceId, limits, rendering?.asked() ?? 0, now()));
  }

  /** The next turn, and after the wait for it (which may have been a long one) the right to it. */
  #turn(collectionId: number): Promise<void> | undefined {
    const waiting = this.#pace.turn();
    if (waiting === undefined && this.#right.isSure && this.#runs(collectionId)) return undefined;
    return this.#waitTurn(waiting, collectionId);
  }

  async #waitTurn(waiting: Promise<void> | undefined, collectionId: number): Promise<void> {
    await waiting;
    await this.#right.make();
    if (!this.#runs(collectionId)) throw new HostLeftError(`Collection ${collectionId} does not run any more.`);
  }

  #tellSlow(collectionId: number, host: string, status: number): void {
    const facts = { host, status, pauseMs: Math.round(this.#pace.waitMs), delayMs: Math.round(this.#pace.delayMs) };
    this.#parts.collectionLog.note(collectionId, "host_slow", facts);
  }

  /** False until robots.txt had its say. */
  get knowsPace(): boolean {
    return this.#knowsPace;
  }

  /** Sets the pace before the first request, from what is known without asking. */
  setPace(rows: readonly ClaimedRow[], collections: readonly CollectionInHand[]): void {
    const [first] = rows;
    const collection = collections.find(({ id }) => id === first?.collectionId);
    if (first !== undefined && collection !== undefined) this.#applyDelay(collection, new URL(first.url).origin);
  }

  #hop(collection: CollectionInHand, onRequest: (request: TimedRequest) => void, paced: boolean): Hop {
    const parts = this.#parts;
    return hopOf({
      http: parts.http,
      userAgent: parts.userAgent,
      now: parts.clock.now,
      collectionId: collection.id,
      sourceId: collection.sourceId,
      turn: () => (paced ? this.#turn(collection.id) : this.#right.make()),
      mayLeave: () => this.#right.isSure,
      rest: () => this.#pace.rest(),
      onRequest,
      secrets: () => collection.session?.secrets ?? [],
    });
  }

  /** How pages of this host are rendered, and how many requests it took; null where there is no renderer. */
  #rendering(
    collection: CollectionInHand,
    visits: FinishedVisit[],
    requests: TimedRequest[],
  ): { rendering: PageRendering; asked: () => number } | null {
    const { renderer, db } = this.#parts;
    if (renderer === null) return null;
    let asked = 0;
    const onPart = (request: TimedRequest) => {
      asked += 1;
      requests.push(request);
    };
    const partHop = this.#hop(collection, onPart, false);
    const rendering: PageRendering = {
      renderer,
      partHop,
      verdictOf: async (url) => verdictOf(await this.#access(url.origin, collection, partHop, visits, false), url.href),
      turn: async () => this.#turn(collection.id),
      rest: () => this.#pace.rest(),
      signal: this.#signal,
      findRenderedDigest: (url) => findRenderedDigest(db, url),
    };
    return { rendering, asked: () => asked };
  }

  #access(
    origin: string,
    collection: CollectionInHand,
    hop: Hop,
    visits: FinishedVisit[],
    ours = true,
  ): Promise<RobotsAccess> | RobotsAccess {
    return this.#parts.gate.access(origin, async () => {
      const { clock, tuning } = this.#parts;
      const fetched = await fetchRobots(origin, hop, collection.allow, clock.now, 1_500 * tuning.retryScale);
      visits.push({
        collectionId: collection.id,
        sourceId: collection.sourceId,
        row: null,
        ...broughtNothing,
        captures: fetched.captures,
        robots: fetched.record,
      });
      if (ours && fetched.access.kind === "deny_all")
        this.#pace.learn({ kind: "failed", detail: fetched.access.detail });
      return fetched;
    });
  }

  /** The longer of our delay and the site's, the latter cut to what is bearable. */
  #applyDelay(collection: CollectionInHand, origin: string): void {
    const { settings, gate, log } = this.#parts;
    const own = collection.request.delayMs ?? this.#parts.limitsOf(collection.sourceId).delayMs ?? settings.delayMs;
    const asked = (gate.crawlDelay(origin) ?? 0) * 1_000;
    if (asked > settings.maxCrawlDelayMs && asked !== this.#toldDelay) {
      this.#toldDelay = asked;
      log.warn(
        { origin, askedMs: asked, usedMs: settings.maxCrawlDelayMs },
        "A crawl-delay was cut to the longest allowed.",
      );
    }
    this.#pace.setDelay(Math.max(own, Math.min(asked, settings.maxCrawlDelayMs)));
  }
}
