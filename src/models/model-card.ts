import { z } from "zod";

/** What a shipped model was trained on, when, by which command, and how well it does. */
export const modelCardSchema = z.strictObject({
  name: z.string().min(1),
  task: z.string().min(1),
  engine: z.string().min(1),
  trainedAt: z.iso.datetime(),
  command: z.string(),
  dataset: z.strictObject({
    id: z.string(),
    /** Where the training rows come from, in words. */
    origin: z.string(),
    version: z.string(),
    trainRows: z.int(),
    testRows: z.int(),
  }),
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  /** On the test split, by the compact file itself. */
  metrics: z.record(z.string(), z.number()),
  bytes: z.int(),
  sha256: z.string(),
  trainSeconds: z.number(),
  peakMemoryMb: z.number(),
  textsPerSecond: z.number(),
  p99Ms: z.number(),
});

export type ModelCard = z.output<typeof modelCardSchema>;

/** The card as a page that people read. */
export function renderModelCard(card: ModelCard): string {
  const percent = (key: string) => `${((card.metrics[key] ?? 0) * 100).toFixed(2)} %`;
  const number = new Intl.NumberFormat("en");
  return `# ${card.name}

Sentiment of short Korean texts, positive or negative, with a calibrated probability. It answers at once after installing;
train your own on texts of your kind when they differ much from film reviews.

| | |
|---|---|
| Kind | NB-weighted logistic regression over hashed n-grams of characters, words and cut syllables; 4-bit weights |
| Trained on | ${number.format(card.dataset.trainRows)} film reviews: ${card.dataset.origin}; version ${card.dataset.version} |
| Judged by | the ${number.format(card.dataset.testRows)} reviews of NSMC's official test set |
| Trained at | ${card.trainedAt} |
| Command | \`${card.command}\` |
| Accuracy | ${percent("accuracy")} |
| F1 (positive) | ${percent("f1")} |
| F1 (macro) | ${percent("macroF1")} |
| Precision | ${percent("precision")} |
| Recall | ${percent("recall")} |
| Expected calibration error (15 bins) | ${percent("ece")} |
| Size | ${number.format(card.bytes)} bytes |
| SHA-256 | \`${card.sha256}\` |
| Training | ${card.trainSeconds.toFixed(1)} s, ${Math.round(card.peakMemoryMb)} MB at most, one core |
| Speed on one core, in batches | ${number.format(card.textsPerSecond)} texts/s |
| One text, 99th percentile | ${card.p99Ms.toFixed(3)} ms |

## Limits

- Ratings of films in Korean, written from 2003 to 2016. Irony, other fields, other languages and long texts are judged worse;
  long texts are read sentence by sentence.
- There is no neutral class in the training texts. Documents count as neutral when the probability lies in the middle.
- The file holds weights of hashes only; no training text can be read back from it.
`;
}
