import type { CollectorPlace } from "../collectors/collector-place.ts";
import { PlaceLostError } from "../errors.ts";
import { dropLeasesOf } from "../frontier/host-lease.ts";
import { patientlyUntilStopped } from "../patiently.ts";
import { buildSession, type SessionParts } from "./build-session.ts";
import type { CollectorOptions } from "./collector.ts";
import { endSession } from "./end-session.ts";
import { recoverArchive } from "./recover-archive.ts";

/** One stay of a collector in its place: looks for work again and again until it is to leave. */
export class CollectorSession {
  readonly #options: CollectorOptions;
  readonly #place: CollectorPlace;
  readonly #parts: SessionParts;
  /** Aborts when the collector is to leave: asked by its process or over the registry. */
  readonly #leaving = new AbortController();
  #renewedAt = 0;
  #endedAt = 0;
  #leasedAt = 0;
  #leaseEveryMs = 0;
  #awake = Promise.withResolvers<void>();
  #failure: unknown = null;

  constructor(options: CollectorOptions, place: CollectorPlace) {
    this.#options = options;
    this.#place = place;
    this.#parts = buildSession(options, place, {
      isLeaving: () => this.#leaving.signal.aborted,
      leave: () => this.#leave(),
      wake: () => this.wake(),
      fail: (error) => this.#fail(error),
    });
  }

  /** Looks for work at once. */
  wake(): void {
    this.#leasedAt = 0;
    this.#awake.resolve();
  }

  /** Works until the signal aborts or somebody asks it to leave; then hands everything back. @throws what stopped it. */
  async run(signal: AbortSignal): Promise<void> {
    const { db, archive, log } = this.#options;
    const { heart, lane, shipper } = this.#parts;
    const leaving = this.#leaving.signal;
    if (signal.aborted) this.#leave();
    else signal.addEventListener("abort", this.#leave, { once: true });
    log.info({ collector: this.#place.name }, "A collector begins.");
    heart.start();
    try {
      await this.#patiently(async () => {
        const lost = { folder: archive.folder, writerId: this.#place.name, isStillOurs: () => heart.makeSure() };
        await recoverArchive(db, lost, log);
        await dropLeasesOf(db, this.#place);
      });
      lane.start();
      shipper?.start();
      while (!leaving.aborted && this.#failure === null) {
        await this.#patiently(() => this.#tick());
        await this.#pause();
      }
    } finally {
      signal.removeEventListener("abort", this.#leave);
      this.#leaving.abort();
      this.#failure = await endSession(this.#parts, () => this.#failure);
    }
    if (this.#failure !== null) throw this.#failure;
    log.info({ collector: this.#place.name }, "A collector ended.");
  }

  readonly #leave = () => {
    if (this.#leaving.signal.aborted) return;
    this.#leaving.abort();
    this.wake();
  };

  #fail(error: unknown): void {
    this.#failure ??= error;
    // What was asked for in a place that is another's now is asked for again by that one.
    if (error instanceof PlaceLostError) this.#options.http.abandon();
    this.wake();
  }

  /** Waits for a database that is away, until it is to leave. */
  async #patiently(work: () => Promise<void>): Promise<void> {
    const { signal } = this.#leaving;
    await patientlyUntilStopped({ clock: this.#parts.shared.clock, log: this.#options.log, signal }, work);
  }

  async #tick(): Promise<void> {
    const { collections, hosts, keeper, shared, backlog } = this.#parts;
    const { clock, tuning } = shared;
    if (clock.now() - this.#renewedAt >= tuning.renewMs) {
      const at = clock.now();
      await hosts.renew();
      this.#renewedAt = at;
    }
    await backlog.look();
    await collections.refresh();
    const quiet = hosts.size === 0;
    // While hosts are at work nothing is likely to be done; so this is asked once a second. Before any host is leased: a
    // collection that has all its pages still has addresses waiting.
    if (quiet || clock.now() - this.#endedAt >= 1_000) {
      this.#endedAt = clock.now();
      await collections.finishThoseDone();
    }
    // New hosts turn up with the links of others, in this process and in others; in a large frontier the look costs more than the claims.
    if (quiet || clock.now() - this.#leasedAt >= this.#leaseEveryMs) {
      this.#leasedAt = clock.now();
      await hosts.lease();
      this.#leaseEveryMs = Math.min(1_000, (clock.now() - this.#leasedAt) * 20);
    }
    await keeper.look();
    await keeper.tidy(hosts.size > 0 || collections.list().length > 0);
  }

  async #pause(): Promise<void> {
    const { pollMs } = this.#parts.shared.tuning;
    const timer = setTimeout(() => this.#awake.resolve(), pollMs);
    await this.#awake.promise;
    clearTimeout(timer);
    this.#awake = Promise.withResolvers<void>();
  }
}
