import { useState } from "react";
import { type FacetName, toggled } from "../../app/filters.ts";
import { Icon } from "../../components/icon.tsx";
import { SentimentShape, sentimentNames } from "../../components/sentiment-mark.tsx";
import { useText } from "../../i18n/use-text.ts";
import styles from "./documents.module.css";
import { useValueNames } from "./use-value-names.ts";

const shortLength = 8;

interface Props {
  name: FacetName;
  values: readonly { value: string; count: number }[];
  chosen: readonly string[] | undefined;
  onChange: (values: string[] | undefined) => void;
}

/** Values of one field with their counts: tick to keep, minus to leave out, several at once. */
export function FacetGroup({ name, values, chosen, onChange }: Props) {
  const { t, format } = useText();
  const nameOf = useValueNames();
  const [all, setAll] = useState(false);
  const missing = (chosen ?? [])
    .map((one) => one.replace(/^-/, ""))
    .filter((one) => !values.some((value) => value.value === one))
    .map((value) => ({ value, count: 0 }));
  const every = [...values, ...missing];
  const shown = all ? every : every.slice(0, shortLength);
  if (every.length === 0) return null;

  return (
    <fieldset className={styles.facet}>
      <legend className={styles.facetName}>{t(`facet.${name}`)}</legend>
      {shown.map(({ value, count }) => {
        const label = nameOf(name, value);
        const sentiment = name === "sentiment" ? sentimentNames.find((one) => one === value) : undefined;
        const excluded = chosen?.includes(`-${value}`) === true;
        return (
          <div key={value} className={styles.facetRow} data-excluded={excluded}>
            <label className={styles.facetLabel}>
              <input
                type="checkbox"
                checked={chosen?.includes(value) === true}
                onChange={() => onChange(toggled(chosen, value, false))}
              />
              {sentiment === undefined ? null : <SentimentShape label={sentiment} />}
              <span className={styles.facetValue} title={label}>
                {label}
              </span>
            </label>
            <span className={styles.facetCount}>{format.count(count)}</span>
            <button
              type="button"
              className={styles.exclude}
              aria-pressed={excluded}
              aria-label={t("facet.exclude", { value: label })}
              title={t("facet.exclude", { value: label })}
              onClick={() => onChange(toggled(chosen, value, true))}
            >
              <Icon name="minus" size={12} />
            </button>
          </div>
        );
      })}
      {every.length > shortLength ? (
        <button type="button" className={styles.facetMore} onClick={() => setAll(!all)}>
          {all ? t("facet.less") : t("facet.more", { count: every.length - shortLength })}
        </button>
      ) : null}
    </fieldset>
  );
}
