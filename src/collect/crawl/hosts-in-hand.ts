import { momentOf } from "../../lib/moment.ts";
import { isAway, isClash } from "../../platform/db/database-fault.ts";
import type { CollectorPlace, Others } from "../collectors/collector-place.ts";
import { leaseHosts, listWaitingHosts, renewLeases } from "../frontier/host-lease.ts";
import type { FinishedVisit } from "../visit/finished-visit.ts";
import type { CollectorParts } from "./collector-parts.ts";
import { HostRunner } from "./host-runner.ts";
import type { RunningCollections } from "./running-collections.ts";

export interface HostsInHandOptions {
  parts: CollectorParts;
  place: CollectorPlace;
  collections: RunningCollections;
  submit: (visit: FinishedVisit) => Promise<{ committed: Promise<void> }>;
  /** A host was handed back: others may have its place. */
  onRoom: () => void;
  onFailure: (error: unknown) => void;
}

/** A host that is left to others is taken when nobody wants it for this long. */
const leftMs = 2_000;

/** The hosts that a collector holds, each with the runner that visits it. */
export class HostsInHand {
  readonly #options: HostsInHandOptions;
  readonly #runners = new Map<string, { runner: HostRunner; done: Promise<void> }>();
  /** Where the look at a collection's many hosts goes on. */
  readonly #lookedUpTo = new Map<number, string>();
  /** Hosts that were left to others, by when they were first seen free. */
  #left = new Map<string, number>();
  #others: Others = { count: 0, hosts: 0, least: null };
  #sharedAt = 0;
  #leases = 0;
  #renewing: Promise<void> | null = null;
  #crowded = false;

  constructor(options: HostsInHandOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#runners.size;
  }

  /** Lengthens every lease; hosts whose lease went to somebody else are left. Many may ask for it at once. */
  renew(): Promise<void> {
    this.#renewing ??= this.#renew().finally(() => {
      this.#renewing = null;
    });
    return this.#renewing;
  }

  async #renew(): Promise<void> {
    const { db, clock, tuning } = this.#options.parts;
    const at = momentOf(clock);
    const runners = [...this.#runners.values()].map(({ runner }) => runner);
    const ours = await renewLeases(
      db,
      runners.map((runner) => runner.state()),
      tuning.leaseMs,
    );
    for (const runner of runners) {
      if (ours.has(runner.token)) runner.renewed(at);
      else runner.lose();
    }
  }

  /** Takes hosts that have something to do, as many as there are places for. */
  async lease(): Promise<void> {
    const { parts, collections, place, submit } = this.#options;
    const { db, settings, tuning } = parts;
    const held = [...this.#runners.keys()];
    const places = settings.concurrency - held.length;
    const waiting = new Set<string>();
    for (const collection of collections.list()) {
      const after = this.#lookedUpTo.get(collection.id) ?? "";
      const { hosts, next } = await listWaitingHosts(db, collection.id, held, Math.max(1, places + 1), after);
      for (const host of hosts) waiting.add(host);
      if (next === "") this.#lookedUpTo.delete(collection.id);
      else this.#lookedUpTo.set(collection.id, next);
    }
    this.#crowded = waiting.size > places;
    const wanted = this.#ofMine([...waiting]).slice(0, Math.max(0, places));
    const token = () => {
      this.#leases += 1;
      return `${place.name}:${place.life}:${this.#leases}`;
    };
    const home = {
      running: () => collections.list(),
      submit,
      crowded: () => this.#crowded,
      catchUp: async () => {
        await this.renew();
        await collections.refreshAnew();
      },
    };
    const at = momentOf(parts.clock);
    for (const lease of await leaseHosts(db, wanted, token, tuning.leaseMs)) {
      const runner = new HostRunner(parts, home, lease, at);
      this.#runners.set(lease.host, { runner, done: this.#watch(runner) });
    }
  }

  /**
   * Hears how the others are, and hands hosts on when one of them has room and less than its share: so that a collector that came first does
   * not keep all of a few hosts to itself.
   */
  share(others: Others): void {
    this.#others = others;
    const total = this.size + others.hosts;
    const each = total / (others.count + 1);
    if (others.least === null || others.least >= Math.floor(each)) return;
    // What the others hold now is known when they have had the time to take what was handed on, and to say so.
    const { clock, tuning } = this.#options.parts;
    if (clock.now() - this.#sharedAt < tuning.beatMs * 3) return;
    this.#sharedAt = clock.now();
    const oldest = [...this.#runners.values()].slice(0, Math.max(0, this.size - Math.ceil(each)));
    for (const { runner } of oldest) runner.leave();
  }

  /** Of free hosts those that are this collector's share, and those that nobody took although they were left. */
  #ofMine(free: readonly string[]): string[] {
    const { count, hosts, least } = this.#others;
    if (least === null) return [...free];
    const now = this.#options.parts.clock.now();
    const share = Math.max(0, Math.ceil((this.size + hosts + free.length) / (count + 1)) - this.size);
    const before = this.#left;
    this.#left = new Map(free.slice(share).map((host) => [host, before.get(host) ?? now]));
    return free.filter((host, at) => at < share || now - (before.get(host) ?? now) >= leftMs);
  }

  /** Ends the work on every host after what is in hand. */
  leave(): void {
    for (const { runner } of this.#runners.values()) runner.leave();
  }

  async ended(): Promise<void> {
    await Promise.all([...this.#runners.values()].map(({ done }) => done));
  }

  async #watch(runner: HostRunner): Promise<void> {
    const { parts, onRoom, onFailure } = this.#options;
    let failed = false;
    try {
      await runner.run();
    } catch (error) {
      failed = true;
      if (isAway(error)) parts.log.warn({ host: runner.host }, "The database is away; a host waits.");
      else if (isClash(error))
        parts.log.warn({ host: runner.host }, "Two collectors met on the same rows; a host waits.");
      else onFailure(error);
    } finally {
      this.#runners.delete(runner.host);
      // One that found nothing it may take (others have the last pages in hand) would find nothing at once again.
      if (runner.claimedAny || failed) onRoom();
    }
  }
}
