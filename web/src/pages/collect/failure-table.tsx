import { Button, Skeleton } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { failuresQuery } from "../../api/collection-queries.ts";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { readableAddress } from "../../components/readable-address.ts";
import { useText } from "../../i18n/use-text.ts";
import styles from "./collect.module.css";
import own from "./collection.module.css";
import { useReasonWords } from "./use-reason-words.ts";

export function FailureTable({ id, reason, live }: { id: number; reason: string | undefined; live: boolean }) {
  const { t, format } = useText();
  const words = useReasonWords();
  const query = useInfiniteQuery({ ...failuresQuery(id, reason), refetchInterval: live ? 4_000 : false });
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];

  if (query.error !== null) return <ProblemNotice error={query.error} />;
  if (query.isPending) return <Skeleton height={160} mt="md" />;
  return (
    <>
      {reason === undefined ? null : (
        <p className={own.narrowed}>
          {t("failures.only", { reason: words(reason).name })}{" "}
          <Link to="/collect/$id" params={{ id: String(id) }} search={{ view: "failures" }} resetScroll={false}>
            {t("failures.all")}
          </Link>
        </p>
      )}
      {items.length === 0 ? (
        <p className={styles.none}>{t("failures.none")}</p>
      ) : (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t("failures.address")}</th>
              <th scope="col">{t("failures.reason")}</th>
              <th scope="col" className={styles.wide}>
                {t("failures.at")}
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <tr key={item.url}>
                <th scope="row" className={styles.address}>
                  {readableAddress(item.url)}
                </th>
                <td>
                  {words(item.reason).name}
                  {item.httpStatus === null ? null : ` (HTTP ${item.httpStatus})`}
                  {item.detail === null ? null : <span className={styles.detail}>{item.detail}</span>}
                </td>
                <td className={styles.wide}>{item.at === null ? "–" : format.moment(item.at)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {query.hasNextPage ? (
        <Button variant="default" mt="md" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t("more")}
        </Button>
      ) : null}
    </>
  );
}
