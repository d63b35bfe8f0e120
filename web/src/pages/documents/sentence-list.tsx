import type { Sentence } from "../../api/types.ts";
import { SentimentMark } from "../../components/sentiment-mark.tsx";
import styles from "./panel.module.css";

/** The same sentences as a plain list, most telling order kept: that of the text. */
export function SentenceList({ text, sentences }: { text: string; sentences: readonly Sentence[] }) {
  return (
    <ol className={styles.sentences}>
      {sentences.map((sentence) => (
        <li key={sentence.start}>
          <SentimentMark label={sentence.label} share={sentence.positive} />
          <span>{text.slice(sentence.start, sentence.end)}</span>
        </li>
      ))}
    </ol>
  );
}
