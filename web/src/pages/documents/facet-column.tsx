import { Skeleton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { DocumentFacets } from "../../api/types.ts";
import { type FilterSearch, facetNames } from "../../app/filters.ts";
import { Icon } from "../../components/icon.tsx";
import { useText } from "../../i18n/use-text.ts";
import styles from "./documents.module.css";
import { FacetGroup } from "./facet-group.tsx";
import { SampleNote } from "./sample-note.tsx";

interface Props {
  facets: DocumentFacets | undefined;
  /** No counts will come for these filters. */
  failed: boolean;
  search: FilterSearch;
  onChange: (next: Partial<FilterSearch>) => void;
}

export function FacetColumn({ facets, failed, search, onChange }: Props) {
  const { t } = useText();
  const [open, { toggle }] = useDisclosure(false);
  if (facets === undefined && failed) return <div className={styles.facets} />;
  return (
    <section className={styles.facets} aria-label={t("facets.label")}>
      <button type="button" className={styles.facetsToggle} aria-expanded={open} onClick={toggle}>
        <Icon name="filter" /> {t("facets.label")}
      </button>
      <div className={styles.facetGroups} data-open={open}>
        {facets?.sample === undefined ? null : <SampleNote sample={facets.sample} />}
        {facets === undefined ? (
          <Skeleton height={360} />
        ) : (
          facetNames.map((name) => (
            <FacetGroup
              key={name}
              name={name}
              values={facets[name]}
              chosen={search[name]}
              onChange={(values) => onChange({ [name]: values })}
            />
          ))
        )}
      </div>
    </section>
  );
}
