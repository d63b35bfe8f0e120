import { z } from "zod";

const text = z.string().nullish().catch(null);
const years = z.number().nullish().catch(null);
const id = z.union([z.string(), z.number()]).transform(String);

/** `Python`, or an object that has the name under one of several keys. */
const tag = z
  .union([
    z.string(),
    z.object({ title: text, text, name: text }).transform((one) => one.title ?? one.text ?? one.name ?? ""),
  ])
  .catch("");

/** One page of jobs. */
export const jobList = z.object({
  data: z.array(z.unknown()),
  links: z.object({ next: z.string().nullish() }).nullish().catch(null),
});

/** Lists name a job; the details have it under `job` or `data`, or bare. */
export const job = z.object({
  id: id.pipe(z.string().regex(/^\d{1,18}$/)),
  /** Version 1 calls it so, version 2 `name`. */
  position: text,
  name: text,
  status: text,
  company: z.object({ id: id.nullish(), name: text, industry_name: text }).nullish().catch(null),
  address: z.object({ location: text, district: text, full_location: text }).nullish().catch(null),
  employment_type: text,
  /** Years of experience. Not money. */
  annual_from: years,
  annual_to: years,
  is_newbie: z.boolean().nullish().catch(null),
  is_outlink: z.boolean().nullish().catch(null),
  skill_tags: z.array(tag).nullish().catch(null),
  category_tags: z
    .union([
      z.array(tag),
      z
        .object({ parent_tag: tag.nullish(), child_tags: z.array(tag).nullish() })
        .transform(({ parent_tag, child_tags }) => [...(child_tags ?? []), ...(parent_tag ? [parent_tag] : [])]),
    ])
    .nullish()
    .catch(null),
  /** Null means until somebody is found; absent, that the answer does not tell. */
  due_time: z.string().nullable().optional().catch(undefined),
  detail: z
    .object({
      intro: text,
      main_tasks: text,
      requirements: text,
      preferred_points: text,
      benefits: text,
      hire_rounds: text,
    })
    .nullish()
    .catch(null),
});
export type Job = z.output<typeof job>;

export const jobDetail = z.union([
  z.object({ job }).transform((one) => one.job),
  z.object({ data: z.object({ job }) }).transform((one) => one.data.job),
  z.object({ data: job }).transform((one) => one.data),
  job,
]);
