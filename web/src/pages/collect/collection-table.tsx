import { Button, Skeleton } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { collectionsQuery } from "../../api/collection-queries.ts";
import type { Collection } from "../../api/types.ts";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { useText } from "../../i18n/use-text.ts";
import styles from "./collect.module.css";
import { StatusMark } from "./status-mark.tsx";
import { useCollectionName } from "./use-collection-name.ts";

export function CollectionTable() {
  const { t } = useText();
  const query = useInfiniteQuery(collectionsQuery);
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className={styles.past} aria-labelledby="collections-heading">
      <h2 id="collections-heading" className={styles.heading}>
        {t("collections.title")}
      </h2>
      {query.error === null ? null : <ProblemNotice error={query.error} />}
      {query.isPending ? <Skeleton height={220} /> : null}
      {query.data !== undefined && items.length === 0 ? <p className={styles.none}>{t("collections.none")}</p> : null}
      {items.length > 0 ? (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t("collections.address")}</th>
              <th scope="col">{t("collections.status")}</th>
              <th scope="col" className={styles.number}>
                {t("collections.pages")}
              </th>
              <th scope="col" className={styles.number}>
                {t("collections.documents")}
              </th>
              <th scope="col" className={`${styles.number} ${styles.wide}`}>
                {t("collections.failed")}
              </th>
              <th scope="col" className={styles.wide}>
                {t("collections.started")}
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((one) => (
              <CollectionRow key={one.id} collection={one} />
            ))}
          </tbody>
        </table>
      ) : null}
      {query.hasNextPage ? (
        <Button variant="default" mt="md" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t("more")}
        </Button>
      ) : null}
    </section>
  );
}

function CollectionRow({ collection }: { collection: Collection }) {
  const { t, format } = useText();
  const { progress, request } = collection;
  const collectionName = useCollectionName();
  return (
    <tr>
      <th scope="row" className={styles.address}>
        <Link to="/collect/$id" params={{ id: String(collection.id) }}>
          {collectionName(collection)}
        </Link>
        {request.urls.length > 1 ? (
          <span className={styles.extra}> {t("collections.others", { count: request.urls.length - 1 })}</span>
        ) : null}
      </th>
      <td>
        <StatusMark status={collection.status} waits={collection.progress.waitingForReading !== null} />
      </td>
      <td className={styles.number}>{format.count(progress.done)}</td>
      <td className={styles.number}>{format.count(progress.documents)}</td>
      <td className={`${styles.number} ${styles.wide}`}>{format.count(progress.failed)}</td>
      <td className={styles.wide} title={format.moment(collection.createdAt)}>
        {format.ago(collection.createdAt)}
      </td>
    </tr>
  );
}
