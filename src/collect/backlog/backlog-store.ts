import { type Kysely, sql } from "kysely";
import { z } from "zod";
import { inTurn } from "../../platform/db/in-turn.ts";
import type { Schema } from "../../platform/db/schema.ts";
import { raiseAlerts } from "../alerts-store.ts";

type Db = Kysely<Schema>;

/** How much may wait to be read, and what happens when more does. */
export interface BacklogLimit {
  /** Documents that wait for a stage. */
  documents: number;
  /** `slow`: collecting and importing wait. `tell`: they go on, and an alert is raised. */
  whenFull: "slow" | "tell";
}

/** What all collectors know of the backlog together. */
export interface BacklogState {
  /** More waits than is allowed, or did and has not fallen to four fifths of it yet. */
  full: boolean;
  /** Collecting and importing wait for it. */
  held: boolean;
  /** Somebody reads. False while it is full and no worker has been heard of for a minute. */
  read: boolean;
  /** The bound. */
  documents: number;
}

const key = "collect.backlog";

const stored = z.object({ full: z.boolean(), held: z.boolean(), read: z.boolean(), documents: z.int() });

/** How the backlog stands, as the last who looked at it has noted; null when nobody ever had to. */
export async function findBacklog(db: Db): Promise<BacklogState | null> {
  const row = await db.selectFrom("settings").select("value").where("key", "=", key).executeTakeFirst();
  return stored.safeParse(row?.value).data ?? null;
}

export function isSame(a: BacklogState, b: BacklogState): boolean {
  return a.full === b.full && a.held === b.held && a.read === b.read && a.documents === b.documents;
}

/** Notes a state that differs from the last one. Of any number who see the same change one notes it and raises its alert. */
export async function noteBacklog(db: Db, state: BacklogState): Promise<void> {
  await inTurn(db).execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('naru backlog', 0))`.execute(trx);
    const before = await findBacklog(trx);
    if (before !== null && isSame(before, state)) return;
    const value = JSON.stringify(state);
    await trx
      .insertInto("settings")
      .values({ key, value })
      .onConflict((conflict) => conflict.column("key").doUpdateSet({ value }))
      .execute();
    if (!state.full) return;
    const about = { sourceId: null, collectionId: null };
    const many = `More than ${state.documents.toLocaleString("en")} documents wait to be read`;
    if (!state.read && before?.read !== false) {
      const message = `${many}, and nothing has been read for a minute. Start a process with the role worker: naru start --roles worker.`;
      await raiseAlerts(trx, [{ ...about, kind: "no_worker", message }]);
    }
    if (!state.held && before?.full !== true) {
      const message = `${many}, and collecting goes on as collect.backlog.whenFull says. Start more workers, collect less, or set it to slow.`;
      await raiseAlerts(trx, [{ ...about, kind: "backlog", message }]);
    }
  });
}
