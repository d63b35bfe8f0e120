import { Button, Modal, Skeleton } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { apiPath } from "../../api/client.ts";
import { capturesQuery } from "../../api/collection-queries.ts";
import type { Capture } from "../../api/types.ts";
import { ArchivedPage } from "../../components/archived-page.tsx";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { readableAddress } from "../../components/readable-address.ts";
import { useText } from "../../i18n/use-text.ts";
import styles from "./collect.module.css";

/** What came home, newest first; each can be looked at as archived or taken as bytes. */
export function CaptureTable({ id, live }: { id: number; live: boolean }) {
  const { t, format } = useText();
  const [open, setOpen] = useState<Capture | undefined>(undefined);
  const query = useInfiniteQuery({ ...capturesQuery(id), refetchInterval: live ? 4_000 : false });
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];

  if (query.error !== null) return <ProblemNotice error={query.error} />;
  if (query.isPending) return <Skeleton height={160} mt="md" />;
  if (items.length === 0) return <p className={styles.none}>{t("captures.none")}</p>;
  return (
    <>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t("captures.address")}</th>
            <th scope="col">{t("captures.answer")}</th>
            <th scope="col" className={`${styles.number} ${styles.wide}`}>
              {t("captures.size")}
            </th>
            <th scope="col" className={styles.wide}>
              {t("captures.at")}
            </th>
            <th scope="col">{t("captures.look")}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.id}>
              <th scope="row" className={styles.address}>
                {readableAddress(item.url)}
              </th>
              <td>
                {item.status} <span className={styles.detail}>{item.mime ?? ""}</span>
              </td>
              <td className={`${styles.number} ${styles.wide}`}>{format.bytes(item.payloadLength)}</td>
              <td className={styles.wide}>{format.moment(item.capturedAt)}</td>
              <td className={styles.looks}>
                <button
                  type="button"
                  className={styles.textButton}
                  onClick={() => setOpen(item)}
                  aria-label={t("captures.replay.of", { url: item.url })}
                >
                  {t("captures.replay")}
                </button>{" "}
                <a
                  href={apiPath(`/captures/${item.id}/raw`)}
                  target="_blank"
                  rel="noopener"
                  aria-label={t("captures.raw.of", { url: item.url })}
                >
                  {t("captures.raw")}
                </a>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {query.hasNextPage ? (
        <Button variant="default" mt="md" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t("more")}
        </Button>
      ) : null}
      <Modal
        opened={open !== undefined}
        onClose={() => setOpen(undefined)}
        title={readableAddress(open?.url ?? "")}
        size="72rem"
        closeButtonProps={{ "aria-label": t("panel.close") }}
      >
        {open === undefined ? null : <ArchivedPage capture={open} />}
      </Modal>
    </>
  );
}
