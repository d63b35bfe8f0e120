/** Numbers beyond which a site is taken for endless. */
export interface TrapLimits {
  /** Segments of a path. Default 24. */
  segments: number;
  /** Times one segment may occur in a path. Default 3. */
  repeats: number;
  /** Different queries on one path. Default 2,000. */
  queriesPerPath: number;
  /** Different sets of parameter names on one path. Default 24. */
  nameSetsPerPath: number;
  /** Addresses of one shape whose dates lie more than two years ahead. Default 12. */
  futureDates: number;
  /** Addresses that differ in their dates only. Default 4,000: eleven years of days. */
  datesPerShape: number;
}

export const defaultTrapLimits: TrapLimits = {
  segments: 24,
  repeats: 3,
  queriesPerPath: 2_000,
  nameSetsPerPath: 24,
  futureDates: 12,
  datesPerShape: 4_000,
};

const maxTracked = 20_000;
// Year, separator, month. Without a separator every six-digit id would look like a date.
const dateLike = /[/=_-]((?:1[89]|2\d)\d\d)(?:[/_-]|&[a-z]{1,9}=)(0?[1-9]|1[0-2])(?=$|[/&_-])/;
const calendarWord = /calend|schedule|event|diary|archive|date|month|year|%EB%8B%AC%EB%A0%A5|%EC%9D%BC%EC%A0%95/i;

/**
 * Tells endless sites by the look of their addresses: paths that repeat themselves, one path under countless queries, calendars that go
 * on for ever. Counts what it is asked about, so ask once for each new address; memory is bounded, and what is forgotten only
 * makes it more patient.
 */
export class TrapWatch {
  readonly #limits: TrapLimits;
  readonly #now: () => number;
  #queries = new Map<string, { count: number; nameSets: Set<string> }>();
  #dates = new Map<string, number>();

  constructor(now: () => number, limits: Partial<TrapLimits> = {}) {
    this.#now = now;
    this.#limits = { ...defaultTrapLimits, ...limits };
  }

  /** What is endless about this normalised address, in one sentence; null when nothing is. */
  judge(collectionId: number, url: string): string | null {
    const queryAt = url.indexOf("?");
    const path = queryAt < 0 ? url : url.slice(0, queryAt);
    return (
      this.#repetition(path) ??
      (queryAt < 0 ? null : this.#permutation(`${collectionId} ${path}`, url.slice(queryAt + 1))) ??
      this.#calendar(collectionId, url)
    );
  }

  #repetition(path: string): string | null {
    let slashes = 0;
    for (let index = 8; index < path.length; index += 1) if (path.charCodeAt(index) === 47) slashes += 1;
    if (slashes < this.#limits.repeats + 1) return null;
    const segments = path.slice(path.indexOf("/", 8) + 1).split("/");
    if (segments.length > this.#limits.segments) return `The path has ${segments.length} parts.`;
    const counts = new Map<string, number>();
    for (const segment of segments) {
      if (segment === "") continue;
      const count = (counts.get(segment) ?? 0) + 1;
      if (count > this.#limits.repeats) return `The path repeats "${segment.slice(0, 60)}".`;
      counts.set(segment, count);
    }
    return null;
  }

  #permutation(path: string, query: string): string | null {
    let known = this.#queries.get(path);
    if (known === undefined) {
      if (this.#queries.size > maxTracked) this.#queries = new Map();
      known = { count: 0, nameSets: new Set() };
      this.#queries.set(path, known);
    }
    const names = query.replace(/=[^&]*/g, "");
    if (known.nameSets.size <= this.#limits.nameSetsPerPath) known.nameSets.add(names);
    known.count += 1;
    if (known.nameSets.size > this.#limits.nameSetsPerPath) {
      return `More than ${this.#limits.nameSetsPerPath} combinations of parameters on one path.`;
    }
    return known.count > this.#limits.queriesPerPath
      ? `More than ${this.#limits.queriesPerPath} queries on one path.`
      : null;
  }

  #calendar(collectionId: number, url: string): string | null {
    const date = dateLike.exec(url);
    if (date === null) return null;
    const year = Number(date[1]);
    const ahead = year > new Date(this.#now()).getUTCFullYear() + 2;
    // A thread 2050 with a page 3 is no date: the month has two digits or the address says what it is.
    if (ahead && date[2]?.length !== 2 && !calendarWord.test(url)) return null;
    const shape = `${collectionId} ${ahead} ${url.replace(/\d+/g, "0")}`;
    if (this.#dates.size > maxTracked) this.#dates = new Map();
    const count = (this.#dates.get(shape) ?? 0) + 1;
    this.#dates.set(shape, count);
    if (ahead) return count > this.#limits.futureDates ? `A calendar that reaches the year ${year}.` : null;
    return count > this.#limits.datesPerShape ? `More than ${this.#limits.datesPerShape} dates of one form.` : null;
  }
}
