import type { PageInput } from "../../domain/page.ts";
import type { Clock } from "../../lib/clock.ts";
import type { Db } from "../../platform/db/database.ts";
import type { OutgoingHttp } from "../../platform/http-out/index.ts";
import type { Log } from "../../platform/log.ts";
import type { CollectionLog } from "../collection-log.ts";
import type { SeenUrls } from "../frontier/seen-urls.ts";
import type { TrapWatch } from "../frontier/traps.ts";
import type { PageReader } from "../page-reader.ts";
import type { Renderer } from "../render/renderer.ts";
import type { RobotsGate } from "../robots/robots-gate.ts";
import type { CollectorTuning, CollectSettings } from "../settings.ts";
import type { SourceLimits } from "../sources/limits.ts";
import type { Endings } from "../visit/endings.ts";

/** What the parts of one collector share. */
export interface CollectorParts {
  db: Db;
  http: OutgoingHttp;
  /** Null where no page is to be rendered. */
  renderer: Renderer | null;
  reader: PageReader;
  clock: Clock;
  log: Log;
  collectionLog: CollectionLog;
  settings: CollectSettings;
  tuning: CollectorTuning;
  userAgent: string;
  limits: { maxBytes: number; maxRatio: number; maxRedirects: number };
  gate: RobotsGate;
  seen: SeenUrls;
  traps: TrapWatch;
  endings: Endings;
  /** What the operator allows a source. */
  limitsOf: (sourceId: string) => SourceLimits;
  readArchived: (captureId: number, url: string) => Promise<PageInput | null>;
}
