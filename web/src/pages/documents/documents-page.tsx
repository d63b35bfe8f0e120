import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useCallback, useMemo, useRef } from "react";
import { documentsQuery } from "../../api/document-queries.ts";
import { facetsQuery } from "../../api/insight-queries.ts";
import { apiFilters, type FilterSearch } from "../../app/filters.ts";
import { addDays, todayInKorea } from "../../app/range.ts";
import { PageHead } from "../../components/page-head.tsx";
import { RangePicker } from "../../components/range-picker.tsx";
import { useText } from "../../i18n/use-text.ts";
import { DocumentList } from "./document-list.tsx";
import { DocumentPanel } from "./document-panel.tsx";
import styles from "./documents.module.css";
import { FacetColumn } from "./facet-column.tsx";
import { FilterChips } from "./filter-chips.tsx";
import { SaveDocuments } from "./save-documents.tsx";
import { SearchBox } from "./search-box.tsx";
import { setAsideOf } from "./set-aside.ts";
import { SortPicker } from "./sort-picker.tsx";

const route = getRouteApi("/documents");

/** Search on the left, findings in the middle, the one that is read on the right. */
export function DocumentsPage() {
  const { t } = useText();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const today = todayInKorea();
  const filters = useMemo(() => apiFilters(search, today), [search, today]);
  const list = useInfiniteQuery(documentsQuery({ ...filters, sort: search.sort ?? "newest" }));
  const facets = useQuery(facetsQuery(filters));
  const openRow = useRef<number | undefined>(undefined);

  const change = (next: Partial<FilterSearch>) =>
    navigate({ search: (all) => ({ ...all, ...next }), resetScroll: false });
  const close = useCallback(() => {
    openRow.current = search.doc;
    void navigate({ search: (all) => ({ ...all, doc: undefined, view: undefined }), resetScroll: false });
    requestAnimationFrame(() => document.getElementById(`document-${openRow.current}`)?.focus());
  }, [navigate, search.doc]);

  return (
    <>
      <PageHead title={t("shell.nav.documents")} />
      <div className={styles.query}>
        <SearchBox key={search.q ?? ""} value={search.q} onSearch={(q) => change({ q })} />
        <RangePicker value={search} from={addDays(today, -29)} to={today} onChange={change} />
      </div>
      <FilterChips search={search} onChange={change} />
      <div className={styles.columns} data-open={search.doc !== undefined}>
        <FacetColumn facets={facets.data} failed={facets.isError} search={search} onChange={change} />
        <DocumentList query={list} setAside={setAsideOf(facets.data, search)} search={search} onChange={change}>
          <SaveDocuments filters={{ ...filters, sort: search.sort ?? "newest" }} />
          <SortPicker
            value={search.sort}
            onChange={(sort) => navigate({ search: (all) => ({ ...all, sort }), resetScroll: false })}
          />
        </DocumentList>
        {search.doc === undefined ? null : (
          <DocumentPanel key={search.doc} id={search.doc} view={search.view ?? "text"} q={search.q} onClose={close} />
        )}
      </div>
    </>
  );
}
