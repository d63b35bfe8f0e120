import { Skeleton, Tabs } from "@mantine/core";
import { getRouteApi, Link } from "@tanstack/react-router";
import { isFinal, useLiveCollection } from "../../api/use-live-collection.ts";
import { detailViews } from "../../app/router.tsx";
import { LinkButton } from "../../components/link-button.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { useText } from "../../i18n/use-text.ts";
import { CaptureTable } from "./capture-table.tsx";
import styles from "./collection.module.css";
import { CollectionOrders } from "./collection-orders.tsx";
import { EndingNote } from "./ending-note.tsx";
import { FailureTable } from "./failure-table.tsx";
import { NoteList } from "./note-list.tsx";
import { ProgressBoard } from "./progress-board.tsx";
import { ReasonList } from "./reason-list.tsx";
import { StatusMark } from "./status-mark.tsx";
import { useCollectionName } from "./use-collection-name.ts";

const route = getRouteApi("/collect/$id");

/** One collection: how far it is, what went wrong and why, what came home. */
export function CollectionPage() {
  const { t, format } = useText();
  const id = Number(route.useParams().id);
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useLiveCollection(id);
  const collection = query.data;
  const collectionName = useCollectionName();

  if (collection === undefined) {
    return (
      <>
        <p className={styles.back}>
          <Link to="/collect">{t("collection.back")}</Link>
        </p>
        <PageHead title={t("collection.title", { id })} />
        {query.error === null ? <Skeleton height={320} /> : <ProblemNotice error={query.error} />}
      </>
    );
  }
  const { request, progress } = collection;
  const view =
    search.view ?? (progress.captures === 0 && progress.failed + progress.skipped > 0 ? "failures" : "captures");

  return (
    <>
      <p className={styles.back}>
        <Link to="/collect">{t("collection.back")}</Link>
      </p>
      <PageHead
        title={
          <>
            <span className={styles.seed}>{collectionName(collection)}</span>
            {request.urls.length > 1 ? (
              <span className={styles.others}> {t("collections.others", { count: request.urls.length - 1 })}</span>
            ) : null}
          </>
        }
        tab={t("collection.title", { id })}
      >
        <div className={styles.orders}>
          <StatusMark status={collection.status} waits={collection.progress.waitingForReading !== null} />
          <CollectionOrders collection={collection} />
          {progress.documents > 0 ? (
            <LinkButton to="/documents" search={{ collection: id }} variant="default" size="xs">
              {t("collection.documents", { count: progress.documents, shown: format.count(progress.documents) })}
            </LinkButton>
          ) : null}
        </div>
      </PageHead>
      <EndingNote collection={collection} />
      <NoteList notes={collection.notes} />
      <ProgressBoard collection={collection} />
      <p className={styles.asked}>
        {request.urls.length === 0
          ? `${collectionName(collection)}.`
          : collection.source === "files" || request.urls.every((url) => url.startsWith("file:"))
            ? t("collection.imported", { count: request.urls.length })
            : t("collection.asked", {
                count: request.urls.length,
                depth: request.depth,
                pages: format.count(request.maxPages),
                scope: t(`form.scope.${request.scope}`),
              })}{" "}
        {collection.startedAt === null ? null : t("collection.started", { date: format.moment(collection.startedAt) })}
        {collection.finishedAt === null || !isFinal(collection)
          ? null
          : ` ${t("collection.finished", { date: format.moment(collection.finishedAt) })}`}
      </p>
      <ReasonList
        byReason={progress.byReason}
        chosen={search.reason}
        onChoose={(reason) => navigate({ search: { view: "failures", reason }, resetScroll: false })}
      />
      <Tabs
        value={view}
        keepMounted={false}
        onChange={(next) => {
          const chosen = detailViews.find((one) => one === next);
          void navigate({ search: (all) => ({ ...all, view: chosen }), resetScroll: false });
        }}
      >
        <Tabs.List>
          <Tabs.Tab value="failures">{t("collection.view.failures")}</Tabs.Tab>
          <Tabs.Tab value="captures">{t("collection.view.captures")}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="failures">
          <FailureTable id={id} reason={search.reason} live={!isFinal(collection)} />
        </Tabs.Panel>
        <Tabs.Panel value="captures">
          <CaptureTable id={id} live={!isFinal(collection)} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
