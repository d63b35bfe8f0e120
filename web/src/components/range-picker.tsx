import { type Preset, presetOf, presets, type RangeSearch } from "../app/range.ts";
import { useText } from "../i18n/use-text.ts";
import styles from "./range-picker.module.css";

interface Props {
  value: RangeSearch;
  /** Days that custom begins with. */
  from: string;
  to: string;
  onChange: (value: RangeSearch) => void;
}

/** Stretch of time in KST: presets as buttons, or two days. */
export function RangePicker({ value, from, to, onChange }: Props) {
  const { t } = useText();
  const chosen = presetOf(value);
  const pick = (preset: Preset) =>
    onChange({ range: preset === "all" ? undefined : preset, from: undefined, to: undefined });

  return (
    <fieldset className={styles.picker}>
      <legend className="visually-hidden">{t("range.label")}</legend>
      <div className={styles.presets}>
        {presets.map((preset) => (
          <button
            key={preset}
            type="button"
            className={styles.preset}
            aria-pressed={preset === chosen}
            onClick={() => pick(preset)}
          >
            {t(`range.${preset}`)}
          </button>
        ))}
        <button
          type="button"
          className={styles.preset}
          aria-pressed={chosen === "custom"}
          onClick={() => onChange({ range: undefined, from, to })}
        >
          {t("range.custom")}
        </button>
      </div>
      {chosen === "custom" ? (
        <div className={styles.days}>
          <input
            type="date"
            className={styles.day}
            aria-label={t("range.from")}
            value={value.from ?? ""}
            max={value.to}
            onChange={(event) => onChange({ ...value, range: undefined, from: event.target.value || undefined })}
          />
          <span aria-hidden="true">–</span>
          <input
            type="date"
            className={styles.day}
            aria-label={t("range.to")}
            value={value.to ?? ""}
            min={value.from}
            onChange={(event) => onChange({ ...value, range: undefined, to: event.target.value || undefined })}
          />
        </div>
      ) : null}
    </fieldset>
  );
}
