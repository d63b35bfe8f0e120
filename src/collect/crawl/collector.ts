import type { Transaction } from "kysely";
import type { SharedArchive } from "../../archive/index.ts";
import { type Clock, systemClock } from "../../lib/clock.ts";
import type { Db } from "../../platform/db/database.ts";
import type { Schema } from "../../platform/db/schema.ts";
import type { OutgoingHttp } from "../../platform/http-out/index.ts";
import type { Log } from "../../platform/log.ts";
import type { RoomOnDisk } from "../backlog/backlog.ts";
import type { BacklogLimit } from "../backlog/backlog-store.ts";
import { archiveId } from "../collectors/archive-id.ts";
import { type CollectorPlace, newLife, takePlace } from "../collectors/collector-place.ts";
import type { PageReader } from "../page-reader.ts";
import { patientlyUntilStopped } from "../patiently.ts";
import type { Renderer } from "../render/renderer.ts";
import type { SessionInHand } from "../sessions/session-in-hand.ts";
import type { CollectorTuning, CollectSettings } from "../settings.ts";
import type { Environment } from "../sources/keys.ts";
import { CollectorSession } from "./collector-session.ts";

export interface CollectorOptions {
  db: Db;
  /** Folder of the WARC files; any number of collectors may share it. With `shared` its closed files are shipped to a bucket. */
  archive: { folder: string; shared?: SharedArchive | null };
  /** Name of the place in the registry that it takes, and writes WARC files and leases under; null takes the first free of this host. */
  name: string | null;
  /** No other process can be at work on this database: whoever is in the place is dead. Default false. */
  alone?: boolean;
  reader: PageReader;
  http: OutgoingHttp;
  /** Renders pages that are empty without a browser; absent, they fail with `needs_render`. Whoever gives it closes it. */
  renderer?: Renderer | null;
  /** Opens a person's stored session by name; absent, collections that name one fail with `session_unavailable`. */
  openSession?: (name: string) => Promise<SessionInHand>;
  settings: CollectSettings;
  /** How much may wait to be read; null or absent for no bound. */
  backlog?: BacklogLimit | null;
  /** The disk of the archive; absent where nobody watches it. */
  disk?: RoomOnDisk;
  log: Log;
  /** Puts the next stage's work into the transaction that stores the documents. */
  onDocuments: (trx: Transaction<Schema>, ids: readonly number[]) => Promise<void>;
  /** Folder for a log of each collection; null or absent writes none. */
  logFolder?: string | null;
  /** Where sources find their keys. Default: nowhere. */
  env?: Environment;
  /** The real ones by default; tests bring theirs. */
  clock?: Clock;
  random?: () => number;
  tuning?: Partial<CollectorTuning>;
}

export interface Collector {
  /**
   * Takes a place and works on every running collection until the signal aborts or somebody asks it to drain or stop; then finishes what is
   * in hand and hands everything back.
   * @throws ConflictError `collector_name_taken`, PlaceLostError `collector_replaced`; else only for our own bugs and a damaged
   * database. A database that is away is waited for.
   */
  run(signal: AbortSignal): Promise<void>;
  /** Looks for work at once instead of at the next poll. */
  wake(): void;
}

export function createCollector(options: CollectorOptions): Collector {
  let session: CollectorSession | null = null;
  return {
    run: async (signal) => {
      const place = await enterPlace(options, signal);
      if (place === null) return;
      session = new CollectorSession(options, place);
      await session.run(signal);
    },
    wake: () => session?.wake(),
  };
}

/** Null when it was stopped before there was a place. */
function enterPlace(options: CollectorOptions, signal: AbortSignal): Promise<CollectorPlace | null> {
  const { db, archive, name, log, clock = systemClock } = options;
  const wanted = { name, life: newLife(), archive: archiveId(archive.folder), alone: options.alone ?? false };
  return patientlyUntilStopped({ clock, log, signal }, () => takePlace(db, wanted));
}
