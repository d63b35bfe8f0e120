import { z } from "zod";

const port = z.coerce.number().int().min(0).max(65_535);
const milliseconds = z.coerce.number().int().min(0);
const positive = z.coerce.number().int().min(1);
const list = z.preprocess(
  (value) =>
    typeof value === "string"
      ? value
          .split(",")
          .map((one) => one.trim())
          .filter(Boolean)
      : value,
  z.array(z.string()),
);

/** `a.b=https://…,c.d=https://…` in a variable; a mapping in the file. */
const addresses = z.preprocess(
  (value) =>
    typeof value === "string"
      ? Object.fromEntries(
          value
            .split(",")
            .filter((one) => one.includes("="))
            .map((one) => [one.slice(0, one.indexOf("=")).trim(), one.slice(one.indexOf("=") + 1).trim()]),
        )
      : value,
  z.record(z.string(), z.url({ protocol: /^https?$/ })),
);

/** Every setting with its default and its meaning; docs/settings.md is made from this and a test holds the two together. */
export const settingsSchema = z.strictObject({
  data: z
    .string()
    .min(1)
    .default("./data")
    .describe("Folder that holds the embedded database, the archive and the models"),
  server: z
    .strictObject({
      host: z
        .string()
        .default("127.0.0.1")
        .describe("Address to listen on; beyond loopback everybody who reaches it may use naru until accounts exist"),
      port: port.default(4000).describe("Port to listen on; 0 takes a free one"),
      allowHosts: list
        .prefault([])
        .describe("Further Host names that requests may come with, such as the name a proxy serves naru under"),
      trustNetwork: z
        .stringbool()
        .or(z.boolean())
        .default(false)
        .describe("Says that everybody who can reach server.host may use naru; needed to listen beyond loopback"),
    })
    .prefault({}),
  database: z
    .strictObject({
      url: z
        .string()
        .regex(/^postgres(?:ql)?:\/\//, "expected postgresql://user:password@host:5432/name")
        .nullable()
        .default(null)
        .describe("PostgreSQL server; null uses the embedded database. Also DATABASE_URL"),
    })
    .prefault({}),
  disk: z
    .strictObject({
      keepFreeMb: z.coerce
        .number()
        .int()
        .min(64)
        .default(256)
        .describe(
          "Megabytes of the data folder's disk that naru leaves free: collecting, importing and reading wait while less is free, and go on with a quarter more",
        ),
    })
    .prefault({}),
  s3: z
    .strictObject({
      bucket: z
        .string()
        .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "expected the name of a bucket")
        .nullable()
        .default(null)
        .describe(
          "Bucket that machines share: archive files and trained models go there; null keeps them in the data folder. Also S3_BUCKET; its keys come from S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY only",
        ),
      endpoint: z
        .url({ protocol: /^https?$/ })
        .refine((url) => !/^[a-z]+:\/\/[^/]*@/i.test(url), "keys go into S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY")
        .nullable()
        .default(null)
        .describe("Address of a server that speaks S3; null is Amazon's own. Also S3_ENDPOINT"),
      region: z
        .string()
        .regex(/^[a-z0-9-]{1,40}$/)
        .nullable()
        .default(null)
        .describe("Region of the bucket; null takes AWS_REGION, else us-east-1. Also S3_REGION"),
      fileBytes: positive
        .default(67_108_864)
        .describe("An archive file that has grown to this is closed and shipped to the bucket, in bytes"),
      fileAgeMs: positive
        .default(300_000)
        .describe("An archive file this old is closed and shipped to the bucket, however small, in milliseconds"),
      keepLocalMs: milliseconds
        .default(900_000)
        .describe("The copy in the data folder is removed this long after the bucket has the file, in milliseconds"),
    })
    .prefault({}),
  collect: z
    .strictObject({
      contact: z
        .string()
        .max(200)
        .nullable()
        .default(null)
        .describe(
          "Address (mail or URL) in the User-Agent, so that a site's owner can reach the one who crawls; set it before visiting sites that are not yours",
        ),
      name: z
        .string()
        .regex(/^[\w.-]{1,60}$/)
        .nullable()
        .default(null)
        .describe(
          "Name of this collector, unique among those that share a database; null takes the host's name and the first free number",
        ),
      delayMs: milliseconds
        .default(1000)
        .describe(
          "Pause between two requests to one host, in milliseconds; the site's own crawl-delay wins when longer",
        ),
      maxCrawlDelayMs: milliseconds
        .default(30_000)
        .describe("Longest crawl-delay that is obeyed in full, in milliseconds"),
      concurrency: positive.default(16).describe("Hosts that one collector visits at the same time"),
      timeoutMs: milliseconds.default(30_000).describe("Total time for one answer, in milliseconds"),
      maxBytes: positive.default(16_777_216).describe("Largest body kept, in bytes as received"),
      maxExpansion: positive.default(100).describe("Largest ratio of decompressed to received bytes"),
      maxRedirects: positive.default(10).describe("Redirects followed from one address"),
      browser: z
        .string()
        .nullable()
        .default(null)
        .describe("Path of the Chromium that renders pages; null looks for one on PATH and in the usual places"),
      browserPages: positive.default(2).describe("Pages rendered at the same time"),
      browserTimeoutMs: milliseconds
        .default(45_000)
        .describe("Total time for rendering one page, scrolling and waiting included, in milliseconds"),
      allowAddresses: list.prefault([]).describe("Private or loopback host:port that every collection may visit"),
      backlog: z
        .strictObject({
          documents: positive
            .default(10_000)
            .describe("Documents that may wait to be cleaned and understood before whenFull applies"),
          whenFull: z
            .enum(["slow", "tell"])
            .default("slow")
            .describe(
              "When more wait: slow lets collecting and importing wait until they are read; tell lets them go on and raises an alert",
            ),
        })
        .prefault({}),
      endpoints: addresses
        .prefault({})
        .describe(
          "Base addresses of sources in the place of their own, such as youtube.api=http://proxy.local:8080; for proxies and tests",
        ),
    })
    .prefault({}),
  understand: z
    .strictObject({
      sentiment: z
        .string()
        .default("sentiment-ko@champion")
        .describe("Model behind the sentiment of documents: name@alias"),
      idleMs: milliseconds
        .default(60_000)
        .describe("The morphological analyser leaves memory after this long without work, in milliseconds"),
      threads: z.coerce
        .number()
        .int()
        .min(0)
        .max(64)
        .default(0)
        .describe("Threads that read texts at one time; 0 for one fewer than the machine has cores, at least one"),
      neutralBand: z.coerce
        .number()
        .min(0)
        .max(0.5)
        .default(0.1)
        .describe("Documents whose positive probability is within this of 0.5 count as neutral"),
    })
    .prefault({}),
  training: z
    .strictObject({
      registerThreshold: z.coerce
        .number()
        .min(0)
        .max(1)
        .default(0.85)
        .describe("F1 from which a trained model may be registered"),
    })
    .prefault({}),
  log: z
    .strictObject({
      level: z.enum(["debug", "info", "warn", "error", "silent"]).default("info").describe("Least severe line written"),
    })
    .prefault({}),
});

export type Settings = z.output<typeof settingsSchema>;
export type SettingsInput = z.input<typeof settingsSchema>;
