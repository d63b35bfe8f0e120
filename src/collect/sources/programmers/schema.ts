import { z } from "zod";

const text = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .catch(null);
const named = z
  .union([z.string(), z.object({ name: text, title: text }).transform((one) => one.name ?? one.title ?? "")])
  .catch("");

/** A page of the list that the site's script asked for. */
export const positionList = z.object({
  jobPositions: z.array(z.unknown()),
  totalPages: z.number().nullish().catch(null),
  totalEntries: z.number().nullish().catch(null),
});

export const position = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  title: z.string(),
  url: text,
  company: z
    .union([z.string().transform((name) => ({ id: null, name })), z.object({ id: text, name: text })])
    .nullish()
    .catch(null),
  companyId: text,
  companyName: text,
  address: text,
  career: text,
  careerRange: text,
  jobType: text,
  education: text,
  minSalary: z.number().nullish().catch(null),
  maxSalary: z.number().nullish().catch(null),
  technicalTags: z.array(named).nullish().catch(null),
  jobCategories: z.array(named).nullish().catch(null),
  /** `상시 채용`, or a span of time. */
  period: text,
  startAt: text,
  endAt: text,
  createdAt: text,
  updatedAt: text,
  publishedAt: text,
  status: text,
  description: text,
  requirement: text,
  preferredExperience: text,
  additionalInformation: text,
});
export type ProgrammersPosition = z.output<typeof position>;
