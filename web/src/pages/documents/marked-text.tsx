import { useMemo, useState } from "react";
import type { Sentence } from "../../api/types.ts";
import { SentimentMark } from "../../components/sentiment-mark.tsx";
import { useText } from "../../i18n/use-text.ts";
import styles from "./panel.module.css";
import { findHits, segmentsOf, wantedWords } from "./text-segments.ts";

interface Props {
  text: string;
  language: string | null;
  sentences: readonly Sentence[];
  q: string | undefined;
}

/**
 * The text with each sentence underlined by its sentiment: solid positive, wavy negative, dotted neutral.
 * One tab stop; left and right arrows walk through the sentences, and the line above tells the label of the one in hand.
 */
export function MarkedText({ text, language, sentences, q }: Props) {
  const { t, format } = useText();
  const [current, setCurrent] = useState<number | undefined>(undefined);
  const segments = useMemo(
    () => segmentsOf(text.length, sentences, q === undefined ? [] : findHits(text, wantedWords(q))),
    [text, sentences, q],
  );
  const chosen = current === undefined ? undefined : sentences[current];
  const walk = (step: number) =>
    setCurrent((now) => Math.min(sentences.length - 1, Math.max(0, now === undefined ? 0 : now + step)));

  return (
    <>
      {sentences.length === 0 ? null : (
        <p className={styles.readout} aria-live="polite">
          {chosen === undefined || current === undefined ? (
            <span className={styles.readoutHint}>{t("panel.sentence.hint")}</span>
          ) : (
            <>
              {t("panel.sentence.at", { at: current + 1, count: sentences.length })}{" "}
              <SentimentMark label={chosen.label} />{" "}
              <span>{t("panel.sentence.probability", { share: format.percent(chosen.positive) })}</span>
            </>
          )}
        </p>
      )}
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would announce itself as a form */}
      <div
        className={styles.text}
        lang={language ?? undefined}
        role="group"
        aria-label={t("panel.text")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrows walk through the sentences
        tabIndex={0}
        onKeyDown={(event) => {
          if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return;
          event.preventDefault();
          walk(event.key === "ArrowRight" ? 1 : -1);
        }}
        onMouseLeave={() => setCurrent(undefined)}
      >
        {segments.map((segment) => {
          const words = text.slice(segment.start, segment.end);
          const sentence = segment.sentence === undefined ? undefined : sentences[segment.sentence];
          const content = segment.hit ? <mark>{words}</mark> : words;
          if (sentence === undefined) return <span key={segment.start}>{content}</span>;
          return (
            // biome-ignore lint/a11y/noStaticElementInteractions: the pointer only repeats what the arrow keys do
            <span
              key={segment.start}
              className={styles.sentence}
              data-label={sentence.label}
              data-current={segment.sentence === current}
              onMouseEnter={() => setCurrent(segment.sentence)}
            >
              {content}
            </span>
          );
        })}
      </div>
    </>
  );
}
