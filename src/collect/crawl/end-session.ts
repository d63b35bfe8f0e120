import { closeFiles, type Shipper, type WarcExtent } from "../../archive/index.ts";
import type { Log } from "../../platform/log.ts";
import { holdPlace, leavePlace } from "../collectors/collector-place.ts";
import { PlaceLostError } from "../errors.ts";
import type { SessionParts } from "./build-session.ts";

/** Requests that still run this long after a stop are given up; their addresses go back into the queue. */
const graceMs = 5_000;
/** Longest that a collector stays to ship its last files; Kubernetes waits 30 s in all. */
const shipMs = 20_000;

/**
 * Finishes what is in hand, stores it and hands everything back. Gives what stopped the session: by `failure`, which tells it as of now, or
 * while it ended; null for nothing.
 */
export async function endSession(parts: SessionParts, failure: () => unknown): Promise<unknown> {
  const { options, hosts, lane, warc, diary, heart, shipper } = parts;
  const grace = setTimeout(() => options.http.abandon(), graceMs);
  hosts.leave();
  lane.hurry();
  await hosts.ended();
  clearTimeout(grace);
  let met: unknown = null;
  try {
    await lane.close();
  } catch (error) {
    met = error;
  }
  const extents = await warc.close();
  await diary.flush();
  await shipper?.stop();
  await heart.end();
  const first = failure() ?? met;
  if (!(first instanceof PlaceLostError)) await handBack(parts, extents);
  return first;
}

/** Says that its files are whole and its place is free. A database that is away learns it when the place is taken again. */
async function handBack(
  { options, place, keeper, shipper }: SessionParts,
  extents: readonly WarcExtent[],
): Promise<void> {
  const { db, log } = options;
  try {
    await db.transaction().execute(async (trx) => {
      await closeFiles(trx, extents);
      await holdPlace(trx, place, 0);
    });
    await keeper.sort();
    await leavePlace(db, place);
    if (shipper !== null) await shipRest(shipper, log);
  } catch (error) {
    log.warn({ err: error }, "A collector ended without a word to the database.");
  }
}

/** The machine may be gone when the process is: what was closed just now goes out at once, as far as there is time. */
async function shipRest(shipper: Shipper, log: Log): Promise<void> {
  const left = await shipper.shipAll(AbortSignal.timeout(shipMs));
  if (left > 0)
    log.warn(
      { files: left },
      "Archive files of this folder are not in the bucket yet; the next collector here ships them.",
    );
}
