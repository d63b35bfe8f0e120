import { useText } from "../../i18n/use-text.ts";
import styles from "./predict.module.css";

// In Korean whatever the page's language: that is what the model reads.
const examples = [
  "배우들 연기가 좋아서 두 시간이 금방 갔다.",
  "예고편이 전부였네요. 시간이 아깝습니다.",
  "기대 안 했는데 은근 재밌음ㅋㅋㅋ",
  "배송은 빨랐지만 마감이 너무 허술해요.",
];

/** Sentences to try with one click, and all of them at once. */
export function Examples({ onPick }: { onPick: (text: string) => void }) {
  const { t } = useText();
  return (
    <div>
      <p className={styles.hint}>{t("predict.examples")}</p>
      <ul className={styles.examples}>
        {examples.map((example) => (
          <li key={example}>
            <button type="button" lang="ko" onClick={() => onPick(example)}>
              {example}
            </button>
          </li>
        ))}
        <li>
          <button type="button" onClick={() => onPick(examples.join("\n"))}>
            {t("predict.examples.all")}
          </button>
        </li>
      </ul>
    </div>
  );
}
