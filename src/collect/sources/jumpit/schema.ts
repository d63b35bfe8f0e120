import { z } from "zod";

const text = z.string().nullish().catch(null);
const years = z.number().nullish().catch(null);
const flag = z.boolean().nullish().catch(null);
const tag = z
  .union([
    z.string(),
    z.object({ stack: text, name: text, title: text }).transform((one) => one.stack ?? one.name ?? one.title ?? ""),
  ])
  .catch("");
const tags = z
  .union([z.array(tag), z.string().transform((one) => one.split(","))])
  .nullish()
  .catch(null);

/** A position as the page's own script gets it. */
export const position = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  title: z.string().min(1),
  companyName: z.string().min(1),
  serialNumber: z.union([z.string(), z.number()]).transform(String).nullish().catch(null),
  techStacks: tags,
  jobCategory: tags,
  jobCategories: tags,
  locations: tags,
  location: text,
  workingPlaces: z
    .array(z.object({ address: text }))
    .nullish()
    .catch(null),
  newcomer: flag,
  minCareer: years,
  maxCareer: years,
  educationName: text,
  alwaysOpen: flag,
  closed: flag,
  publishedAt: text,
  closedAt: text,
  serviceInfo: text,
  responsibility: text,
  qualifications: text,
  preferredRequirements: text,
  welfares: text,
  recruitProcess: text,
});
export type Position = z.output<typeof position>;

/** Whether it is a whole position, and not one of the cards of others beside it. */
export function isWhole({ responsibility, qualifications, serviceInfo }: Position): boolean {
  return [responsibility, qualifications, serviceInfo].some((one) => (one ?? "").trim() !== "");
}
