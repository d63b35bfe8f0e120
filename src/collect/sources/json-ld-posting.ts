import { z } from "zod";
import { plainText } from "./plain-text.ts";
import type { Posting } from "./posting.ts";
import { careerOfText, careerOfYears, deadlineOf, momentOf } from "./posting-words.ts";
import { type Markup, rawTextOf, selectAll } from "./select.ts";

const maxScriptChars = 1_000_000;

/** Text, or the text within one of the shapes that schema.org allows in its place. */
const loose: z.ZodType<string> = z
  .union([
    z.string(),
    z.number().transform(String),
    z
      .object({
        name: z.string().optional(),
        value: z.union([z.string(), z.number()]).optional(),
        description: z.string().optional(),
        credentialCategory: z.string().optional(),
      })
      .transform(
        ({ name, value, description, credentialCategory }) =>
          name ?? credentialCategory ?? description ?? String(value ?? ""),
      ),
  ])
  .catch("");
const many = z.union([z.array(loose), loose.transform((one) => (one === "" ? [] : [one]))]).catch([]);
const amount = z
  .union([z.number(), z.string().transform(Number)])
  .nullish()
  .catch(null);

const place = z
  .union([
    z.string(),
    z
      .object({
        address: z.union([
          z.string(),
          z
            .object({ addressRegion: loose, addressLocality: loose, streetAddress: loose })
            .partial()
            .transform((one) =>
              [...new Set([one.addressRegion, one.addressLocality, one.streetAddress])].filter(Boolean).join(" "),
            ),
        ]),
      })
      .transform((one) => one.address),
  ])
  .catch("");

const jobPosting = z.object({
  title: z.string().catch(""),
  description: z.string().catch(""),
  url: z.string().nullish().catch(null),
  identifier: loose,
  datePosted: z.string().nullish().catch(null),
  validThrough: z.string().nullish().catch(null),
  employmentType: many,
  hiringOrganization: loose,
  jobLocation: z.union([z.array(place), place.transform((one) => [one])]).catch([]),
  baseSalary: z
    .object({
      currency: z.string().nullish().catch(null),
      value: z.union([
        z.object({ value: amount, minValue: amount, maxValue: amount, unitText: z.string().nullish().catch(null) }),
        amount.transform((value) => ({ value, minValue: null, maxValue: null, unitText: null })),
      ]),
    })
    .nullish()
    .catch(null),
  experienceRequirements: z
    .union([
      z
        .object({
          monthsOfExperience: z.union([
            z.number(),
            z
              .string()
              .regex(/^\d{1,4}$/)
              .transform(Number),
          ]),
        })
        .transform((one) => one.monthsOfExperience),
      loose,
    ])
    .catch(""),
  educationRequirements: loose,
  skills: many,
  industry: loose,
  occupationalCategory: many,
});
export type JsonLdPosting = z.output<typeof jobPosting>;

/** The JobPosting entries that a page has for machines. */
export function jsonLdPostings(page: Markup): JsonLdPosting[] {
  return selectAll('script[type="application/ld+json"]', page).flatMap((script) => {
    const text = rawTextOf(script);
    if (text.length > maxScriptChars) return [];
    try {
      return entriesOf(JSON.parse(text)).flatMap((entry) => {
        const parsed = jobPosting.safeParse(entry);
        return parsed.success && parsed.data.title !== "" ? [parsed.data] : [];
      });
    } catch {
      return [];
    }
  });
}

function entriesOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.slice(0, 500).flatMap(entriesOf);
  if (typeof value !== "object" || value === null) return [];
  if ("@graph" in value) return entriesOf(value["@graph"]);
  const type = "@type" in value ? value["@type"] : null;
  return type === "JobPosting" || (Array.isArray(type) && type.includes("JobPosting")) ? [value] : [];
}

/** What such an entry says, under the names of a posting. Its description is one text; boards whose pages part it know better. */
export function partsOfJsonLd(entry: JsonLdPosting, now: Date): Omit<Posting, "site" | "nativeId" | "url"> {
  const { experienceRequirements: experience, validThrough } = entry;
  return {
    title: plainText(entry.title),
    companyName: plainText(entry.hiringOrganization),
    location: entry.jobLocation.map(plainText).filter(Boolean).join(", "),
    employmentType: entry.employmentType.join(", "),
    career:
      typeof experience === "number"
        ? careerOfYears({ min: Math.round(experience / 12), max: null })
        : careerOfText(experience),
    education: plainText(entry.educationRequirements),
    salary: salaryOf(entry.baseSalary),
    skills: entry.skills.flatMap((one) => plainText(one).split(",")),
    postedAt: momentOf(entry.datePosted),
    closesAt: validThrough === null || validThrough === undefined ? undefined : deadlineOf(validThrough, now),
    category: entry.occupationalCategory.map(plainText),
    industry: plainText(entry.industry),
    // Some boards put the markup into the entry twice encoded.
    body: { whole: plainText(/^\s*&lt;/.test(entry.description) ? plainText(entry.description) : entry.description) },
  };
}

function salaryOf(salary: JsonLdPosting["baseSalary"]): string | null {
  if (salary === null || salary === undefined) return null;
  const { value, minValue, maxValue, unitText } = salary.value;
  const [from, to] = [minValue ?? value, maxValue].map((one) => (one ? one.toLocaleString("en") : ""));
  const span = to === "" || to === from ? from : `${from}–${to}`;
  return span === "" ? null : [span, salary.currency, unitText].filter(Boolean).join(" ");
}
