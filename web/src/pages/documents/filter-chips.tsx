import { type FilterSearch, facetNames, hasFilters, noFilters } from "../../app/filters.ts";
import { Icon } from "../../components/icon.tsx";
import { useText } from "../../i18n/use-text.ts";
import styles from "./documents.module.css";
import { useValueNames } from "./use-value-names.ts";

interface Props {
  search: FilterSearch;
  onChange: (next: Partial<FilterSearch>) => void;
}

interface Chip {
  key: string;
  label: string;
  excluded: boolean;
  without: Partial<FilterSearch>;
}

/** Every filter in force, each removable by itself, all by one click. */
export function FilterChips({ search, onChange }: Props) {
  const { t, format } = useText();
  const nameOf = useValueNames();
  if (!hasFilters(search)) return null;

  const chips: Chip[] = [];
  if (search.q !== undefined) {
    chips.push({ key: "q", label: t("chip.q", { q: search.q }), excluded: false, without: { q: undefined } });
  }
  if (search.from !== undefined || search.to !== undefined) {
    const ends = [search.from, search.to].map((day) => (day === undefined ? "" : format.day(day)));
    const label = ends[0] === ends[1] ? (ends[0] ?? "") : ends.join(" – ");
    chips.push({ key: "days", label, excluded: false, without: { from: undefined, to: undefined } });
  }
  if (search.range !== undefined && search.range !== "all") {
    chips.push({ key: "range", label: t(`range.${search.range}`), excluded: false, without: { range: undefined } });
  }
  for (const facet of [...facetNames, "keyword"] as const) {
    for (const one of search[facet] ?? []) {
      const excluded = one.startsWith("-");
      const rest = search[facet]?.filter((other) => other !== one);
      const label = t("chip.facet", { facet: t(`facet.${facet}`), value: nameOf(facet, one.replace(/^-/, "")) });
      chips.push({
        key: `${facet}:${one}`,
        label: excluded ? t("chip.not", { label }) : label,
        excluded,
        without: { [facet]: rest?.length === 0 ? undefined : rest },
      });
    }
  }
  if (search.collection !== undefined) {
    const label = t("chip.collection", { id: search.collection });
    chips.push({ key: "collection", label, excluded: false, without: { collection: undefined } });
  }

  return (
    <ul className={styles.chips} aria-label={t("chips.label")}>
      {chips.map((chip) => (
        <li key={chip.key}>
          <button
            type="button"
            className={styles.chip}
            data-excluded={chip.excluded}
            aria-label={t("chip.remove", { label: chip.label })}
            onClick={() => onChange(chip.without)}
          >
            {chip.label}
            <Icon name="close" size={11} />
          </button>
        </li>
      ))}
      <li>
        <button type="button" className={styles.clear} onClick={() => onChange(noFilters)}>
          {t("chips.clear")}
        </button>
      </li>
    </ul>
  );
}
