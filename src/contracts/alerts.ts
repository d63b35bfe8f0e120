import { z } from "zod";
import { cursor, dateTime, limit, pageOf } from "./common.ts";

/** Something that a person should look at: a source whose answers changed their shape, a key that is no longer taken. */
export const alert = z
  .object({
    id: z.int(),
    kind: z.string().describe("Stable: schema_changed, auth_expired, …"),
    source: z.string().nullable(),
    collection: z.int().nullable(),
    message: z.string(),
    createdAt: dateTime,
    seenAt: dateTime.nullable().describe("When somebody put it away"),
  })
  .meta({ id: "Alert" });
export type Alert = z.infer<typeof alert>;

export const alertList = pageOf(alert);
export const alertListQuery = z.object({
  cursor,
  limit,
  unseen: z.stringbool().default(false).describe("Only those that nobody has put away"),
});
