import type { ApiServices } from "../api/index.ts";
import { addSession, listSessions, removeSession, type SecretKey, type SessionView } from "../collect/index.ts";
import type { Session } from "../contracts/index.ts";
import type { Clock } from "../lib/clock.ts";
import type { Db } from "../platform/db/database.ts";

/** Stored sessions, for the command line. */
export function createSessionServices(db: Db, key: SecretKey, clock: Clock): ApiServices["sessions"] {
  const list = async () => ({ items: (await listSessions(db)).map(presentSession) });
  return {
    list,
    add: async (session) => presentSession(await addSession(db, key, session, new Date(clock.now()))),
    remove: async (name) => {
      await removeSession(db, name);
      return list();
    },
  };
}

function presentSession({ expiresAt, createdAt, ...session }: SessionView): Session {
  return { ...session, expiresAt: expiresAt?.toISOString() ?? null, createdAt: createdAt.toISOString() };
}
