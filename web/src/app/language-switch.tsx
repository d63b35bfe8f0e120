import { useNavigate } from "@tanstack/react-router";
import { speak } from "../i18n/i18n.ts";
import { languages } from "../i18n/language.ts";
import { useText } from "../i18n/use-text.ts";
import styles from "./shell.module.css";

const names = { ko: "한국어", en: "English" } as const;

export function LanguageSwitch() {
  const { language, t } = useText();
  const navigate = useNavigate();
  return (
    <fieldset className={styles.choice}>
      <legend className="visually-hidden">{t("shell.language")}</legend>
      {languages.map((one) => (
        <button
          key={one}
          type="button"
          lang={one}
          className={styles.option}
          aria-pressed={one === language}
          onClick={() => {
            void speak(one);
            // An address that names a language would otherwise win again at the next visit.
            void navigate({ to: ".", search: (all) => ({ ...all, lang: all.lang && one }), replace: true });
          }}
        >
          {names[one]}
        </button>
      ))}
    </fieldset>
  );
}
