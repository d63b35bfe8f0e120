import { z } from "zod";
import { dateTime } from "./common.ts";

/** What the Overview shows first: size of the house and freshness of its goods. */
export const overview = z
  .object({
    documents: z.int().describe("Of grade 3 and above"),
    captures: z.int(),
    hosts: z.int(),
    archiveBytes: z.int(),
    firstDatedAt: dateTime.nullable(),
    lastDatedAt: dateTime.nullable(),
    lastCollectedAt: dateTime.nullable(),
    byGrade: z.record(z.string(), z.int()),
    /** Documents waiting for a stage, by stage. */
    waiting: z.object({ refine: z.int(), understand: z.int() }),
    runningCollections: z.int(),
    /** True when what is shown came from naru's own sample sites. */
    demo: z.boolean(),
    version: z.string(),
  })
  .meta({ id: "Overview" });
export type Overview = z.infer<typeof overview>;

export const health = z.object({ status: z.literal("ok"), version: z.string(), uptimeSeconds: z.number() });
export const ready = z.object({ ready: z.boolean(), checks: z.record(z.string(), z.string()) });
