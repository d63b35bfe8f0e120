import { Link } from "@tanstack/react-router";
import { Icon, type IconName } from "../components/icon.tsx";
import type { MessageId } from "../i18n/en/index.ts";
import { useText } from "../i18n/use-text.ts";
import styles from "./shell.module.css";

const places: readonly {
  to: "/" | "/collect" | "/documents" | "/predict" | "/sources";
  icon: IconName;
  label: MessageId;
}[] = [
  { to: "/", icon: "overview", label: "shell.nav.overview" },
  { to: "/collect", icon: "collect", label: "shell.nav.collect" },
  { to: "/sources", icon: "list", label: "shell.nav.sources" },
  { to: "/documents", icon: "documents", label: "shell.nav.documents" },
  { to: "/predict", icon: "predict", label: "shell.nav.predict" },
];

export function MainNavigation() {
  const { t } = useText();
  return (
    <nav className={styles.nav} aria-label={t("shell.nav.label")}>
      {places.map((place) => (
        <Link
          key={place.to}
          to={place.to}
          className={styles.place}
          activeOptions={{ exact: place.to === "/", includeSearch: false }}
        >
          <Icon name={place.icon} size={18} />
          <span>{t(place.label)}</span>
        </Link>
      ))}
    </nav>
  );
}
