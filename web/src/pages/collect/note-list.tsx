import type { Collection } from "../../api/types.ts";
import { Icon } from "../../components/icon.tsx";
import noticeStyles from "../../components/notice.module.css";
import { useText } from "../../i18n/use-text.ts";

/** What the person who asked should know, such as a result that was cut short; the API says it in English. */
export function NoteList({ notes }: { notes: Collection["notes"] }) {
  const { t, language } = useText();
  if (notes.length === 0) return null;
  return (
    <section className={noticeStyles.notice} data-kind="info" aria-label={t("collection.notes")}>
      <Icon name="info" size={18} />
      <div>
        {notes.map(({ code, message }) => (
          <p key={`${code} ${message}`} lang={language === "en" ? undefined : "en"}>
            {message}
          </p>
        ))}
      </div>
    </section>
  );
}
