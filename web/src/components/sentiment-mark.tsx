import { useText } from "../i18n/use-text.ts";
import styles from "./sentiment-mark.module.css";

export type SentimentName = "positive" | "negative" | "neutral";

export const sentimentNames: readonly SentimentName[] = ["positive", "neutral", "negative"];

const shapes: Record<SentimentName, string> = {
  positive: "M6 1.8 11 10.2H1z",
  negative: "M6 10.2 1 1.8h10z",
  neutral: "M1.5 4.5h9v3h-9z",
};

/** Triangle up, triangle down or bar: the shape carries the meaning where colour cannot. */
export function SentimentShape({ label }: { label: SentimentName }) {
  return (
    <svg className={styles.shape} data-label={label} width="11" height="11" viewBox="0 0 12 12" aria-hidden="true">
      <path d={shapes[label]} />
    </svg>
  );
}

/** Shape and word; with `share`, also the probability or part. */
export function SentimentMark({ label, share }: { label: SentimentName; share?: number | null }) {
  const { t, format } = useText();
  return (
    <span className={styles.mark} data-label={label}>
      <SentimentShape label={label} />
      {t(`sentiment.${label}`)}
      {share === undefined || share === null ? null : <span> {format.percent(share)}</span>}
    </span>
  );
}
