import { useQuery } from "@tanstack/react-query";
import { modelsQuery } from "../../api/model-queries.ts";
import { useText } from "../../i18n/use-text.ts";
import styles from "./predict.module.css";

/** The one description that naru wrote itself; all others are their trainers' words. */
const shippedDescription = "Sentiment of short Korean texts; ships with naru";

/** How good the model in use is, by its own recorded figures. */
export function ModelNote() {
  const { t, format } = useText();
  const models = useQuery(modelsQuery).data?.items ?? [];
  const model = models.find((one) => one.name === "sentiment-ko") ?? models[0];
  const version = model?.versions.find((one) => one.aliases.includes("champion")) ?? model?.versions[0];
  if (model === undefined || version === undefined) return null;
  const { accuracy, f1 } = version.metrics;
  return (
    <div className={styles.note}>
      <p>
        <strong>
          {model.name}@{version.version}
        </strong>{" "}
        {t("model.made", { engine: version.engine, date: format.day(version.createdAt) })}
      </p>
      {model.description === null ? null : (
        <p>{model.description === shippedDescription ? t("model.shipped") : model.description}</p>
      )}
      {accuracy === undefined ? null : (
        <p>
          {t("model.accuracy", { accuracy: format.decimal(accuracy * 100) })}
          {f1 === undefined ? null : ` · F1 ${format.decimal(f1, 3)}`}
        </p>
      )}
      <p>{t("model.limits")}</p>
    </div>
  );
}
