import { Button } from "@mantine/core";
import type { ErrorComponentProps } from "@tanstack/react-router";
import { ProblemNotice } from "../components/problem-notice.tsx";
import { useText } from "../i18n/use-text.ts";

/** Shown instead of a screen that broke. */
export function ErrorScreen({ error, reset }: ErrorComponentProps) {
  const { t } = useText();
  return (
    <div style={{ maxWidth: "40rem" }}>
      <h1>{t("error.title")}</h1>
      <ProblemNotice error={error} />
      <Button mt="md" variant="default" onClick={() => (reset === undefined ? window.location.reload() : reset())}>
        {t("error.again")}
      </Button>
    </div>
  );
}
