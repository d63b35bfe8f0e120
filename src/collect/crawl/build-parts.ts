import { loadCapture, pageInputOf, readPayload } from "../../archive/index.ts";
import type { PageInput } from "../../domain/page.ts";
import type { Clock } from "../../lib/clock.ts";
import { NaruError } from "../../platform/errors.ts";
import { SeenUrls } from "../frontier/seen-urls.ts";
import { TrapWatch } from "../frontier/traps.ts";
import { RobotsGate } from "../robots/robots-gate.ts";
import { defaultTuning, userAgent } from "../settings.ts";
import { Endings } from "../visit/endings.ts";
import type { CollectorOptions } from "./collector.ts";
import type { CollectorParts } from "./collector-parts.ts";

const maxDecodedBytes = 64 * 2 ** 20;

/** Makes the parts that a collector's hosts share. */
export function buildParts(
  options: CollectorOptions & {
    clock: Clock;
    random: () => number;
    limitsOf: CollectorParts["limitsOf"];
    collectionLog: CollectorParts["collectionLog"];
  },
): CollectorParts {
  const { db, clock, log, settings, archive } = options;
  const tuning = { ...defaultTuning, ...options.tuning };
  const payloads = { ...archive, loadCapture: (id: number) => loadCapture(db, id) };
  const readArchived = async (captureId: number, url: string): Promise<PageInput | null> => {
    try {
      return pageInputOf(url, await readPayload(payloads, await loadCapture(db, captureId)));
    } catch (error) {
      if (!(error instanceof NaruError)) throw error;
      log.warn({ code: error.code, captureId }, "An earlier capture could not be read back.");
      return null;
    }
  };
  return {
    db,
    http: options.http,
    renderer: options.renderer ?? null,
    reader: options.reader,
    clock,
    log,
    collectionLog: options.collectionLog,
    settings,
    tuning,
    userAgent: userAgent(settings.contact),
    limits: { maxBytes: maxDecodedBytes, maxRatio: settings.maxExpansion, maxRedirects: settings.maxRedirects },
    gate: new RobotsGate(db, clock.now),
    seen: new SeenUrls(tuning.seenLimit),
    traps: new TrapWatch(clock.now),
    endings: new Endings({ maxAttempts: tuning.maxAttempts, retryScale: tuning.retryScale, random: options.random }),
    limitsOf: options.limitsOf,
    readArchived,
  };
}
