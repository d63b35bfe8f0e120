import { z } from "zod";
import { cursor, dateTime, limit, pageOf } from "./common.ts";

export const robotsVerdict = z.object({
  allowed: z.boolean(),
  rule: z.string().nullable(),
  agent: z.string().nullable(),
  because: z.string(),
});

export const capture = z
  .object({
    id: z.int(),
    collectionId: z.int().nullable(),
    source: z.string(),
    url: z.string(),
    capturedAt: dateTime,
    status: z.int(),
    mime: z.string().nullable(),
    digest: z.string(),
    payloadLength: z.int(),
    recordType: z.enum(["response", "revisit_identical", "revisit_not_modified", "resource"]),
    refersTo: z.int().nullable(),
    warcFile: z.string(),
    warcOffset: z.int(),
    warcLength: z.int(),
    robots: robotsVerdict,
    redirectTo: z.string().nullable(),
    truncated: z.string().nullable(),
  })
  .meta({ id: "Capture" });
export type Capture = z.infer<typeof capture>;

export const captureList = pageOf(capture);
export const captureListQuery = z.object({
  cursor,
  limit,
  collection: z.coerce.number().int().optional(),
  url: z.string().max(2048).optional(),
});
