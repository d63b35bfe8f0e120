import type { Collection } from "../contracts/index.ts";
import type { Clock } from "../lib/clock.ts";

/** A collection as it was last seen, and written once for all who are told of it. */
export interface SeenState {
  collection: Collection;
  text: string;
}

export interface SharedProgressOptions {
  load(id: number): Promise<Collection>;
  clock: Clock;
  /** Between two looks at one collection. */
  pollMs: number;
  /** Aborts when the server closes. */
  closing: AbortSignal;
}

interface Followed {
  seen: SeenState;
  followers: number;
  /** Resolves at the next change, with another one in its place. */
  changed: PromiseWithResolvers<void>;
}

/**
 * Looks at the collections that somebody follows, one after another, each once for all its followers: fifty pages that watch one crawl cost
 * the database what one does. Nobody is waited for: whoever reads slowly finds the newest state when it comes back.
 */
export class SharedProgress {
  readonly #options: SharedProgressOptions;
  readonly #followed = new Map<number, Followed>();
  /** First looks that are under way. */
  readonly #coming = new Map<number, Promise<SeenState>>();
  #looking = false;

  constructor(options: SharedProgressOptions) {
    this.#options = options;
  }

  /** Follows a collection until `leave` is called. @throws what `load` throws, when nobody follows it yet. */
  async follow(id: number): Promise<Follower> {
    let followed = this.#followed.get(id);
    if (followed === undefined) {
      const seen = await this.#firstLook(id);
      // Somebody else may have asked meanwhile.
      followed = this.#followed.get(id) ?? { seen, followers: 0, changed: Promise.withResolvers<void>() };
      this.#followed.set(id, followed);
    }
    followed.followers += 1;
    if (!this.#looking) void this.#look();
    return this.#followerOf(id, followed);
  }

  /** Shared by all who come before it has an answer. */
  #firstLook(id: number): Promise<SeenState> {
    const known = this.#coming.get(id);
    if (known !== undefined) return known;
    const look = this.#options
      .load(id)
      .then(seenOf)
      .finally(() => this.#coming.delete(id));
    this.#coming.set(id, look);
    return look;
  }

  #followerOf(id: number, followed: Followed): Follower {
    let isHere = true;
    return {
      get seen() {
        return followed.seen;
      },
      get changed() {
        return followed.changed.promise;
      },
      leave: () => {
        if (!isHere) return;
        isHere = false;
        followed.followers -= 1;
        if (followed.followers === 0 && this.#followed.get(id) === followed) this.#followed.delete(id);
      },
    };
  }

  async #look(): Promise<void> {
    const { load, clock, pollMs, closing } = this.#options;
    this.#looking = true;
    while (this.#followed.size > 0 && !closing.aborted) {
      await clock.sleep(pollMs, closing).catch(() => {});
      for (const [id, followed] of [...this.#followed]) {
        if (closing.aborted || followed.followers === 0) continue;
        // A database that is away for a moment is no reason to end; the next look may tell more.
        const collection = await load(id).catch(() => null);
        if (collection === null) continue;
        const seen = seenOf(collection);
        if (seen.text === followed.seen.text) continue;
        followed.seen = seen;
        const { resolve } = followed.changed;
        followed.changed = Promise.withResolvers<void>();
        resolve();
      }
    }
    this.#looking = false;
  }
}

/** One who follows a collection. */
export interface Follower {
  readonly seen: SeenState;
  /** Resolves when there is something new since now. */
  readonly changed: Promise<void>;
  leave(): void;
}

function seenOf(collection: Collection): SeenState {
  return { collection, text: JSON.stringify(collection) };
}
