import { z } from "zod";
import { dateTime } from "./common.ts";

/** A stored session of a person's own browser, without what is in it. */
export const session = z
  .object({
    name: z.string(),
    hosts: z.array(z.string()).describe("Hosts that its cookies go to, and those below them"),
    cookies: z.int(),
    expiresAt: dateTime.nullable().describe("When its last cookie ends; null for none that does"),
    createdAt: dateTime,
  })
  .meta({ id: "Session" });
export type Session = z.infer<typeof session>;

export const sessionList = z.object({ items: z.array(session) });

export const newSession = z
  .strictObject({
    name: z.string().min(1).max(60),
    hosts: z.array(z.string().min(1).max(253)).min(1).max(20),
    file: z
      .string()
      .min(1)
      .max(4 * 2 ** 20)
      .describe("Text of the exported file: a Playwright storageState or a Netscape cookies.txt"),
  })
  .meta({ id: "NewSession" });
export type NewSession = z.infer<typeof newSession>;
