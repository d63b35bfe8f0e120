import { useMantineColorScheme } from "@mantine/core";
import { Icon } from "../components/icon.tsx";
import { useText } from "../i18n/use-text.ts";
import styles from "./shell.module.css";

const schemes = [
  { value: "light", icon: "sun", label: "shell.scheme.light" },
  { value: "dark", icon: "moon", label: "shell.scheme.dark" },
  { value: "auto", icon: "auto", label: "shell.scheme.auto" },
] as const;

export function SchemeSwitch() {
  const { t } = useText();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <fieldset className={styles.choice}>
      <legend className="visually-hidden">{t("shell.scheme")}</legend>
      {schemes.map((one) => (
        <button
          key={one.value}
          type="button"
          className={styles.option}
          aria-pressed={one.value === colorScheme}
          aria-label={t(one.label)}
          title={t(one.label)}
          onClick={() => setColorScheme(one.value)}
        >
          <Icon name={one.icon} />
        </button>
      ))}
    </fieldset>
  );
}
