import { useText } from "../../i18n/use-text.ts";
import shared from "./collect.module.css";
import styles from "./collection.module.css";
import { useReasonWords } from "./use-reason-words.ts";

interface Props {
  byReason: Readonly<Record<string, number>>;
  chosen: string | undefined;
  onChoose: (reason: string | undefined) => void;
}

/** Why addresses did not become pages: count, name and one sentence each; choosing one narrows the list below. */
export function ReasonList({ byReason, chosen, onChoose }: Props) {
  const { t, format } = useText();
  const words = useReasonWords();
  const reasons = Object.entries(byReason)
    .filter(([, count]) => count > 0)
    .sort(([, one], [, other]) => other - one);
  if (reasons.length === 0) return null;
  return (
    <section className={styles.reasons} aria-labelledby="reasons-heading">
      <h2 id="reasons-heading" className={shared.heading}>
        {t("reasons.title")}
      </h2>
      <ul>
        {reasons.map(([reason, count]) => {
          const { name, sentence } = words(reason);
          return (
            <li key={reason}>
              <button
                type="button"
                aria-pressed={reason === chosen}
                onClick={() => onChoose(reason === chosen ? undefined : reason)}
              >
                <span className={styles.reasonCount}>{format.count(count)}</span>
                <span>
                  <strong>{name}</strong>
                  <span className={styles.reasonText}>{sentence}</span>
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
