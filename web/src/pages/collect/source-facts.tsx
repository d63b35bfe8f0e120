import { Fragment } from "react";
import type { SourceView } from "../../api/types.ts";
import { Icon } from "../../components/icon.tsx";
import noticeStyles from "../../components/notice.module.css";
import { useText } from "../../i18n/use-text.ts";
import styles from "./collect.module.css";

/** What a source brings, what its owner asks for, and the key that is missing, if one is. */
export function SourceFacts({ source }: { source: SourceView }) {
  const { t, language } = useText();
  return (
    <div className={styles.facts}>
      <p>{source.description[language]}</p>
      <p className={styles.detail}>{source.permission[language]}</p>
      {source.ready ? null : (
        <div className={noticeStyles.notice} data-kind="info" role="note">
          <Icon name="info" size={18} />
          <div>
            <p>{t("ask.missing", { count: source.credentialSets.length })}</p>
            {source.credentialSets.map((set) => (
              <Fragment key={set.id}>
                <p>
                  <code>{set.variables.join(", ")}</code>
                </p>
                <p>
                  <a href={set.applyAt} target="_blank" rel="noopener noreferrer">
                    {t("ask.apply")}: {set.name[language]} <Icon name="external" size={12} />
                    <span className="visually-hidden"> {t("link.newTab")}</span>
                  </a>
                </p>
              </Fragment>
            ))}
          </div>
        </div>
      )}
    </div>
  );
}
