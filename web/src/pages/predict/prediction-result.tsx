import { Button } from "@mantine/core";
import type { Prediction } from "../../api/types.ts";
import { saveCsv } from "../../charts/save-csv.ts";
import { Icon } from "../../components/icon.tsx";
import { SentimentMark } from "../../components/sentiment-mark.tsx";
import { useText } from "../../i18n/use-text.ts";
import styles from "./predict.module.css";

interface Result {
  text: string;
  prediction: Prediction | undefined;
}

/** One answer as a sentence and a bar, several as a table. */
export function PredictionResult({ results }: { results: readonly Result[] }) {
  const { t, format } = useText();
  const [first] = results;
  if (first === undefined) return null;
  if (results.length === 1 && first.prediction !== undefined) return <OneAnswer prediction={first.prediction} />;

  const positive = results.filter((one) => one.prediction?.prediction === "positive").length;
  const model = first.prediction?.model ?? "";
  const save = () =>
    saveCsv(
      "naru-predictions",
      {
        columns: [t("predict.column.text"), t("predict.column.label"), t("predict.column.positive")],
        rows: results.map((one) => ({
          cells: [one.text, one.prediction?.prediction ?? "", positiveOf(one.prediction) ?? ""],
        })),
      },
      `${model} · ${format.moment(new Date().toISOString())}`,
    );
  return (
    <>
      <p className={styles.verdict}>
        {t("predict.batch", {
          count: results.length,
          positive: format.count(positive),
          share: format.percent(positive / results.length),
        })}
      </p>
      <p className={styles.model}>{t("predict.model", { model })}</p>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t("predict.column.text")}</th>
            <th scope="col">{t("predict.column.label")}</th>
            <th scope="col">{t("predict.column.positive")}</th>
          </tr>
        </thead>
        <tbody>
          {results.map((one, index) => (
            <tr key={index}>
              <th scope="row">{one.text}</th>
              <td>{one.prediction === undefined ? "–" : <SentimentMark label={one.prediction.prediction} />}</td>
              <td className={styles.number}>{format.percent(positiveOf(one.prediction) ?? 0)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Button variant="default" size="xs" mt="sm" leftSection={<Icon name="download" size={14} />} onClick={save}>
        {t("predict.csv")}
      </Button>
    </>
  );
}

function OneAnswer({ prediction }: { prediction: Prediction }) {
  const { t, format } = useText();
  const positive = positiveOf(prediction) ?? 0;
  return (
    <>
      <p className={styles.verdict}>
        <SentimentMark label={prediction.prediction} />{" "}
        <span>{t("predict.confidence", { share: format.percent(prediction.confidence) })}</span>
      </p>
      <div className={styles.scale} aria-hidden="true">
        <div className={styles.positive} style={{ width: `${positive * 100}%` }} />
        <div className={styles.negative} style={{ width: `${(1 - positive) * 100}%` }} />
      </div>
      <p className={styles.ends}>
        <SentimentMark label="positive" share={positive} />
        <SentimentMark label="negative" share={1 - positive} />
      </p>
      <p className={styles.model}>{t("predict.model", { model: prediction.model })}</p>
    </>
  );
}

function positiveOf(prediction: Prediction | undefined): number | undefined {
  if (prediction === undefined) return undefined;
  if (prediction.probabilities !== undefined) return prediction.probabilities.positive;
  return prediction.prediction === "positive" ? prediction.confidence : 1 - prediction.confidence;
}
