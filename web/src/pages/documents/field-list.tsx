import type { DocumentDetail } from "../../api/types.ts";
import { readableAddress } from "../../components/readable-address.ts";
import { useText } from "../../i18n/use-text.ts";
import styles from "./panel.module.css";

/** What else a source says of an item, under the names that tables have. */
export function FieldList({ document }: { document: DocumentDetail }) {
  const { t, format } = useText();
  const shown = Object.entries(document.fields).filter(
    ([, value]) => value !== null && value !== "" && String(value) !== "",
  );
  if (shown.length === 0 && document.parentUrl === null) return null;
  const safe = document.parentUrl !== null && /^https?:/i.test(document.parentUrl);
  return (
    <section aria-label={t("panel.fields")}>
      <dl className={styles.fields}>
        {document.parentUrl === null ? null : (
          <div>
            <dt>{t("panel.parent")}</dt>
            <dd>
              {safe ? (
                <a href={document.parentUrl} target="_blank" rel="noopener noreferrer nofollow">
                  {readableAddress(document.parentUrl)}
                </a>
              ) : (
                document.parentUrl
              )}
            </dd>
          </div>
        )}
        {shown.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {typeof value === "number"
                ? format.count(value)
                : Array.isArray(value)
                  ? value.join(", ")
                  : String(value)}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
