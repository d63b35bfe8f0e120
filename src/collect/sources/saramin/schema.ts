import { z } from "zod";

/** Numbers that come as text, and the other way round; null for other things. */
const loose = z.union([z.string(), z.number(), z.boolean()]).transform(String).nullish().catch(null);
const named = z.object({ code: loose, name: z.string().nullish() }).nullish().catch(null);

/** One page of results. `job` holds one object where there is only one, as converters from XML do. */
export const jobPage = z.object({
  jobs: z.object({
    count: loose,
    start: loose,
    total: loose,
    job: z
      .union([
        z.array(z.unknown()),
        z
          .object({})
          .loose()
          .transform((one) => [one as unknown]),
      ])
      .nullish()
      .transform((jobs) => jobs ?? []),
  }),
});

/** What an error looks like, whatever its status. */
export const apiError = z.object({ code: loose, message: z.string().nullish() });

export const jobResult = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  url: z.string().nullish(),
  active: loose,
  company: z
    .object({ detail: z.object({ href: z.string().nullish(), name: z.string().nullish() }).nullish() })
    .nullish()
    .catch(null),
  position: z.object({
    title: z.string(),
    industry: named,
    location: named,
    "job-type": named,
    "job-mid-code": named,
    "job-code": named,
    "experience-level": z
      .object({ code: loose, min: loose, max: loose, name: z.string().nullish() })
      .nullish()
      .catch(null),
    "required-education-level": named,
  }),
  keyword: z.string().nullish().catch(null),
  salary: named,
  "posting-timestamp": loose,
  "posting-date": z.string().nullish().catch(null),
  "modification-timestamp": loose,
  "opening-timestamp": loose,
  "expiration-timestamp": loose,
  "expiration-date": z.string().nullish().catch(null),
  "close-type": named,
  "read-cnt": loose,
  "apply-cnt": loose,
  "reply-cnt": loose,
});
export type JobResult = z.output<typeof jobResult>;
