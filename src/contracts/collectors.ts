import { z } from "zod";
import { dateTime } from "./common.ts";

/** A process that visits sites, or the place that one had. */
export const collector = z
  .object({
    name: z.string().describe("Its place in the registry; WARC files and host leases carry it"),
    hostName: z.string(),
    pid: z.int(),
    version: z.string(),
    state: z
      .enum(["running", "draining", "stopped", "lost"])
      .describe("lost: not heard of for 20 seconds; its hosts go to others"),
    wanted: z.enum(["run", "drain", "stop"]).describe("What somebody asked of it; it hears so within seconds"),
    hosts: z.int().describe("Hosts in hand at its last heartbeat"),
    pages: z.int().describe("Pages since it started"),
    startedAt: dateTime,
    heartbeatAt: dateTime,
  })
  .meta({ id: "Collector" });
export type Collector = z.infer<typeof collector>;

export const collectorList = z.object({ items: z.array(collector) });
