import { z } from "zod";

const cursor = z.object({ next_cursor: z.string().optional() }).nullish();
const text = z.string().nullish();

/** `1482960137.003543`: seconds and a counter; the name of a message within its channel. */
const ts = z.string().regex(/^\d{1,12}\.\d{1,9}$/);

/** Slack says in the body, with status 200, whether it did what was asked. */
export const outcome = z.object({
  ok: z.boolean(),
  error: z.string().optional(),
  needed: z.string().optional(),
});

const good = z.object({ ok: z.literal(true) });

export const whoAmI = good.extend({ url: text });

export const channelPage = good.extend({ channels: z.array(z.unknown()), response_metadata: cursor });
export const channel = z.object({ id: z.string(), name: text, name_normalized: text });
export const channelInfo = good.extend({ channel });

export const messagePage = good.extend({ messages: z.array(z.unknown()), response_metadata: cursor });

const block = z.object({ text: z.object({ text: z.string() }).optional().catch(undefined) });
const attachment = z.object({ pretext: text, title: text, text, fallback: text });
const edit = z.object({ ts }).optional().catch(undefined);
const profile = z.object({ display_name: text, real_name: text }).optional().catch(undefined);

export const message = z.object({
  type: z.string().default("message"),
  subtype: z.string().optional(),
  ts,
  thread_ts: ts.optional(),
  user: z.string().optional(),
  bot_id: text,
  username: text,
  bot_profile: z.object({ name: text }).nullish().catch(undefined),
  user_profile: profile,
  text: z.string().default(""),
  blocks: z.array(block).default([]).catch([]),
  attachments: z.array(attachment).default([]).catch([]),
  files: z
    .array(z.object({ title: text, name: text }))
    .default([])
    .catch([]),
  reactions: z
    .array(z.object({ count: z.number() }))
    .default([])
    .catch([]),
  reply_count: z.number().optional(),
  latest_reply: ts.optional().catch(undefined),
  edited: edit,
});
export type Message = z.output<typeof message>;

export const userInfo = good.extend({
  user: z.object({
    id: z.string(),
    name: text,
    real_name: text,
    is_bot: z.boolean().optional(),
    profile,
  }),
});
