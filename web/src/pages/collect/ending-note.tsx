import type { Collection } from "../../api/types.ts";
import { Icon } from "../../components/icon.tsx";
import noticeStyles from "../../components/notice.module.css";
import { useText } from "../../i18n/use-text.ts";
import styles from "./collect.module.css";
import { useReasonWords } from "./use-reason-words.ts";

/** Why a collection brought nothing home or ended early, and what can be done about it. */
export function EndingNote({ collection }: { collection: Collection }) {
  const { t, language, problemText } = useText();
  const words = useReasonWords();
  const { errorCode, errorMessage, progress, request } = collection;
  const refused = errorCode === "address_refused" || (progress.byReason.address_refused ?? 0) > 0;
  if (errorCode === null && errorMessage === null && !refused) return null;

  const code = refused && errorCode === null ? "address_refused" : errorCode;
  const reason = words(code ?? "");
  const told = reason.sentence === "" ? problemText(code ?? "") : undefined;
  const name = told?.what ?? reason.name;
  const sentence = told?.next ?? reason.sentence;
  const known = told !== undefined || reason.sentence !== "";
  return (
    <div className={noticeStyles.notice} data-kind="problem" role="status">
      <Icon name="warning" size={18} />
      <div>
        <p className={noticeStyles.what}>{known ? name : errorMessage}</p>
        {known && !refused && sentence !== "" ? <p>{sentence}</p> : null}
        {refused ? (
          <>
            <p>{t("form.private")}</p>
            <pre className={styles.command}>npx naru collect {request.urls[0]}</pre>
          </>
        ) : null}
        {known && errorMessage !== null ? (
          <p className={noticeStyles.code} lang={language === "en" ? undefined : "en"}>
            {errorMessage}
          </p>
        ) : null}
        {code === null ? null : (
          <p className={noticeStyles.code}>
            {t("error.code")} <code>{code}</code>
          </p>
        )}
      </div>
    </div>
  );
}
