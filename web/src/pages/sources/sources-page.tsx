import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { sourcesQuery } from "../../api/source-queries.ts";
import type { SourceView } from "../../api/types.ts";
import { Icon } from "../../components/icon.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { useText } from "../../i18n/use-text.ts";
import styles from "../collect/collect.module.css";
import { StatusMark } from "../collect/status-mark.tsx";
import { useReasonWords } from "../collect/use-reason-words.ts";

/** Every source: what it asks for, what it is allowed, and how it went the last time. */
export function SourcesPage() {
  const { t } = useText();
  const query = useQuery(sourcesQuery);
  return (
    <>
      <p>
        <Link to="/collect">{t("sources.back")}</Link>
      </p>
      <PageHead title={t("sources.title")} />
      <p className={styles.intro}>{t("sources.intro")}</p>
      {query.error === null ? null : <ProblemNotice error={query.error} />}
      {query.isPending ? <Skeleton height={480} /> : null}
      {query.data === undefined ? null : (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t("sources.name")}</th>
              <th scope="col">{t("sources.keys")}</th>
              <th scope="col" className={styles.wide}>
                {t("sources.limits")}
              </th>
              <th scope="col">{t("sources.last")}</th>
              <th scope="col" className={`${styles.number} ${styles.wide}`}>
                {t("sources.documents")}
              </th>
            </tr>
          </thead>
          <tbody>
            {query.data.items.map((source) => (
              <SourceRow key={source.id} source={source} />
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function SourceRow({ source }: { source: SourceView }) {
  const { t, format, language } = useText();
  const words = useReasonWords();
  const { lastResult } = source;
  return (
    <tr>
      <th scope="row">
        {source.way !== "import" && source.asks !== "urls" ? (
          <Link to="/collect" search={{ ask: source.id }}>
            {source.name[language]}
          </Link>
        ) : (
          source.name[language]
        )}
        <span className={styles.detail}>{source.description[language]}</span>
        <span className={styles.detail}>{source.permission[language]}</span>
      </th>
      <td>
        <Keys source={source} />
      </td>
      <td className={`${styles.limits} ${styles.wide}`}>
        <ul>
          {limitsOf(source, { t, format, language }).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </td>
      <td>
        {lastResult === null ? (
          <span className={`${styles.detail} ${styles.never}`}>{t("sources.never")}</span>
        ) : (
          <>
            <Link to="/collect/$id" params={{ id: String(lastResult.collection) }}>
              <StatusMark status={lastResult.status} />
            </Link>
            {lastResult.errorCode === null ? null : (
              <span className={styles.detail}>{words(lastResult.errorCode).name || lastResult.errorCode}</span>
            )}
            {source.lastCollectedAt === null ? null : (
              <span className={styles.detail}>{format.ago(source.lastCollectedAt)}</span>
            )}
          </>
        )}
      </td>
      <td className={`${styles.number} ${styles.wide}`}>
        {source.documents === 0 ? (
          "0"
        ) : (
          <Link to="/documents" search={{ source: [source.id] }}>
            {format.count(source.documents)}
          </Link>
        )}
      </td>
    </tr>
  );
}

function Keys({ source }: { source: SourceView }) {
  const { t, language } = useText();
  if (source.way === "import") return <span className={styles.detail}>{t("sources.import", { id: source.id })}</span>;
  if (source.credentialSets.length === 0) return <span className={styles.detail}>{t("sources.key.none")}</span>;
  return (
    <ul>
      {source.credentialSets.map((set) => (
        <li key={set.id}>
          <Icon name={set.set ? "check" : "close"} size={12} /> {t(set.set ? "sources.key.set" : "sources.key.missing")}
          <span className={styles.detail}>
            {set.name[language]}: <code>{set.variables.join(", ")}</code>
          </span>
          {set.set ? null : (
            <a className={styles.detail} href={set.applyAt} target="_blank" rel="noopener noreferrer">
              {t("ask.apply")} <Icon name="external" size={12} />
              <span className="visually-hidden"> {t("link.newTab")}</span>
            </a>
          )}
        </li>
      ))}
    </ul>
  );
}

function limitsOf(
  { quotas, limits }: SourceView,
  { t, format, language }: Pick<ReturnType<typeof useText>, "t" | "format" | "language">,
): string[] {
  const lines = quotas.map(({ of, limit, used }) =>
    used === null || used === 0
      ? t("sources.quota", { limit: format.count(limit), of: of[language] })
      : t("sources.quota.used", { limit: format.count(limit), used: format.count(used), of: of[language] }),
  );
  if (limits.dailyRequests !== null) lines.push(t("sources.daily", { count: format.count(limits.dailyRequests) }));
  if (limits.quietHours !== null) lines.push(t("sources.quiet", limits.quietHours));
  if (limits.delayMs !== null) lines.push(t("sources.delay", { seconds: format.decimal(limits.delayMs / 1000) }));
  if (limits.bodies) lines.push(t("sources.bodies"));
  return lines;
}
