import type { Db } from "../../platform/db/database.ts";
import type { RobotsVerdict } from "../../platform/db/schema.ts";
import type { RobotsRecord } from "../visit/finished-visit.ts";
import { type RobotsRules, rulesFor } from "./match-robots.ts";
import { parseRobots } from "./parse-robots.ts";

/** What an origin's robots.txt lets us do now. */
export type RobotsAccess =
  | { kind: "rules"; rules: RobotsRules }
  | { kind: "allow_all" }
  | {
      kind: "deny_all";
      detail: string;
      reason: "robots_unreachable" | "host_unreachable" | "gone_service" | "address_refused" | "tls_error";
    }
  | { kind: "paused"; detail: string };

export interface RobotsAnswer {
  record: RobotsRecord;
  access: RobotsAccess;
}

const maxOrigins = 2_000;
/** Files of a megabyte are rare, and a site may have any number of hosts. */
const maxWeight = 64 * 2 ** 20;
const staleUseMs = 60 * 60_000;

/** Product token that robots.txt files may address naru by. */
export const productToken = "naru";

/**
 * Robots rules by origin: in memory, else in the database, else asked for. An expired file is used for another hour when the site
 * cannot be asked now (RFC 9309 §2.4).
 */
export class RobotsGate {
  readonly #db: Db;
  readonly #now: () => number;
  readonly #known = new Map<string, { access: RobotsAccess; until: number }>();
  readonly #asking = new Map<string, Promise<RobotsAccess>>();
  readonly #limits: { origins: number; weight: number };
  #weight = 0;

  constructor(db: Db, now: () => number, limits = { origins: maxOrigins, weight: maxWeight }) {
    this.#db = db;
    this.#now = now;
    this.#limits = limits;
  }

  /** @param fetch asks the site; called once however many visits wait for the answer. */
  access(origin: string, fetch: () => Promise<RobotsAnswer>): Promise<RobotsAccess> | RobotsAccess {
    const known = this.#known.get(origin);
    if (known !== undefined && known.until > this.#now()) return known.access;
    const asking = this.#asking.get(origin);
    if (asking !== undefined) return asking;
    const promise = this.#find(origin, fetch).finally(() => this.#asking.delete(origin));
    this.#asking.set(origin, promise);
    return promise;
  }

  /** Crawl-delay in seconds as far as the file is in memory; null when it says nothing. */
  crawlDelay(origin: string): number | null {
    const known = this.#known.get(origin);
    return known?.access.kind === "rules" ? known.access.rules.crawlDelay : null;
  }

  async #find(origin: string, fetch: () => Promise<RobotsAnswer>): Promise<RobotsAccess> {
    const stored = await this.#db.selectFrom("robots").selectAll().where("origin", "=", origin).executeTakeFirst();
    if (stored !== undefined && stored.expires_at.getTime() > this.#now()) {
      const access = accessOf(stored.outcome, stored.body, stored.http_status);
      return this.#remember(origin, access, stored.expires_at.getTime());
    }
    const { record, access } = await fetch();
    if (access.kind === "deny_all" && stored?.outcome === "rules") {
      return this.#remember(origin, accessOf("rules", stored.body, null), this.#now() + staleUseMs);
    }
    return this.#remember(origin, access, record.expiresAt.getTime());
  }

  #remember(origin: string, access: RobotsAccess, until: number): RobotsAccess {
    this.#forget(origin);
    this.#known.set(origin, { access, until });
    this.#weight += weightOf(access);
    for (const oldest of this.#known.keys()) {
      if (oldest === origin) break;
      if (this.#known.size <= this.#limits.origins && this.#weight <= this.#limits.weight) break;
      this.#forget(oldest);
    }
    return access;
  }

  #forget(origin: string): void {
    const known = this.#known.get(origin);
    if (known === undefined) return;
    this.#known.delete(origin);
    this.#weight -= weightOf(known.access);
  }
}

function weightOf(access: RobotsAccess): number {
  return access.kind === "rules" ? access.rules.weight : 500;
}

function accessOf(outcome: RobotsRecord["outcome"], body: string | null, status: number | null): RobotsAccess {
  const said = status === null ? "" : ` (robots.txt answered ${status})`;
  switch (outcome) {
    case "rules":
      return { kind: "rules", rules: rulesFor(parseRobots(Buffer.from(body ?? "")), productToken) };
    case "allow_all":
      return { kind: "allow_all" };
    case "paused":
      return { kind: "paused", detail: `The host is paused${said}.` };
    case "deny_all":
      return { kind: "deny_all", reason: "robots_unreachable", detail: `robots.txt could not be read${said}.` };
  }
}

/** The verdict for one address, or null when the host may not be asked at all. */
export function verdictOf(access: RobotsAccess, url: string): RobotsVerdict | null {
  if (access.kind === "rules") return access.rules.check(url);
  if (access.kind === "allow_all") return { allowed: true, rule: null, agent: null, because: "allow_all" };
  return null;
}
