import { Link } from "@tanstack/react-router";
import { PageHead } from "../components/page-head.tsx";
import { useText } from "../i18n/use-text.ts";

export function NotFoundScreen() {
  const { t } = useText();
  return (
    <>
      <PageHead title={t("error.notFound")} />
      <p>
        <Link to="/">{t("error.home")}</Link>
      </p>
    </>
  );
}
