import type { Db } from "../../platform/db/database.ts";
import { ConflictError, InvalidInputError, NotFoundError } from "../../platform/errors.ts";
import { refuseForbidden } from "./forbidden-hosts.ts";
import { seal, unseal } from "./sealing.ts";
import { contentShape, readSessionFile } from "./session-content.ts";
import { SessionInHand } from "./session-in-hand.ts";

/** A stored session as it may be shown: never what is in it. */
export interface SessionView {
  name: string;
  hosts: string[];
  cookies: number;
  /** When its last cookie ends; null when one lasts as long as a browser is open. */
  expiresAt: Date | null;
  createdAt: Date;
}

export interface NewSession {
  name: string;
  hosts: readonly string[];
  /** Text of the exported file. */
  file: string;
}

/** Gives the key; `make` allows a new one to be made. */
export type SecretKey = (make: boolean) => Buffer;

/**
 * Seals an exported session and keeps it under a name.
 * @throws InvalidInputError `session_name_wrong`, `session_host_wrong`, `session_file_unreadable`, `session_empty`, `session_expired`;
 * RefusedError `session_forbidden`; ConflictError `session_exists`; those of `loadSecretKey`.
 */
export async function addSession(db: Db, key: SecretKey, session: NewSession, now: Date): Promise<SessionView> {
  const { name, file } = session;
  if (!/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,59}$/u.test(name)) {
    throw new InvalidInputError("session_name_wrong", "A session's name is letters, digits, dots and dashes.", {
      field: "name",
    });
  }
  const hosts = [...new Set(session.hosts.map(hostOf))];
  if (hosts.length === 0) throw hostWrong("");
  for (const host of hosts) refuseForbidden(host);
  const content = readSessionFile(file, hosts);
  const ends = content.cookies.map(({ expires }) => expires ?? -1);
  const lasts = ends.length === 0 || ends.some((end) => end <= 0);
  const expiresAt = lasts ? null : new Date(Math.max(...ends) * 1_000);
  if (expiresAt !== null && expiresAt <= now) {
    throw new InvalidInputError("session_expired", "Every cookie of the file has run out.", {
      field: "file",
      next: "Log in again with your own browser and export its cookies anew.",
    });
  }
  const inserted = await db
    .insertInto("sessions")
    .values({
      name,
      hosts,
      sealed: seal(JSON.stringify(content), key(true), labelOf(name, hosts)),
      cookies: content.cookies.length,
      expires_at: expiresAt,
      created_at: now,
    })
    .onConflict((conflict) => conflict.column("name").doNothing())
    .returning("name")
    .execute();
  if (inserted.length === 0) {
    throw new ConflictError("session_exists", `There is a session "${name}" already.`, {
      next: `Remove it first: naru sessions remove ${name}`,
    });
  }
  return { name, hosts, cookies: content.cookies.length, expiresAt, createdAt: now };
}

export async function listSessions(db: Db): Promise<SessionView[]> {
  const rows = await db
    .selectFrom("sessions")
    .select(["name", "hosts", "cookies", "expires_at", "created_at"])
    .orderBy("name")
    .execute();
  return rows.map(({ expires_at, created_at, ...row }) => ({ ...row, expiresAt: expires_at, createdAt: created_at }));
}

/** @throws NotFoundError `session_not_found`. */
export async function removeSession(db: Db, name: string): Promise<void> {
  const removed = await db.deleteFrom("sessions").where("name", "=", name).returning("name").execute();
  if (removed.length === 0) throw notFound(name);
}

/**
 * Says at once that a collection names a session that cannot be used.
 * @throws NotFoundError `session_not_found`; RefusedError `session_forbidden`; InvalidInputError `session_expired`.
 */
export async function requireSession(db: Db, name: string, now = new Date()): Promise<void> {
  const row = await db
    .selectFrom("sessions")
    .select(["hosts", "expires_at"])
    .where("name", "=", name)
    .executeTakeFirst();
  if (row === undefined) throw notFound(name);
  for (const host of row.hosts) refuseForbidden(host);
  if (row.expires_at === null || row.expires_at > now) return;
  throw new InvalidInputError("session_expired", `Every cookie of the session "${name}" has run out.`, {
    field: "session",
    next: `Log in again with your own browser, export its cookies anew, and add them after: naru sessions remove ${name}`,
  });
}

/** Opens a session for a collection. @throws NotFoundError `session_not_found`; RefusedError `session_forbidden`; NaruError `secret_key_wrong`. */
export async function openSession(db: Db, key: SecretKey, name: string): Promise<SessionInHand> {
  const row = await db.selectFrom("sessions").selectAll().where("name", "=", name).executeTakeFirst();
  if (row === undefined) throw notFound(name);
  // The list may have grown since it was added.
  for (const host of row.hosts) refuseForbidden(host);
  const text = unseal(Buffer.from(row.sealed), key(false), labelOf(name, row.hosts));
  return new SessionInHand(name, row.hosts, contentShape.parse(JSON.parse(text)));
}

function labelOf(name: string, hosts: readonly string[]): string {
  return `session ${name} ${[...hosts].sort().join(" ")}`;
}

/** `https://www.example.com/x` and `www.example.com` alike; ports do not tell cookies apart. */
function hostOf(text: string): string {
  const trimmed = text.trim();
  const url = URL.parse(/^[a-z]+:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`);
  if (url === null || url.hostname === "" || (!url.hostname.includes(".") && url.hostname !== "localhost")) {
    throw hostWrong(trimmed);
  }
  return url.hostname;
}

function hostWrong(text: string): InvalidInputError {
  return new InvalidInputError("session_host_wrong", `This is no host: "${text.slice(0, 200)}"`, {
    field: "host",
    next: "Name the site's host, for example --host cafe.example.com",
  });
}

function notFound(name: string): NotFoundError {
  return new NotFoundError("session_not_found", `There is no session "${name.slice(0, 80)}".`, {
    next: "`naru sessions list` shows those there are.",
  });
}
