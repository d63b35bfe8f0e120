import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { alertsQuery, seeAlert } from "../../api/source-queries.ts";
import type { Alert } from "../../api/types.ts";
import { Icon } from "../../components/icon.tsx";
import noticeStyles from "../../components/notice.module.css";
import { useText } from "../../i18n/use-text.ts";
import styles from "./collect.module.css";
import { useReasonWords } from "./use-reason-words.ts";

/** What a person should look at; nothing at all when there is nothing. */
export function AlertList() {
  const { t, format } = useText();
  const client = useQueryClient();
  const query = useQuery(alertsQuery);
  const see = useMutation({
    mutationFn: seeAlert,
    onSuccess: () => client.invalidateQueries({ queryKey: alertsQuery.queryKey }),
  });
  const items = query.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section aria-labelledby="alerts-heading" className={styles.alerts}>
      <h2 id="alerts-heading" className={styles.heading}>
        {t("alerts.title")}
      </h2>
      <ul>
        {items.map((alert) => (
          <li key={alert.id} className={noticeStyles.notice} data-kind="problem">
            <Icon name="warning" size={18} />
            <div>
              <AlertWords alert={alert} />
              <p className={styles.detail}>
                {format.moment(alert.createdAt)}{" "}
                {alert.collection === null ? null : (
                  <Link to="/collect/$id" params={{ id: String(alert.collection) }}>
                    {t("alerts.collection", { id: alert.collection })}
                  </Link>
                )}{" "}
                <button type="button" className={styles.textButton} onClick={() => see.mutate(alert.id)}>
                  {t("alerts.seen")}
                </button>
              </p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Alerts about the house itself, which are told in the page's own words. */
const ofHouse = ["backlog", "no_worker", "disk_full"] as const;

function AlertWords({ alert: { kind, message } }: { alert: Alert }) {
  const { t, language } = useText();
  const words = useReasonWords();
  const own = ofHouse.find((one) => one === kind);
  return (
    <>
      <p className={noticeStyles.what}>{own === undefined ? words(kind).name || kind : t(`alert.${own}`)}</p>
      {own === undefined ? (
        <p lang={language === "en" ? undefined : "en"}>{message}</p>
      ) : (
        <p>{t(`alert.${own}.why`)}</p>
      )}
    </>
  );
}
