import type { CollectorView } from "../collect/index.ts";
import type { Collector } from "../contracts/index.ts";

export function presentCollector({ startedAt, heartbeatAt, ...rest }: CollectorView): Collector {
  return { ...rest, startedAt: startedAt.toISOString(), heartbeatAt: heartbeatAt.toISOString() };
}
