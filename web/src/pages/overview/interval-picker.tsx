import type { Interval } from "@contracts/common.ts";
import pickerStyles from "../../components/range-picker.module.css";
import { useText } from "../../i18n/use-text.ts";

const intervals: readonly Interval[] = ["day", "week", "month"];

export function IntervalPicker({ value, onChange }: { value: Interval; onChange: (value: Interval) => void }) {
  const { t } = useText();
  return (
    <fieldset className={pickerStyles.picker}>
      <legend className="visually-hidden">{t("interval.label")}</legend>
      <div className={pickerStyles.presets}>
        {intervals.map((one) => (
          <button
            key={one}
            type="button"
            className={pickerStyles.preset}
            aria-pressed={one === value}
            onClick={() => onChange(one)}
          >
            {t(`interval.${one}`)}
          </button>
        ))}
      </div>
    </fieldset>
  );
}
