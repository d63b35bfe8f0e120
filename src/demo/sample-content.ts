import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";

const folder = join(import.meta.dirname, "../../samples");
const moods = z.enum(["good", "bad", "mixed"]);
export type Mood = z.infer<typeof moods>;

const blogSchema = z.strictObject({
  name: z.string(),
  about: z.string(),
  authors: z.record(z.string(), z.string()),
  posts: z.array(
    z.strictObject({
      slug: z.string().regex(/^[a-z0-9-]+$/),
      title: z.string(),
      in: z.string(),
      by: z.string(),
      place: z.string(),
      mood: moods,
      about: z.array(z.string()),
      tags: z.array(z.string()),
      text: z.array(z.string()),
      end: z.string(),
    }),
  ),
});

const jobsSchema = z.strictObject({
  name: z.string(),
  companies: z.array(
    z.strictObject({ id: z.string(), name: z.string(), size: z.number(), city: z.string(), text: z.string() }),
  ),
  families: z.record(
    z.string(),
    z.strictObject({ name: z.string(), duties: z.array(z.string()), wishes: z.array(z.string()) }),
  ),
  benefits: z.array(z.string()),
  process: z.array(z.string()),
  // Company, family, title, skills, career, salary in 10,000 won, text.
  postings: z.array(z.tuple([z.string(), z.string(), z.string(), z.string(), z.string(), z.string(), z.string()])),
});

const reviewTexts = z.strictObject({ good: z.array(z.string()), fair: z.array(z.string()), bad: z.array(z.string()) });
const shopSchema = z.strictObject({
  name: z.string(),
  kinds: z.record(z.string(), z.string()),
  products: z.array(
    z.strictObject({
      id: z.number(),
      kind: z.string(),
      name: z.string(),
      price: z.number(),
      text: z.string(),
      said: z.array(z.string().regex(/^[1-5]\|/)),
    }),
  ),
  writers: z.array(z.string()),
  reviews: z.record(z.string(), reviewTexts),
});

const forumSchema = z.strictObject({
  name: z.string(),
  boards: z.record(z.string(), z.string()),
  threads: z.array(
    z.strictObject({
      board: z.string(),
      title: z.string(),
      by: z.string(),
      text: z.string(),
      replies: z.array(z.string().regex(/^[^|]+ \| /)),
    }),
  ),
});

const subject = z.strictObject({ good: z.array(z.string()), bad: z.array(z.string()), plain: z.array(z.string()) });
export type Subject = z.infer<typeof subject>;
const stockSchema = z
  .object({ headings: z.record(z.string(), z.array(z.string())), commenters: z.array(z.string()), comments: subject })
  .catchall(z.union([subject, z.array(z.string()), z.record(z.string(), z.array(z.string()))]));

export interface SampleContent {
  blog: z.infer<typeof blogSchema>;
  jobs: z.infer<typeof jobsSchema>;
  shop: z.infer<typeof shopSchema>;
  forum: z.infer<typeof forumSchema>;
  stock: z.infer<typeof stockSchema>;
}

/** Reads the texts of the sample sites. A mistake in them is ours and throws plainly. */
export async function loadSampleContent(): Promise<SampleContent> {
  const read = async (name: string): Promise<unknown> => parse(await readFile(join(folder, `${name}.yaml`), "utf8"));
  return {
    blog: blogSchema.parse(await read("blog")),
    jobs: jobsSchema.parse(await read("jobs")),
    shop: shopSchema.parse(await read("shop")),
    forum: forumSchema.parse(await read("forum")),
    stock: stockSchema.parse(await read("stock")),
  };
}

/** Sentences on one subject of the blog. */
export function subjectOf(stock: SampleContent["stock"], name: string): Subject {
  return subject.parse(stock[name]);
}
