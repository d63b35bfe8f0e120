import type { Overview } from "../../api/types.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { LinkButton } from "../../components/link-button.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { useText } from "../../i18n/use-text.ts";

/** The Overview of an empty house, or of one whose first goods are on their way. */
export function NothingYet({ overview }: { overview: Overview }) {
  const { t } = useText();
  const busy = overview.runningCollections > 0 || overview.captures > 0;
  return (
    <>
      <PageHead title={t("shell.nav.overview")} />
      <EmptyState
        title={t(busy ? "overview.empty.busy" : "overview.empty")}
        cause={t(busy ? "overview.empty.busy.cause" : "overview.empty.cause", { captures: overview.captures })}
      >
        <LinkButton to="/collect">{t(busy ? "overview.empty.watch" : "overview.empty.start")}</LinkButton>
      </EmptyState>
    </>
  );
}
